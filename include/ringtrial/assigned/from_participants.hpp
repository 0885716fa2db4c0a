// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/estimate.hpp>
#include <ringtrial/detail/moments.hpp>
#include <ringtrial/robust/algorithm_a.hpp>
#include <ringtrial/robust/biweight.hpp>
#include <ringtrial/robust/biweight_scale.hpp>
#include <ringtrial/robust/mad.hpp>
#include <ringtrial/robust/niqr.hpp>
#include <ringtrial/robust/q_hampel.hpp>
#include <ringtrial/robust/qn.hpp>

#include <optional>

namespace ringtrial::assigned {

enum class estimator : unsigned char {
  algorithm_a,  ///< robust::algorithm_a with its s*
  q_hampel,     ///< robust::q_hampel with the scale of the Q method
  median_niqr,  ///< median, robust::niqr
  median_mad,   ///< median, robust::mad
  median_qn,    ///< median, robust::qn
  biweight,     ///< robust::biweight, robust::biweight_scale
  mean,         ///< arithmetic mean, standard deviation with divisor p − 1
};

[[nodiscard]] constexpr std::string_view name(estimator e) noexcept {
  switch (e) {
    case estimator::algorithm_a:
      return "algorithm_a";
    case estimator::q_hampel:
      return "q_hampel";
    case estimator::median_niqr:
      return "median_niqr";
    case estimator::median_mad:
      return "median_mad";
    case estimator::median_qn:
      return "median_qn";
    case estimator::biweight:
      return "biweight";
    case estimator::mean:
      return "mean";
  }
  return "unknown";
}

/// Only the options of the chosen estimator count.
struct from_participants_options {
  assigned::estimator estimator = assigned::estimator::algorithm_a;
  std::optional<double> factor{};  ///< of scale/√p, > 0; by default 1.25, for the mean 1
  robust::algorithm_a_options<double> algorithm_a{};
  robust::quartile_rule quartiles = robust::quartile_rule::inclusive;
  robust::hampel_options<double> hampel{};
  bool finite_sample = true;  ///< of Qn: with the factors for small samples,
  robust::small_sample finite_sample_rule =
      robust::small_sample::refined;  ///< namely these
  std::optional<double> c{};  ///< of both biweights; by default 6 (location), 9 (scale)
};

struct from_participants_result {
  double value = detail::not_a_number;                 ///< unit of the data
  double standard_uncertainty = detail::not_a_number;  ///< unit of the data
  double scale = detail::not_a_number;                 ///< unit of the data
  std::size_t n = 0;  ///< results used; with replicates, laboratories
  assigned::estimator estimator = assigned::estimator::algorithm_a;
  status_t status = status_t::too_few;

  operator estimate() const { return {value, standard_uncertainty}; }
};

}  // namespace ringtrial::assigned

