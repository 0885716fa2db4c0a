// SPDX-License-Identifier: BSL-1.0
#include "assigned_values.hpp"

#include <ringtrial/batch/algorithm_a.hpp>
#include <ringtrial/batch/mad.hpp>
#include <ringtrial/batch/median.hpp>
#include <ringtrial/batch/niqr.hpp>
#include <ringtrial/batch/q_hampel.hpp>

#include <span>

namespace ringtrial::simulate {
namespace {

using options = assigned::from_participants_options;
using pairs = std::vector<detail::location_and_scale>;

template <class R>
[[nodiscard]] pairs pairs_of(const std::vector<R>& found) {
  pairs all;
  for (const R& r : found) all.push_back({r.location, r.scale, r.n, r.status});
  return all;
}

[[nodiscard]] pairs by_algorithm_a(const batch::table<double>& x, const options& o) {
  std::vector<robust::algorithm_a_result<double>> found(x.measurands);
  batch::algorithm_a(x, std::span(found), o.algorithm_a);
  return pairs_of(found);
}

[[nodiscard]] pairs by_q_hampel(const batch::table<double>& x, const options& o) {
  std::vector<robust::q_hampel_result<double>> found(x.measurands);
  batch::q_hampel(x, std::span(found), o.hampel);
  return pairs_of(found);
}

[[nodiscard]] pairs by_median(const batch::table<double>& x, const options& o) {
  std::vector<double> median(x.measurands), scale(x.measurands);
  batch::median(x, std::span(median));
  if (o.estimator == assigned::estimator::median_mad)
    batch::mad(x, std::span(scale));
  else
    batch::niqr(x, std::span(scale), {.quartiles = o.quartiles});
  pairs all(x.measurands);
  for (std::size_t j = 0; j < all.size(); ++j)
    all[j] = {median[j], scale[j], x.laboratories,
              scale[j] == 0 ? status_t::zero_scale : status_t::ok};
  return all;
}

[[nodiscard]] pairs one_by_one(const batch::table<double>& x, const options& o) {
  pairs all(x.measurands);
  for (std::size_t j = 0; j < all.size(); ++j)
    all[j] = detail::location_and_scale_of({x.column(j), x.laboratories}, o);
  return all;
}

[[nodiscard]] pairs located(const batch::table<double>& x, const options& o) {
  switch (o.estimator) {
    case assigned::estimator::algorithm_a:
      return by_algorithm_a(x, o);
    case assigned::estimator::q_hampel:
      return by_q_hampel(x, o);
    case assigned::estimator::median_mad:
    case assigned::estimator::median_niqr:
      return by_median(x, o);
    default:
      return one_by_one(x, o);
  }
}

}  // namespace

assigned_values assign_each(const batch::table<double>& x, const options& o) {
  const double factor = detail::factor_of(o);
  assigned_values all;
  for (const auto& pair : located(x, o)) {
    const auto r = detail::with_uncertainty(pair, factor, o.estimator);
    all.value.push_back(r.value);
    all.uncertainty.push_back(r.standard_uncertainty);
    all.scale.push_back(r.scale);
  }
  return all;
}

}  // namespace ringtrial::simulate
