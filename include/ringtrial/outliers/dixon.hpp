// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/outliers/detail/distributions.hpp>
#include <ringtrial/outliers/detail/extremes.hpp>
#include <ringtrial/outliers/grubbs.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace ringtrial::outliers {

/// Which ratio of Dixon's: (x_n − x_{n−j})/(x_n − x_i).
enum class dixon_ratio : unsigned char {
  automatic,  ///< by n
  r10,        ///< j = 1, i = 1: 3 to 7 values
  r11,        ///< j = 1, i = 2: 8 to 10
  r21,        ///< j = 2, i = 2: 11 to 13
  r22,        ///< j = 2, i = 3: 14 and more
};

[[nodiscard]] constexpr std::string_view name(dixon_ratio ratio) noexcept {
  constexpr std::string_view names[] = {"automatic", "r10", "r11", "r21", "r22"};
  return names[static_cast<std::size_t>(ratio)];
}

struct dixon_options {
  grubbs_kind kind = grubbs_kind::both;  ///< `max`, `min` or `both`
  dixon_ratio ratio = dixon_ratio::automatic;
  sides sided = sides::two;  ///< `both` knows only two
};

struct dixon_result {
  double statistic = std::numeric_limits<double>::quiet_NaN();   ///< without unit
  dixon_ratio ratio = dixon_ratio::automatic;                    ///< the one taken
  double critical_5 = std::numeric_limits<double>::quiet_NaN();  ///< at α = 0.05
  double critical_1 = std::numeric_limits<double>::quiet_NaN();  ///< at α = 0.01
  double p_value = std::numeric_limits<double>::quiet_NaN();
  std::ptrdiff_t index = -1;  ///< position of the suspect
  std::size_t n = 0;          ///< values used
  status_t status = outcome::too_few;
};

namespace detail {

inline constexpr std::size_t largest_dixon_n = 100;

[[nodiscard]] constexpr dixon_ratio usual_ratio(std::size_t n) noexcept {
  return n <= 7    ? dixon_ratio::r10
         : n <= 10 ? dixon_ratio::r11
         : n <= 13 ? dixon_ratio::r21
                   : dixon_ratio::r22;
}

[[nodiscard]] constexpr dixon_shape shape_of(std::size_t n, dixon_ratio ratio) noexcept {
  switch (ratio) {
    case dixon_ratio::automatic:
      return shape_of(n, usual_ratio(n));
    case dixon_ratio::r10:
      return {n, 1, 1};
    case dixon_ratio::r11:
      return {n, 2, 1};
    case dixon_ratio::r21:
      return {n, 2, 2};
    case dixon_ratio::r22:
      break;
  }
  return {n, 3, 2};
}

[[nodiscard]] constexpr std::size_t smallest_n(const dixon_shape& s) noexcept {
  return s.i + s.j + 1;
}

/// The ratio and what is left to 1, from sorted values below 1 in size; NaN where the denominator
/// is 0.
[[nodiscard]] inline extreme dixon_extreme(std::span<const double> sorted,
                                           const dixon_shape& s, bool below) {
  const auto at = [&](std::size_t rank) {  // 1 … n from the far end
    return below ? -sorted[s.n - rank] : sorted[rank - 1];
  };
  const double whole = at(s.n) - at(s.i);
  return {(at(s.n) - at(s.n - s.j)) / whole, (at(s.n - s.j) - at(s.i)) / whole};
}

inline void require_dixon(const dixon_options& o) {
  using ringtrial::detail::reject;
  if (o.kind != grubbs_kind::both && o.kind != grubbs_kind::max &&
      o.kind != grubbs_kind::min)
    reject("dixon: kind must be 'max', 'min' or 'both'");
  if (o.kind == grubbs_kind::both && o.sided == sides::one)
    reject("dixon: sided = 'one', must be 'two' for kind 'both'");
}

}  // namespace detail

