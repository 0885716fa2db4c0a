// SPDX-License-Identifier: BSL-1.0
#include "estimates_of_measurands.hpp"

#include "sorted_columns.hpp"
#include <ringtrial/batch/algorithm_a.hpp>
#include <ringtrial/batch/describe.hpp>
#include <ringtrial/batch/mad.hpp>
#include <ringtrial/batch/median.hpp>
#include <ringtrial/batch/niqr.hpp>
#include <ringtrial/batch/q_hampel.hpp>
#include <ringtrial/batch/q_method.hpp>
#include <ringtrial/batch/qn.hpp>

#include <cmath>

namespace ringtrial::batch {

using assigned::estimator;
namespace det = ringtrial::detail;

estimates_of_measurands::estimates_of_measurands(const round::measurand_options& options,
                                                 bool review)
    : options_(options), asked_(round::asked_of_data(options)), review_(review) {}

std::span<const round::estimates> estimates_of_measurands::find(const table<double>& x) {
  statistics_.resize(x.measurands);
  all_.assign(x.measurands, {});
  describe(x, statistics_);
  for (std::size_t j = 0; j < x.measurands; ++j) all_[j].statistics = statistics_[j];
  if (options_.assigned.method == round::assigned_method::participants)
    set_participants(x);
  if (asked_) set_target_scales(x);
  if (review_) set_q_scales(x);
  return all_;
}

void estimates_of_measurands::set_participants(const table<double>& x) {
  const auto& o = options_.assigned.participants;
  find_pairs(x, o);
  const double factor = det::factor_of(o);
  for (std::size_t j = 0; j < x.measurands; ++j)
    all_[j].participants = det::with_uncertainty(pairs_[j], factor, o.estimator);
  if (o.estimator != estimator::algorithm_a) return;
  const bool standard = o.algorithm_a == robust::algorithm_a_options<double>{};
  for (std::size_t j = 0; j < x.measurands; ++j)
    all_[j].iterations =
        standard ? statistics_[j].iterations : fixed_points_[j].iterations;
}

void estimates_of_measurands::set_target_scales(const table<double>& x) {
  const auto o = det::as_participants(*asked_);
  const double factor = det::relative_factor(*asked_, o.estimator);
  find_pairs(x, o);
  for (std::size_t j = 0; j < x.measurands; ++j) {
    auto s = pairs_[j];
    s.scale *= factor;
    all_[j].target_scale = det::within_limits(s, *asked_).scale;
  }
}

void estimates_of_measurands::set_q_scales(const table<double>& x) {
  q_scales_.resize(x.measurands);
  q_method(x, q_scales_);
  const std::size_t enough = round::enough_to_review(options_);
  for (std::size_t j = 0; j < x.measurands; ++j)
    if (statistics_[j].n >= enough) all_[j].q_scale = q_scales_[j].scale;
}

/// detail::location_and_scale_of() of every measurand.
void estimates_of_measurands::find_pairs(const table<double>& x,
                                         const assigned::from_participants_options& o) {
  pairs_.assign(x.measurands, {});
  switch (o.estimator) {
    case estimator::algorithm_a:
      if (o.algorithm_a == robust::algorithm_a_options<double>{}) {
        for (std::size_t j = 0; j < x.measurands; ++j)
          pairs_[j] = {statistics_[j].robust_mean, statistics_[j].robust_sd,
                       statistics_[j].n, statistics_[j].status};
        return;
      }
      fixed_points_.resize(x.measurands);
      algorithm_a(x, fixed_points_, o.algorithm_a);
      for (std::size_t j = 0; j < x.measurands; ++j)
        pairs_[j] = {fixed_points_[j].location, fixed_points_[j].scale,
                     fixed_points_[j].n, fixed_points_[j].status};
      return;
    case estimator::q_hampel:
      q_pairs_.resize(x.measurands);
      q_hampel(x, q_pairs_, o.hampel);
      for (std::size_t j = 0; j < x.measurands; ++j)
        pairs_[j] = {q_pairs_[j].location, q_pairs_[j].scale, q_pairs_[j].n,
                     q_pairs_[j].status};
      return;
    case estimator::median_niqr:
    case estimator::median_mad:
    case estimator::median_qn:
      return find_medians_with_scales(x, o);
    case estimator::biweight:
    case estimator::mean:
      break;
  }
  each_sample(x, std::span(pairs_), [&](std::span<const double> sample) {
    return det::location_and_scale_of(sample, o);
  });
}

void estimates_of_measurands::find_medians_with_scales(
    const table<double>& x, const assigned::from_participants_options& o) {
  locations_.resize(x.measurands);
  scales_.resize(x.measurands);
  median(x, locations_);
  if (o.estimator == estimator::median_niqr)
    niqr(x, scales_, {.quartiles = o.quartiles});
  else if (o.estimator == estimator::median_mad)
    mad(x, scales_);
  else
    qn(x, scales_, {.finite_sample = det::small_sample_of(o)});
  for (std::size_t j = 0; j < x.measurands; ++j) {
    const std::size_t n = pairs_[j].n = statistics_[j].n;
    if (n == 0) continue;
    if (std::isnan(locations_[j])) pairs_[j].status = status_t::not_finite;
    if (n < 2 || std::isnan(locations_[j])) continue;
    pairs_[j] = {locations_[j], scales_[j], n, det::status_of_scale(scales_[j])};
  }
}

}  // namespace ringtrial::batch
