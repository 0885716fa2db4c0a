// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/from_participants.hpp>
#include <ringtrial/robust/q_method.hpp>
#include <ringtrial/target/limit.hpp>

namespace ringtrial::target {

/// Estimators of assigned::from_participants, and scales that need no location.
enum class scale_estimator : unsigned char {
  algorithm_a,
  q_hampel,
  median_niqr,
  median_mad,
  median_qn,
  biweight,
  mean,
  q_method,
  qn,
  mad,
  niqr,
  sd,
};

[[nodiscard]] constexpr std::string_view name(scale_estimator e) noexcept {
  switch (e) {
    case scale_estimator::q_method:
      return "q_method";
    case scale_estimator::qn:
      return "qn";
    case scale_estimator::mad:
      return "mad";
    case scale_estimator::niqr:
      return "niqr";
    case scale_estimator::sd:
      return "sd";
    default:
      return assigned::name(static_cast<assigned::estimator>(e));
  }
}

/// Only the options of the chosen estimator count.
struct from_data_options {
  scale_estimator estimator = scale_estimator::algorithm_a;
  target::limits limits{};
  robust::algorithm_a_options<double> algorithm_a{};
  robust::quartile_rule quartiles = robust::quartile_rule::inclusive;
  robust::hampel_options<double> hampel{};
  bool finite_sample = true;
  robust::small_sample finite_sample_rule = robust::small_sample::refined;
  std::optional<double> c{};       ///< of the biweights
  std::optional<double> factor{};  ///< of MADe and nIQR; by default the printed constants
};

struct from_data_result {
  double sigma_pt =
      detail::not_a_number;             ///< the scale within the limits, unit of the data
  double scale = detail::not_a_number;  ///< unit of the data
  target::limited limited =
      target::limited::none;  ///< the limit that took the scale's place
  std::size_t n = 0;          ///< results used; with replicates, laboratories
  scale_estimator estimator = scale_estimator::algorithm_a;
  status_t status = status_t::too_few;
};

}  // namespace ringtrial::target

namespace ringtrial::detail {

/// The estimator of a location too that has this scale.
[[nodiscard]] constexpr assigned::estimator with_location(
    target::scale_estimator e) noexcept {
  switch (e) {
    case target::scale_estimator::q_method:
      return assigned::estimator::q_hampel;
    case target::scale_estimator::qn:
      return assigned::estimator::median_qn;
    case target::scale_estimator::mad:
      return assigned::estimator::median_mad;
    case target::scale_estimator::niqr:
      return assigned::estimator::median_niqr;
    case target::scale_estimator::sd:
      return assigned::estimator::mean;
    default:
      return static_cast<assigned::estimator>(e);
  }
}

/// MADe and nIQR with another constant than the printed one.
[[nodiscard]] inline double relative_factor(const target::from_data_options& o,
                                            assigned::estimator e) {
  if (!o.factor) return 1;
  require(*o.factor > 0 && std::isfinite(*o.factor), "from_data", "factor", *o.factor,
          "finite and positive");
  if (e == assigned::estimator::median_mad)
    return *o.factor / robust::mad_options<double>{}.factor;
  return e == assigned::estimator::median_niqr
             ? *o.factor / robust::niqr_options<double>{}.factor
             : 1;
}

/// The options of the estimator of a location too that has this scale.
[[nodiscard]] inline assigned::from_participants_options as_participants(
    const target::from_data_options& o) {
  return {.estimator = with_location(o.estimator),
          .factor = {},
          .algorithm_a = o.algorithm_a,
          .quartiles = o.quartiles,
          .hampel = o.hampel,
          .finite_sample = o.finite_sample,
          .finite_sample_rule = o.finite_sample_rule,
          .c = o.c};
}

[[nodiscard]] inline location_and_scale scale_of(std::span<const double> x,
                                                 const target::from_data_options& o) {
  const auto participants = as_participants(o);
  const double factor = relative_factor(o, participants.estimator);
  auto s = location_and_scale_of(x, participants);
  s.scale *= factor;
  return s;
}

inline void require_limits(std::string_view function, const target::limits& bounds) {
  const double lower = bounds.lower.value_or(limit_formula::no_lower);
  const double upper = bounds.upper.value_or(limit_formula::no_upper);
  require(lower >= 0 && std::isfinite(lower), function, "lower", lower,
          "finite and not negative");
  require(upper >= 0 && std::isfinite(upper), function, "upper", upper,
          "finite and not negative");
  require(lower <= upper, function, "lower", lower, "at most upper = " + text_of(upper));
}

/// σ_pt from a scale: within the limits, and never 0 without a lower limit.
[[nodiscard]] inline target::from_data_result within_limits(
    const location_and_scale& s, const target::from_data_options& o) {
  target::from_data_result r{.n = s.n, .estimator = o.estimator, .status = s.status};
  const bool estimated = s.status != status_t::too_few;
  if (!std::isfinite(s.scale)) {
    if (estimated) r.status = status_t::not_finite;
    return r;
  }
  r.scale = s.scale;
  if (s.scale > 0) r.sigma_pt = s.scale;
  if (o.limits.upper && s.scale > *o.limits.upper) {
    r.sigma_pt = *o.limits.upper;
    r.limited = target::limited::upper;
  }
  if (o.limits.lower && (s.scale < *o.limits.lower || s.scale == 0)) {
    r.sigma_pt = *o.limits.lower;
    r.limited = target::limited::lower;
  }
  return r;
}

}  // namespace ringtrial::detail

namespace ringtrial::target {

/** σ_pt from the round itself: its robust scale, within limits.

  z scores from it compare laboratories with each other, not with a purpose, and it needs many
  participants; limits keep a round with few or agreeing laboratories from setting a useless target.

  Source  ISO 13528:2022, 8.6.1; the limits 8.6.2.
  Input   x: one result a laboratory in one unit; NaN is skipped. lab: for replicates, the laboratory
          of each result (q_hampel and q_method only, whose scale is s_R); n is then laboratories.
  Result  in that unit, `ok`; `zero_scale`: scale 0, sigma_pt the lower limit or NaN; NaN with
          `too_few` for fewer than two, `not_finite` for an infinity; `max_iterations` with Algorithm
          A's three_figures only.
  Throws  std::invalid_argument for a limit that is negative or infinite, lower > upper, an option of
          the estimator out of range, and for lab with another estimator or length.
  Cost    that of the estimator.
  Prefer a target fit for purpose (fixed, horwitz, from_precision) wherever there is one.
*/
template <sample R>
[[nodiscard]] from_data_result from_data(const R& x,
                                         const from_data_options& options = {}) {
  detail::require_limits("from_data", options.limits);
  return detail::within_limits(detail::scale_of(detail::as_doubles(x), options), options);
}

template <sample R, std::integral L>
[[nodiscard]] from_data_result from_data(const R& x, std::span<const L> lab,
                                         const from_data_options& options = {}) {
  detail::require_limits("from_data", options.limits);
  detail::require(
      detail::with_location(options.estimator) == assigned::estimator::q_hampel,
      "from_data: lab goes with estimator 'q_hampel' or 'q_method' only, not '" +
          std::string(name(options.estimator)) + "'");
  const auto r = robust::q_hampel(detail::as_doubles(x), lab, options.hampel);
  return detail::within_limits({r.location, r.scale, r.p, r.status}, options);
}

}  // namespace ringtrial::target