/** Critical value of dixon() at level alpha: the upper α/2 point (α with sides::one).

  Input   n from the smallest that the ratio needs (r10 3, r11 4, r21 5, r22 6) to 100; alpha in
          (0, 1). The kind does not matter.
  Result  without unit, to some 1e-10: n = 3, r10, 5 %: 0.970 (two-sided), 0.941 (one-sided).
  Throws  std::invalid_argument for n or alpha.
  Cost    some ten two-dimensional integrals (milliseconds), kept for the next call.
*/
[[nodiscard]] inline double dixon_critical(std::size_t n, double alpha,
                                           const dixon_options& options = {}) {
  using ringtrial::detail::require;
  constexpr auto function = "dixon_critical";
  const auto shape = detail::shape_of(n, options.ratio);
  const std::size_t least = detail::smallest_n(shape);
  require(n >= least && n <= detail::largest_dixon_n, function, "n",
          static_cast<double>(n),
          "from " + std::to_string(least) + " to " +
              std::to_string(detail::largest_dixon_n) + " (use grubbs above)");
  require(alpha > 0 && alpha < 1, function, "alpha", alpha, "between 0 and 1");
  return detail::dixon_quantile(shape, options.sided == sides::two ? alpha / 2 : alpha);
}

namespace detail {

/// The sample is sorted and scaled; `shape` is that of r.ratio.
inline void finish_dixon(dixon_result& r, reported_sample& x, const dixon_shape& shape,
                         const dixon_options& o) {
  sort_and_scale(x.values);
  const extreme low = dixon_extreme(x.values, shape, true),
                high = dixon_extreme(x.values, shape, false);
  const bool below =
      o.kind == grubbs_kind::min ||
      (o.kind == grubbs_kind::both &&
       (std::isnan(high.statistic) || low.statistic > high.statistic * tie));
  const extreme e = below ? low : high;
  r.status = std::isnan(e.statistic) ? outcome::zero_scale : outcome::ok;
  if (r.status != outcome::ok) return;
  r.statistic = e.statistic;
  r.index = below ? x.lowest : x.highest;
  r.critical_5 = dixon_critical(r.n, 0.05, {o.kind, r.ratio, o.sided});
  r.critical_1 = dixon_critical(r.n, 0.01, {o.kind, r.ratio, o.sided});
  const double times = o.sided == sides::two ? 2 : 1;
  r.p_value = std::min(1.0, times * dixon_upper(shape, e.room));
}

}  // namespace detail

/** Dixon's test for one outlying value of a small sample.

      r10 = (x_n − x_{n−1})/(x_n − x₁)     r11 = (x_n − x_{n−1})/(x_n − x₂)
      r21 = (x_n − x_{n−2})/(x_n − x₂)     r22 = (x_n − x_{n−2})/(x_n − x₃)

  for the largest value, mirrored for the smallest; `both` takes the side with the larger ratio.

  Source  Dixon, Biometrics 9 (1953) 74; McBane, J. Stat. Softw. 16 (2006) 3 for the distribution.
  Input   x: at most 100 values in one unit; NaN counts as not reported, ±∞ gives `not_finite`.
  Result  without unit. index counts NaN; of equal values the first; the largest wins a tie.
          `too_few` below the smallest n of the ratio, `zero_scale` where the denominator is 0.
  Throws  std::invalid_argument for more than 100 values, another kind, a one-sided `both`.
  Cost    O(n log n), one copy; three integrals of a millisecond or less, two of them kept.
  Assumes normal values and one outlier. Prefer grubbs where there is a choice.
*/
template <sample R>
[[nodiscard]] dixon_result dixon(const R& x, const dixon_options& options = {}) {
  detail::require_dixon(options);
  detail::reported_sample values(ringtrial::detail::as_span(x));
  dixon_result r{.ratio = options.ratio, .n = values.values.size()};
  ringtrial::detail::require(r.n <= detail::largest_dixon_n, "dixon", "n of x",
                             static_cast<double>(r.n), "at most 100; use grubbs");
  if (r.ratio == dixon_ratio::automatic) r.ratio = detail::usual_ratio(r.n);
  const auto shape = detail::shape_of(r.n, r.ratio);
  if (!values.finite) r.status = outcome::not_finite;
  if (!values.finite || r.n < detail::smallest_n(shape)) return r;
  r.status = outcome::zero_scale;
  if (!values.all_equal()) detail::finish_dixon(r, values, shape, options);
  return r;
}

}  // namespace ringtrial::outliers
