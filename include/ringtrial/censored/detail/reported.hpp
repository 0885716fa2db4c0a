// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/censored/intervals.hpp>
#include <ringtrial/detail/sorted.hpp>

#include <algorithm>

namespace ringtrial::censored::detail {

using ringtrial::detail::not_a_number;

/// Sets n, n_left, n_right and n_interval of a result; false if an infinity is reported.
template <class Result>
[[nodiscard]] bool count_reported(Result& r, const data& d) {
  bool finite = true;
  for (std::size_t i = 0; i < d.x.size(); ++i) {
    if (std::isnan(d.x[i])) continue;
    const censoring kind = kind_at(d, i);
    finite = finite && std::isfinite(d.x[i]);
    ++r.n;
    r.n_left += kind == censoring::below ? 1 : 0;
    r.n_right += kind == censoring::above ? 1 : 0;
    if constexpr (requires { r.n_interval; })
      r.n_interval += kind == censoring::between ? 1 : 0;
  }
  return finite;
}

/// The intervals of the reported results; all are finite.
[[nodiscard]] inline std::vector<interval> reported_intervals(const data& d,
                                                              const bounds& b) {
  std::vector<interval> reported;
  reported.reserve(d.x.size());
  for (std::size_t i = 0; i < d.x.size(); ++i)
    if (!std::isnan(d.x[i])) reported.push_back(interval_at(d, i, b));
  return reported;
}

/// Whether two numbers agree to four units in the last place.
[[nodiscard]] inline bool agree(double a, double b) noexcept {
  if (a == b) return true;
  const double size = std::max(std::abs(a), std::abs(b));
  return std::isfinite(size) &&
         std::abs(a - b) <= 4 * (std::nextafter(size, HUGE_VAL) - size);
}

/// The sizes of the finite ends are at most this.
[[nodiscard]] inline double largest_end(const std::vector<interval>& all) noexcept {
  double largest = 0;
  for (const auto& [lower, upper] : all)
    for (const double end : {lower, upper})
      if (std::isfinite(end)) largest = std::max(largest, std::abs(end));
  return largest;
}

inline void scale_by_two_to(std::vector<interval>& all, int exponent) noexcept {
  for (auto& [lower, upper] : all) {
    lower = std::ldexp(lower, exponent);
    upper = std::ldexp(upper, exponent);
  }
}

}  // namespace ringtrial::censored::detail
