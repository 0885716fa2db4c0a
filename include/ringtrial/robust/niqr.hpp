// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/detail/select.hpp>

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

/// Value at a position from 0 to n − 1, from order(k), the order statistics of n values.
template <class Order>
[[nodiscard]] double interpolated(const Order& order, std::size_t n, double position) {
  position = std::clamp(position, 0.0, static_cast<double>(n - 1));
  const auto below = static_cast<std::size_t>(position);
  const double part = position - static_cast<double>(below);
  const auto [at, next] = order(below);
  return part == 0 ? at : at + part * (next - at);
}

/// Third minus first quartile, from order(k).
template <class Order>
[[nodiscard]] double quartile_range_by(std::size_t size, const Order& order,
                                       robust::quartile_rule rule) {
  const auto n = static_cast<double>(size);
  const auto between = [&](double first, double third) {
    return interpolated(order, size, third) - interpolated(order, size, first);
  };
  switch (rule) {
    case robust::quartile_rule::inclusive:
      return between((n - 1) * 0.25, (n - 1) * 0.75);
    case robust::quartile_rule::exclusive:
      return between((n + 1) * 0.25 - 1, (n + 1) * 0.75 - 1);
    case robust::quartile_rule::tukey:
      break;
  }
  const std::size_t half = (size + 1) / 2;
  const auto upper = [&](std::size_t k) { return order(size - half + k); };
  return median_by(half, upper) - median_by(half, order);
}

/// Third minus first quartile of sorted values.
[[nodiscard]] inline double quartile_range(std::span<const double> v,
                                           robust::quartile_rule rule) {
  return quartile_range_by(v.size(), order_of_sorted(v), rule);
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
  Cost    O(n).
  Breakdown point 25 %, efficiency 37 %: prefer Qn, or MADe where a quarter may be wrong.
*/
template <sample R>
[[nodiscard]] value_t<R> niqr(const R& x, const niqr_options<value_t<R>>& options = {}) {
  const double factor = static_cast<double>(options.factor);
  detail::require(factor > 0 && std::isfinite(factor), "niqr", "factor", factor,
                  "finite and positive");
  const auto v = detail::as_span(x);
  if (const auto n = detail::selectable(v, 300)) {
    const detail::selection order(v, *n, detail::as_double{});
    return static_cast<value_t<R>>(
        factor * detail::quartile_range_by(*n, order, options.quartiles));
  }
  return detail::number_of_sorted(x, detail::purpose::differences, 2, [&](auto s) {
    return factor * detail::quartile_range(s, options.quartiles);
  });
}

}  // namespace ringtrial::robust
