// SPDX-License-Identifier: BSL-1.0
#include "statistics.hpp"

#include "../batch/network.hpp"
#include <ringtrial/batch/algorithm_a.hpp>
#include <ringtrial/batch/mad.hpp>
#include <ringtrial/batch/median.hpp>
#include <ringtrial/batch/niqr.hpp>
#include <ringtrial/batch/q_hampel.hpp>
#include <ringtrial/batch/q_method.hpp>
#include <ringtrial/batch/qn.hpp>
#include <ringtrial/batch/sn.hpp>
#include <ringtrial/detail/huber_location.hpp>
#include <ringtrial/detail/moments.hpp>
#include <ringtrial/robust/biweight.hpp>
#include <ringtrial/robust/biweight_scale.hpp>
#include <ringtrial/robust/huber.hpp>
#include <ringtrial/robust/mad.hpp>
#include <ringtrial/robust/median.hpp>
#include <ringtrial/robust/q_hampel.hpp>
#include <ringtrial/robust/q_method.hpp>
#include <ringtrial/robust/sn.hpp>
#include <ringtrial/robust/tau_scale.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace ringtrial::simulate {
namespace {

using values = std::span<const double>;

[[nodiscard]] double needed_scale(const statistic& s) {
  if (!s.scale)
    detail::reject(std::string(name(s.estimator)) +
                   ": scale is missing, must be finite and positive");
  return *s.scale;
}

[[nodiscard]] robust::mad_options<double> mad_options(const statistic& s) {
  return {.factor = s.factor.value_or(robust::mad_options<double>{}.factor)};
}

[[nodiscard]] robust::niqr_options<double> niqr_options(const statistic& s) {
  return {.quartiles = s.quartiles,
          .factor = s.factor.value_or(robust::niqr_options<double>{}.factor)};
}

[[nodiscard]] bool with_factors(const statistic& s) {
  return s.finite_sample != robust::small_sample::none;
}

[[nodiscard]] double biweight_c(const statistic& s) {
  return s.c.value_or(robust::biweight_options<double>{}.c);
}

[[nodiscard]] double biweight_scale_c(const statistic& s) {
  return s.c.value_or(robust::biweight_scale_options<double>{}.c);
}

[[nodiscard]] double mean_or_sd(values x, bool sd) {
  const auto s = detail::sort_reported(x);
  if (!s.finite) return detail::not_a_number;
  const auto moments = detail::moments_of_sorted(s.span());
  return s.unit(sd ? moments.sd : moments.mean);
}

/// Huber's location of sorted values.
[[nodiscard]] double huber_of_sorted(values v, double reach) {
  const double median = detail::median_of_sorted(v);
  return median + detail::huber_location(detail::prefix_sums(v, median), reach);
}

[[nodiscard]] double hampel_of_sorted(values v, double scale, const statistic& s) {
  return detail::hampel_of_sorted(v, scale, {s.hampel.a, s.hampel.b, s.hampel.c})
      .location;
}

[[nodiscard]] robust::algorithm_a_result<double> algorithm_a_of_sorted(
    values v, const statistic& s) {
  return detail::algorithm_a_of_sorted(v, 0, detail::correction_of(s.algorithm_a),
                                       s.algorithm_a);
}

[[nodiscard]] double q_hampel_of_sorted(values v, const statistic& s) {
  const double scale = detail::q_method_of_sorted(v).scale;
  return scale > 0 ? hampel_of_sorted(v, scale, s) : detail::median_of_sorted(v);
}

}  // namespace

double estimate(values x, const statistic& s) {
  switch (s.estimator) {
    case estimator::mean:
      return mean_or_sd(x, false);
    case estimator::sd:
      return mean_or_sd(x, true);
    case estimator::median:
      return robust::median(x);
    case estimator::mad:
      return robust::mad(x, mad_options(s));
    case estimator::niqr:
      return robust::niqr(x, niqr_options(s));
    case estimator::qn:
      return robust::qn(x, {.finite_sample = s.finite_sample});
    case estimator::sn:
      return robust::sn(x, {.finite_sample = with_factors(s)});
    case estimator::biweight:
      return robust::biweight(x, {.c = biweight_c(s)});
    case estimator::biweight_scale:
      return robust::biweight_scale(x, {.c = biweight_scale_c(s)});
    case estimator::tau_scale:
      return robust::tau_scale(x, {.c1 = s.c1, .c2 = s.c2});
    case estimator::algorithm_a:
      return robust::algorithm_a(x, s.algorithm_a).location;
    case estimator::algorithm_a_scale:
      return robust::algorithm_a(x, s.algorithm_a).scale;
    case estimator::algorithm_s:
      return robust::algorithm_s(x, s.df, {.kind = s.kind}).scale;
    case estimator::huber:
      return robust::huber(x, needed_scale(s), {.k = s.k}).location;
    case estimator::hampel:
      return robust::hampel(x, needed_scale(s), s.hampel).location;
    case estimator::q_method:
      return robust::q_method(x).scale;
    case estimator::q_hampel:
      return robust::q_hampel(x, s.hampel).location;
    case estimator::q_hampel_scale:
      return robust::q_hampel(x, s.hampel).scale;
  }
  return detail::not_a_number;
}

