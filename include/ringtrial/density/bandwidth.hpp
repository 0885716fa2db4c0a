// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/density/detail/sheather_jones.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/robust/algorithm_a.hpp>
#include <ringtrial/robust/niqr.hpp>

#include <string_view>

namespace ringtrial::density {

/// How the bandwidth of a kernel density is found.
enum class bandwidth_rule : unsigned char {
  silverman,       ///< 0.9 A n^(−1/5), A = min(s, IQR/1.34)
  scott,           ///< 1.06 A n^(−1/5)
  normal,          ///< (4/3)^(1/5) s n^(−1/5)
  robust,          ///< 0.9 s* n^(−1/5), s* of Algorithm A
  amc,             ///< 0.75 sigma_pt
  sheather_jones,  ///< solves the equation of Sheather and Jones
  fixed,           ///< `value`
};

struct bandwidth_options {
  bandwidth_rule rule = bandwidth_rule::silverman;
  double sigma_pt = ringtrial::detail::not_a_number;  ///< unit of x, > 0, for `amc`
  double value = ringtrial::detail::not_a_number;     ///< unit of x, > 0, for `fixed`
};

namespace detail {

/// The caller's mistakes; `argument` is what the rule is called there.
inline void require_bandwidth(std::string_view function, std::string_view argument,
                              const bandwidth_options& o) {
  using ringtrial::detail::require;
  constexpr std::string_view positive = "finite and positive";
  if (o.rule == bandwidth_rule::fixed)
    require(o.value > 0 && std::isfinite(o.value), function, argument, o.value, positive);
  if (o.rule == bandwidth_rule::amc && std::isnan(o.sigma_pt))
    ringtrial::detail::reject(std::string(function) + ": " + std::string(argument) +
                              " 'amc' needs sigma_pt, finite and positive");
  require(std::isnan(o.sigma_pt) || (o.sigma_pt > 0 && std::isfinite(o.sigma_pt)),
          function, "sigma_pt", o.sigma_pt, positive);
}

/// A bandwidth in the unit of the values, or why there is none.
struct found_bandwidth {
  double value = ringtrial::detail::not_a_number;
  status_t status = status_t::too_few;
};

[[nodiscard]] constexpr bool needs_data(bandwidth_rule rule) noexcept {
  return rule != bandwidth_rule::fixed && rule != bandwidth_rule::amc;
}

/// A = min(s, IQR/divisor), s where half of the values are tied.
[[nodiscard]] inline double narrower(double s, double quartile_range,
                                     double divisor) noexcept {
  return quartile_range > 0 ? std::min(s, quartile_range / divisor) : s;
}

/// The rules on sorted values whose squares neither overflow nor underflow, n ≥ 2.
[[nodiscard]] inline double bandwidth_of_sorted(std::span<const double> v,
                                                bandwidth_rule rule) {
  const double n = static_cast<double>(v.size()), fifth = std::pow(n, -0.2);
  const double median = ringtrial::detail::median_of_sorted(v);
  std::vector<double> d(v.begin(), v.end());
  for (double& value : d) value -= median;
  const double s = ringtrial::detail::standard_deviation(d);
  if (!(s > 0)) return 0;
  const double iqr =
      ringtrial::detail::quartile_range(v, ringtrial::robust::quartile_rule::inclusive);
  switch (rule) {
    case bandwidth_rule::silverman:
      return 0.9 * narrower(s, iqr, 1.34) * fifth;
    case bandwidth_rule::scott:
      return 1.06 * narrower(s, iqr, 1.34) * fifth;
    case bandwidth_rule::normal:
      return std::pow(4.0 / 3, 0.2) * s * fifth;
    case bandwidth_rule::robust:
      return 0.9 * ringtrial::robust::algorithm_a(v).scale * fifth;
    case bandwidth_rule::sheather_jones: {
      const double scale = narrower(s, iqr, 1.349);
      for (double& value : d) value /= scale;
      return scale * sheather_jones(d);
    }
    case bandwidth_rule::amc:
    case bandwidth_rule::fixed:
      break;
  }
  return ringtrial::detail::not_a_number;
}

/// The bandwidth for a sorted sample, in the unit of its `values`.
[[nodiscard]] inline found_bandwidth find_bandwidth(
    const ringtrial::detail::sorted_sample& s, const bandwidth_options& o) {
  if (!s.finite) return {.status = status_t::not_finite};
  if (s.values.size() < (needs_data(o.rule) ? 2 : 1)) return {};
  if (!needs_data(o.rule)) {
    const double h = o.rule == bandwidth_rule::amc ? 0.75 * o.sigma_pt : o.value;
    return {std::ldexp(h, -s.exponent), status_t::ok};
  }
  const int exponent =
      ringtrial::detail::extreme_exponent(s.span(), ringtrial::detail::purpose::squares);
  std::vector<double> scaled(s.values.begin(), s.values.end());
  for (double& v : scaled) v = std::ldexp(v, -exponent);
  const double h = std::ldexp(bandwidth_of_sorted(scaled, o.rule), exponent);
  if (std::isnan(h)) return {.status = status_t::too_sparse};
  if (h > 0) return {h, status_t::ok};
  return {.status = status_t::zero_scale};
}

}  // namespace detail

/** Bandwidth h of a Gaussian kernel density, the standard deviation of one kernel.

      silverman  0.9 A n^(−1/5), A = min(s, IQR/1.34)       scott   1.06 A n^(−1/5)
      normal     (4/3)^(1/5) s n^(−1/5)                     robust  0.9 s* n^(−1/5)
      amc        0.75 sigma_pt                              sheather_jones  see the page

  s has divisor n − 1, quartiles are of type 7; where IQR = 0 < s, A = s.

  Source  Silverman 1986, (3.31); ISO 13528:2022, 10.3.2; AMC Technical Brief 4 (2006); Sheather and
          Jones, J. R. Stat. Soc. B 53 (1991) 683, every pair summed (R bins them: 1e-3 apart).
  Input   x: values in one unit; NaN is skipped.
  Result  in the unit of x; NaN for fewer than two values (one for `amc` and a number), no spread,
          an infinity, or where Sheather and Jones' equation has no root.
  Throws  std::invalid_argument for a bandwidth or sigma_pt that is not finite and positive.
  Cost    that of sorting; sheather_jones some 15 passes.
  Prefer  amc where the scheme has a sigma_pt, sheather_jones for several modes and n ≥ 50:
          the others oversmooth two far groups.
*/
template <sample R>
[[nodiscard]] double bandwidth(const R& x, const bandwidth_options& options = {}) {
  detail::require_bandwidth("bandwidth", "rule", options);
  using ringtrial::detail::purpose;
  const auto s = ringtrial::detail::sort_reported(ringtrial::detail::as_span(x),
                                                  purpose::differences);
  return s.unit(detail::find_bandwidth(s, options).value);
}

}  // namespace ringtrial::density