namespace ringtrial::detail {

/// Location and scale of one sample, in its unit.
struct location_and_scale {
  double location = not_a_number, scale = not_a_number;
  std::size_t n = 0;
  status_t status = status_t::too_few;
};

[[nodiscard]] inline robust::small_sample small_sample_of(
    const assigned::from_participants_options& o) noexcept {
  return o.finite_sample ? o.finite_sample_rule : robust::small_sample::none;
}

inline void require_c(const std::optional<double>& c) {
  require(!c || (*c > 0 && std::isfinite(*c)), "biweight", "c", c.value_or(1),
          "finite and positive");
}

/// Pairs of a location and a scale that are read off the sorted values.
[[nodiscard]] inline mean_and_sd simple_pair(
    std::span<const double> v, const assigned::from_participants_options& o) {
  const double median = median_of_sorted(v);
  switch (o.estimator) {
    case assigned::estimator::median_niqr:
      return {median,
              robust::niqr_options<double>{}.factor * quartile_range(v, o.quartiles)};
    case assigned::estimator::median_mad:
      return {median, robust::mad_options<double>{}.factor * mad_of_sorted(v, median)};
    case assigned::estimator::median_qn:
      return {median, qn_of_sorted(v, small_sample_of(o))};
    case assigned::estimator::biweight:
      return {biweight_of_sorted(v, o.c.value_or(robust::biweight_options<double>{}.c)),
              biweight_scale_of_sorted(
                  v, o.c.value_or(robust::biweight_scale_options<double>{}.c))};
    default:
      return moments_of_sorted(v);
  }
}

[[nodiscard]] inline location_and_scale simple_location_and_scale(
    std::span<const double> x, const assigned::from_participants_options& o) {
  require_c(o.c);
  const auto s =
      sort_reported(x, o.estimator == assigned::estimator::mean ? purpose::squares
                                                                : purpose::differences);
  location_and_scale r{.n = s.values.size()};
  if (!s.finite) r.status = status_t::not_finite;
  if (!s.finite || r.n < 2) return r;
  const auto [location, scale] = simple_pair(s.span(), o);
  r.location = s.unit(location);
  r.scale = s.unit(scale);
  r.status = scale == 0 ? status_t::zero_scale : status_t::ok;
  return r;
}

[[nodiscard]] inline location_and_scale location_and_scale_of(
    std::span<const double> x, const assigned::from_participants_options& o) {
  if (o.estimator == assigned::estimator::algorithm_a) {
    const auto r = robust::algorithm_a(x, o.algorithm_a);
    return {r.location, r.scale, r.n, r.status};
  }
  if (o.estimator == assigned::estimator::q_hampel) {
    const auto r = robust::q_hampel(x, o.hampel);
    return {r.location, r.scale, r.n, r.status};
  }
  return simple_location_and_scale(x, o);
}

[[nodiscard]] inline double factor_of(const assigned::from_participants_options& o) {
  const double factor =
      o.factor.value_or(o.estimator == assigned::estimator::mean ? 1 : 1.25);
  require(factor > 0 && std::isfinite(factor), "from_participants", "factor", factor,
          "finite and positive");
  return factor;
}

/// u = factor · scale/√n; what leaves the range of double is not finite.
[[nodiscard]] inline assigned::from_participants_result with_uncertainty(
    const location_and_scale& s, double factor, assigned::estimator estimator) {
  const double u = factor * (s.scale / std::sqrt(static_cast<double>(s.n)));
  if (std::isfinite(s.location) && std::isfinite(s.scale) && std::isfinite(u))
    return {s.location, u, s.scale, s.n, estimator, s.status};
  return {.n = s.n,
          .estimator = estimator,
          .status = s.status == status_t::too_few ? s.status : status_t::not_finite};
}

}  // namespace ringtrial::detail

namespace ringtrial::assigned {

/** Assigned value from the participants' own results, with u = factor · scale/√p.

  The factor 1.25 is √(π/2) = 1.2533 rounded, the median's loss of efficiency at the normal; it is on
  the safe side for the other robust estimators. For the mean it is 1: the usual s/√p.

  Source  ISO 13528:2022, 7.7 and 7.7.7 (6), NOTE 2 for another factor.
  Input   x: one result a laboratory in one unit; NaN is skipped. lab: for replicates, the laboratory
          of each result (q_hampel only); n and p are then laboratories.
  Result  in that unit, `ok`; `zero_scale`: the tied value, scale and uncertainty 0; NaN with
          `too_few` for fewer than two, `not_finite` for an infinity; `max_iterations` with
          Algorithm A's three_figures only.
  Throws  std::invalid_argument for a factor or an option of the estimator out of range, and for lab
          with another estimator or length.
  Cost    that of the estimator.
  Prefer algorithm_a for a dozen or more unimodal results with up to a fifth of outliers; q_hampel
  for more outliers, discrete or replicated data; the median with nIQR for few results by hand; the
  mean only after outliers have been removed.
*/
template <sample R>
[[nodiscard]] from_participants_result from_participants(
    const R& x, const from_participants_options& options = {}) {
  const double factor = detail::factor_of(options);
  const auto values = detail::as_doubles(x);
  return detail::with_uncertainty(detail::location_and_scale_of(values, options), factor,
                                  options.estimator);
}

template <sample R, std::integral L>
[[nodiscard]] from_participants_result from_participants(
    const R& x, std::span<const L> lab, const from_participants_options& options = {}) {
  detail::require(options.estimator == estimator::q_hampel,
                  "from_participants: lab goes with estimator 'q_hampel' only, not '" +
                      std::string(name(options.estimator)) + "'");
  const double factor = detail::factor_of(options);
  const auto r = robust::q_hampel(detail::as_doubles(x), lab, options.hampel);
  return detail::with_uncertainty({r.location, r.scale, r.p, r.status}, factor,
                                  options.estimator);
}

}  // namespace ringtrial::assigned
