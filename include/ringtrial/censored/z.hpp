// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/censored/data.hpp>
#include <ringtrial/censored/intervals.hpp>
#include <ringtrial/outcome.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace ringtrial::censored {

/// What a score says, or that a limit leaves it open.
enum class verdict : unsigned char {
  not_scored,
  satisfactory,
  questionable,
  unsatisfactory,
  undetermined,
};

[[nodiscard]] constexpr std::string_view name(verdict v) noexcept {
  switch (v) {
    case verdict::not_scored:
      return "not_scored";
    case verdict::satisfactory:
      return "satisfactory";
    case verdict::questionable:
      return "questionable";
    case verdict::unsatisfactory:
      return "unsatisfactory";
    case verdict::undetermined:
      return "undetermined";
  }
  return "unknown";
}

struct z_options {
  double lower_bound = -std::numeric_limits<double>::infinity();  ///< unit of x
  double upper_bound = std::numeric_limits<double>::infinity();   ///< unit of x
  std::array<double, 2> limits{2.0, 3.0};  ///< |z| ≤ first satisfactory, ≥ second not
  double tolerance = 1e-9;  ///< "equal" in decimals, as in scores::signal; [0, 0.01)
};

struct z_result {
  std::vector<double> lower = {},
                      upper = {};    ///< z of the ends of each interval, without unit
  std::vector<verdict> signal = {};  ///< of the whole interval, or undetermined
  std::vector<verdict> signal_best = {},
                       signal_worst = {};  ///< of the smallest and the largest |z|
  std::vector<bool> decided = {};          ///< best and worst agree
  status_t status = outcome::too_few;
};

namespace detail {

inline void require_z_options(const z_options& o) {
  const auto [first, second] = o.limits;
  require(first > 0 && std::isfinite(first), "z", "limits[0]", first,
          "positive and finite");
  require(second > first && std::isfinite(second), "z", "limits[1]", second,
          "finite and above limits[0] = " + text_of(first));
  require(o.tolerance >= 0 && o.tolerance < 0.01, "z", "tolerance", o.tolerance,
          "from 0 to below 0.01");
}

/// One number, or one a result.
inline void require_per_result(std::string_view name, std::size_t got, std::size_t n) {
  if (got == 1 || got == n) return;
  reject("z: " + std::string(name) + " has length " + std::to_string(got) +
         ", must be one number or one a result, " + std::to_string(n));
}

inline void require_sigma(std::span<const double> sigma_pt) {
  for (std::size_t i = 0; i < sigma_pt.size(); ++i) {
    if (!(sigma_pt[i] < 0) && !std::isinf(sigma_pt[i])) continue;
    constexpr std::string_view allowed = "finite and not negative";
    if (sigma_pt.size() == 1) reject("z", "sigma_pt", sigma_pt[i], allowed);
    reject_at("z", "sigma_pt", i, sigma_pt[i], allowed);
  }
}

[[nodiscard]] inline verdict signal_of(double size, const z_options& o) noexcept {
  if (size <= o.limits[0] * (1 + o.tolerance)) return verdict::satisfactory;
  return size >= o.limits[1] * (1 - o.tolerance) ? verdict::unsatisfactory
                                                 : verdict::questionable;
}

/// (end − x_pt)/σ_pt. An end at infinity keeps it; a finite end whose score overflows is NaN.
[[nodiscard]] inline double score_of_end(double end, double x_pt,
                                         double sigma_pt) noexcept {
  if (std::isinf(end)) return end;
  const double distance = end - x_pt;
  const double score = std::isfinite(distance) ? distance / sigma_pt
                                               : (end / 2 - x_pt / 2) / (sigma_pt / 2);
  return std::isfinite(score) ? score : std::numeric_limits<double>::quiet_NaN();
}

[[nodiscard]] inline interval score_at(const data& d, std::size_t i, double x_pt,
                                       double sigma_pt, const bounds& b) noexcept {
  if (!std::isfinite(x_pt) || !(sigma_pt > 0)) return {};
  const auto [lower, upper] = interval_at(d, i, b);
  const interval z{score_of_end(lower, x_pt, sigma_pt),
                   score_of_end(upper, x_pt, sigma_pt)};
  return std::isnan(z.lower) || std::isnan(z.upper) ? interval{} : z;
}

inline void append(z_result& r, const interval& z, const z_options& o) {
  const double a = std::abs(z.lower), b = std::abs(z.upper);
  const bool scored = !std::isnan(z.lower);
  const double smallest = z.lower <= 0 && z.upper >= 0 ? 0 : std::min(a, b);
  const verdict best = scored ? signal_of(smallest, o) : verdict::not_scored;
  const verdict worst = scored ? signal_of(std::max(a, b), o) : verdict::not_scored;
  r.lower.push_back(z.lower);
  r.upper.push_back(z.upper);
  r.signal.push_back(best == worst ? best : verdict::undetermined);
  r.signal_best.push_back(best);
  r.signal_worst.push_back(worst);
  r.decided.push_back(scored && best == worst);
}

}  // namespace detail

/** z scores of results of which some are only known to lie below, above or between numbers.

      lower = (a − x_pt)/σ_pt,  upper = (b − x_pt)/σ_pt   of the interval [a, b] of each result

  A limit far below x_pt decides against a laboratory ("<" although much was there); one above
  x_pt − 2σ_pt does not. With lower_bound 0 a limit can decide for it.

  Source  docs/methods/censored.md; ISO 13528:2022, 9.4 for the score, 5.5.3 for the limits.
  Input   x, x_pt, sigma_pt and bounds in one unit; x_pt and sigma_pt one number or one a result.
          NaN in x counts as not reported.
  Result  scores without unit, signals and `decided` of the length of x. NaN and `not_scored` where x
          is NaN or infinite, x_pt NaN or infinite, sigma_pt 0 or NaN. Status `too_few` if nothing is
          reported, `zero_scale` if every sigma_pt is 0, else `ok`.
  Throws  std::invalid_argument: a negative or infinite sigma_pt, limits that do not increase, the
          mistakes of intervals().
  Cost    O(n).
*/
[[nodiscard]] inline z_result z(const data& d, std::span<const double> x_pt,
                                std::span<const double> sigma_pt,
                                const z_options& options = {}) {
  const bounds b{options.lower_bound, options.upper_bound};
  detail::require_data("z", d, b);
  detail::require_z_options(options);
  detail::require_per_result("x_pt", x_pt.size(), d.x.size());
  detail::require_per_result("sigma_pt", sigma_pt.size(), d.x.size());
  detail::require_sigma(sigma_pt);
  z_result r;
  bool reported = false, only_zero = true;
  for (std::size_t i = 0; i < d.x.size(); ++i) {
    const double centre = x_pt[x_pt.size() == 1 ? 0 : i];
    const double sigma = sigma_pt[sigma_pt.size() == 1 ? 0 : i];
    detail::append(r, detail::score_at(d, i, centre, sigma, b), options);
    if (std::isnan(d.x[i])) continue;
    reported = true;
    only_zero = only_zero && sigma == 0;
  }
  r.status = !reported ? outcome::too_few : only_zero ? outcome::zero_scale : outcome::ok;
  return r;
}

/// The same with one assigned value and one target for all.
[[nodiscard]] inline z_result z(const data& d, double x_pt, double sigma_pt,
                                const z_options& options = {}) {
  return z(d, std::span<const double>(&x_pt, 1), std::span<const double>(&sigma_pt, 1),
           options);
}

}  // namespace ringtrial::censored