double estimate_sorted(values v, const statistic& s) {
  if (v.size() < (is_scale(s.estimator) ? 2U : 1U)) return detail::not_a_number;
  switch (s.estimator) {
    case estimator::mean:
      return detail::moments_of_sorted(v).mean;
    case estimator::sd:
      return detail::moments_of_sorted(v).sd;
    case estimator::median:
      return detail::median_of_sorted(v);
    case estimator::mad:
      return mad_options(s).factor *
             detail::mad_of_sorted(v, detail::median_of_sorted(v));
    case estimator::niqr:
      return niqr_options(s).factor * detail::quartile_range(v, s.quartiles);
    case estimator::qn:
      return detail::qn_of_sorted(v, s.finite_sample);
    case estimator::sn:
      return detail::sn_of_sorted(v, with_factors(s));
    case estimator::biweight:
      return detail::biweight_of_sorted(v, biweight_c(s));
    case estimator::biweight_scale:
      return detail::biweight_scale_of_sorted(v, biweight_scale_c(s));
    case estimator::tau_scale:
      return detail::tau_of_sorted(v, s.c1, s.c2);
    case estimator::algorithm_a:
      return algorithm_a_of_sorted(v, s).location;
    case estimator::algorithm_a_scale:
      return algorithm_a_of_sorted(v, s).scale;
    case estimator::huber:
      return huber_of_sorted(v, s.k * needed_scale(s));
    case estimator::hampel:
      return hampel_of_sorted(v, needed_scale(s), s);
    case estimator::q_method:
    case estimator::q_hampel_scale:
      return detail::q_method_of_sorted(v).scale;
    case estimator::q_hampel:
      return v.size() < 2 ? detail::not_a_number : q_hampel_of_sorted(v, s);
    case estimator::algorithm_s:
      break;  // its order is another one with ranges of several degrees of freedom
  }
  return estimate(v, s);
}

bool has_lanes(const statistic& s, std::size_t size) {
  switch (s.estimator) {
    case estimator::mad:
    case estimator::niqr:
    case estimator::qn:
    case estimator::sn:
    case estimator::q_method:
    case estimator::q_hampel:
    case estimator::q_hampel_scale:
      return size <= batch::largest_lane_sample;
    case estimator::algorithm_a:
    case estimator::algorithm_a_scale:
      return size <= batch::largest_lane_sample &&
             s.algorithm_a.stopping == robust::stopping::fixed_point;
    default:
      return false;
  }
}

void estimate_each(const batch::table<double>& x, const statistic& s,
                   std::span<double> out) {
  switch (s.estimator) {
    case estimator::median:
      return batch::median(x, out);
    case estimator::mad:
      return batch::mad(x, out, mad_options(s));
    case estimator::niqr:
      return batch::niqr(x, out, niqr_options(s));
    case estimator::algorithm_a:
    case estimator::algorithm_a_scale: {
      std::vector<robust::algorithm_a_result<double>> found(x.measurands);
      batch::algorithm_a(x, std::span(found), s.algorithm_a);
      for (std::size_t j = 0; j < found.size(); ++j)
        out[j] =
            s.estimator == estimator::algorithm_a ? found[j].location : found[j].scale;
      return;
    }
    case estimator::qn:
      return batch::qn(x, out, {.finite_sample = s.finite_sample});
    case estimator::sn:
      return batch::sn(x, out, {.finite_sample = with_factors(s)});
    case estimator::q_method: {
      std::vector<robust::q_method_result<double>> found(x.measurands);
      batch::q_method(x, std::span(found));
      std::ranges::transform(found, out.begin(), [](const auto& r) { return r.scale; });
      return;
    }
    case estimator::q_hampel:
    case estimator::q_hampel_scale: {
      std::vector<robust::q_hampel_result<double>> found(x.measurands);
      batch::q_hampel(x, std::span(found), s.hampel);
      const bool location = s.estimator == estimator::q_hampel;
      std::ranges::transform(found, out.begin(), [location](const auto& r) {
        return location ? r.location : r.scale;
      });
      return;
    }
    default:
      break;
  }
  for (std::size_t j = 0; j < x.measurands; ++j)
    out[j] = estimate({x.column(j), x.laboratories}, s);
}

}  // namespace ringtrial::simulate
