// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

#include <algorithm>

namespace ringtrial::detail {

struct from_precision_formula {
  static constexpr std::string_view function = "from_precision";
  static constexpr std::array<argument_rule, 3> arguments = {
      {{"s_R", rule::not_negative}, {"s_r", rule::not_negative}, {"n", rule::positive}}};

  /// √((s_R − s_r)(s_R + s_r) + s_r²/n), both divided by s_R first.
  [[nodiscard]] double operator()(double s_R, double s_r, double n) const noexcept {
    if (s_R == 0) return std::isnan(s_r) || std::isnan(n) ? s_r + n : 0;
    const double q = std::min(s_r / s_R, 1.0) + (s_r - s_r);
    return s_R * std::sqrt((1 - q) * (1 + q) + q * q / n);
  }
};

inline void require_precision(double s_R, double s_r, double n,
                              std::string_view at = "") {
  constexpr std::string_view function = "from_precision";
  require(!(n < 1), function, "n" + std::string(at), n, "at least 1");
  require(!(s_r > s_R * (1 + 1e-12)), function, "s_r" + std::string(at), s_r,
          "at most s_R");
}

}  // namespace ringtrial::detail

namespace ringtrial::target {

/** From the precision of a collaborative study, √(s_R² − s_r²(1 − 1/n)): reproducibility s_R,
    repeatability s_r, n results averaged per laboratory.

  Source  ISO 13528:2022, 8.5.1 (9).
  Input   s_R, s_r in one unit, not negative; n at least 1, any real. NaN gives NaN.
  Throws  std::invalid_argument for a negative number, n < 1 or s_r > s_R.
*/
template <real T>
[[nodiscard]] T from_precision(T s_R, T s_r, T n) {
  const detail::from_precision_formula formula;
  detail::require_rules(formula, s_R, s_r, n);
  detail::require_precision(static_cast<double>(s_R), static_cast<double>(s_r),
                            static_cast<double>(n));
  return detail::of_numbers<T>(formula, s_R, s_r, n);
}

template <sample R, detail::range_or_number A, detail::range_or_number B>
[[nodiscard]] std::vector<value_t<R>> from_precision(const R& s_R, const A& s_r,
                                                     const B& n) {
  const detail::from_precision_formula formula;
  const std::size_t size = detail::as_span(s_R).size();
  detail::require_length(formula.function, "s_r", s_r, size);
  detail::require_length(formula.function, "n", n, size);
  detail::require_rules(formula, s_R, s_r, n);
  for (std::size_t i = 0; i < size; ++i)
    detail::require_precision(detail::element(s_R, i), detail::element(s_r, i),
                              detail::element(n, i), "[" + std::to_string(i) + "]");
  return detail::of_ranges(formula, s_R, s_r, n);
}

}  // namespace ringtrial::target
