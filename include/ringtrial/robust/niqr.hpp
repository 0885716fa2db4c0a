// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/detail/sorted.hpp>

#include <string_view>

namespace ringtrial::robust {

/// Where a quartile lies among n sorted values.
enum class quartile_rule : unsigned char {
  inclusive,  ///< 1 + (n − 1)p, linear: Hyndman–Fan 7, QUARTILE.INC
  exclusive,  ///< (n + 1)p, linear, within 1..n: Hyndman–Fan 6, QUARTILE.EXC, Minitab
  tukey,      ///< medians of the halves, the middle value of odd n in both: hinges
};

[[nodiscard]] constexpr std::string_view name(quartile_rule rule) noexcept {
  switch (rule) {
    case quartile_rule::inclusive:
      return "inclusive";
    case quartile_rule::exclusive:
      return "exclusive";
    case quartile_rule::tukey:
      return "tukey";
  }
  return "unknown";
}

template <real T>
struct niqr_options {
  quartile_rule quartiles = quartile_rule::inclusive;
  T factor = T(0.7413);  ///< printed in the standard, > 0
};

}  // namespace ringtrial::robust

namespace ringtrial::detail {

/// Value at a position from 0 to n − 1 between sorted values.
[[nodiscard]] inline double interpolated(std::span<const double> v,
                                         double position) noexcept {
  const auto last = static_cast<double>(v.size() - 1);
  position = std::clamp(position, 0.0, last);
  const auto below = static_cast<std::size_t>(position);
  const double part = position - static_cast<double>(below);
  return part == 0 ? v[below] : v[below] + part * (v[below + 1] - v[below]);
}

/// Third minus first quartile of sorted values.
[[nodiscard]] inline double quartile_range(std::span<const double> v,
                                           robust::quartile_rule rule) noexcept {
  const auto n = static_cast<double>(v.size());
  const auto between = [&](double first, double third) {
    return interpolated(v, third) - interpolated(v, first);
  };
  switch (rule) {
    case robust::quartile_rule::inclusive:
      return between((n - 1) * 0.25, (n - 1) * 0.75);
    case robust::quartile_rule::exclusive:
      return between((n + 1) * 0.25 - 1, (n + 1) * 0.75 - 1);
    case robust::quartile_rule::tukey:
      break;
  }
  const std::size_t half = (v.size() + 1) / 2;
  return median_of_sorted(v.last(half)) - median_of_sorted(v.first(half));
}

}  // namespace ringtrial::detail

namespace ringtrial::robust {

/** Normalised interquartile range, nIQR.

      factor · (Q₃ − Q₁)

  Source  ISO 13528:2022, C.2.3; the rule for the quartiles is left open there and moves the
          result: "inclusive" gives the printed 0.0402 of the atrazine example.
  Input   x: values in one unit; NaN is skipped.
  Result  in the unit of x, 0 where the quartiles agree; NaN for fewer than two values or an
          infinity.
  Throws  std::invalid_argument for a factor that is not finite and positive.
  Cost    that of sorting.
  Breakdown point 25 %, efficiency 37 %: prefer Qn, or MADe where a quarter may be wrong.
*/
template <sample R>
[[nodiscard]] value_t<R> niqr(const R& x, const niqr_options<value_t<R>>& options = {}) {
  const double factor = static_cast<double>(options.factor);
  detail::require(factor > 0 && std::isfinite(factor), "niqr", "factor", factor,
                  "finite and positive");
  return detail::number_of_sorted(x, detail::purpose::differences, 2, [&](auto v) {
    return factor * detail::quartile_range(v, options.quartiles);
  });
}

}  // namespace ringtrial::robust
