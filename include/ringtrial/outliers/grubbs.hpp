// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ringtrial::outliers {

/// Which value is suspected.
enum class grubbs_kind : unsigned char {
  max,       ///< the largest
  min,       ///< the smallest
  both,      ///< the one farther from the mean; the largest wins a tie
  opposite,  ///< smallest and largest together, by the range
};

/// Whether the side was chosen after looking (two, the standard's table) or beforehand (one).
enum class sides : unsigned char { two, one };

struct grubbs_options {
  grubbs_kind kind = grubbs_kind::max;
  sides sided = sides::two;  ///< `both` and `opposite` know only two
};

struct grubbs_result {
  double statistic = std::numeric_limits<double>::quiet_NaN();   ///< G or W, without unit
  double critical_5 = std::numeric_limits<double>::quiet_NaN();  ///< at α = 0.05
  double critical_1 = std::numeric_limits<double>::quiet_NaN();  ///< at α = 0.01
  double p_value = std::numeric_limits<double>::quiet_NaN();
  bool p_exact = false;  ///< false: p_value is an upper bound
  std::array<std::ptrdiff_t, 2> indices{-1,
                                        -1};  ///< positions of the suspects, −1 unused
  std::size_t n = 0;                          ///< values used
  status_t status = outcome::too_few;
};

namespace detail {

using ringtrial::detail::reject;
using ringtrial::detail::require;

/// Mean, from the smallest value, and Σ(x − x̄)², in units of a range and of its square.
struct moments {
  double mean = 0, squares = 0;
};

/// Two passes about the smallest value: differences of near values are exact, so that an offset
/// costs nothing; ascending, so that the order of the laboratories cannot show.
[[nodiscard]] inline moments moments_of(std::span<const double> sorted, double range) {
  if (sorted.empty()) return {};
  const auto n = static_cast<double>(sorted.size());
  double sum = 0, squares = 0, rest = 0;
  for (const double v : sorted) sum += (v - sorted.front()) / range;
  for (const double v : sorted) {
    const double d = (v - sorted.front()) / range - sum / n;
    squares += d * d;
    rest += d;
  }
  return {sum / n, squares - rest * rest / n};
}

/// Sorts, and brings the values below 1 in size: no difference overflows, no square vanishes.
inline void sort_and_scale(std::vector<double>& values) {
  std::ranges::sort(values);
  const int exponent =
      std::ilogb(std::max(std::abs(values.front()), std::abs(values.back())));
  for (double& v : values) v = std::scalbn(v, -exponent - 1);
}

/// G or W with what is left of its range, (n − 1)² − nG² or 2(n − 1) − W², from which t is made.
/// Both are ratios of sums of squares, so that tiny p values keep their figures.
struct extreme {
  double statistic = 0, room = 0;
};

[[nodiscard]] inline extreme single_extreme(std::span<const double> sorted, bool below) {
  const auto n = static_cast<double>(sorted.size());
  const double range = sorted.back() - sorted.front();
  const moments all = moments_of(sorted, range);
  const moments others =
      moments_of(below ? sorted.subspan(1) : sorted.first(sorted.size() - 1), range);
  const double deviation = below ? all.mean : 1 - all.mean;
  return {deviation / std::sqrt(all.squares / (n - 1)),
          (n - 1) * (n - 1) * others.squares / all.squares};
}

[[nodiscard]] inline extreme opposite_extremes(std::span<const double> sorted) {
  const auto n = static_cast<double>(sorted.size());
  const double range = sorted.back() - sorted.front();
  const moments all = moments_of(sorted, range);
  const auto inner = sorted.subspan(1, sorted.size() - 2);
  const moments within = moments_of(inner, range);
  const double shift = within.mean + (inner.front() - sorted.front()) / range - all.mean;
  const double twice = 4 * (0.5 - all.mean) * (0.5 - all.mean) +
                       2 * (within.squares + (n - 2) * shift * shift);  // 2SS − range²
  return {1 / std::sqrt(all.squares / (n - 1)), twice / (all.squares / (n - 1))};
}

/// n · P(t_{n−2} > t(G)): the expected number of values that deviate by G or more on one side.
[[nodiscard]] inline double expected_beyond(const extreme& e, double n) {
  const double t = e.statistic * std::sqrt(n * (n - 2) / e.room);
  return e.room <= 0 ? 0 : n * student_t_cdf_upper(t, n - 2);
}

[[nodiscard]] inline double opposite_p(const extreme& e, double n) {
  const double t = e.statistic * std::sqrt((n - 2) / e.room);
  return e.room <= 0 ? 0 : n * (n - 1) * student_t_cdf_upper(t, n - 2);
}

inline void require_grubbs(std::string_view function, const grubbs_options& o) {
  if (o.sided == sides::one &&
      (o.kind == grubbs_kind::both || o.kind == grubbs_kind::opposite))
    reject(std::string(function) +
           ": sided = 'one', must be 'two' for kind 'both' or 'opposite'");
}

/// p_value and p_exact. Up to a condition no two values can both deviate so far; above it the sum
/// of the single probabilities is exact, below it an upper bound (Bonferroni).
inline void set_p(grubbs_result& r, const extreme& e, const grubbs_options& o) {
  const auto n = static_cast<double>(r.n);
  double p = 0, exact_from = 0;
  switch (o.kind) {
    case grubbs_kind::max:
    case grubbs_kind::min:
      p = (o.sided == sides::two ? 2 : 1) * expected_beyond(e, n);
      exact_from = std::sqrt((n - 1) * (n - 2) / (2 * n));
      break;
    case grubbs_kind::both:
      p = 2 * expected_beyond(e, n);
      exact_from = std::sqrt((n - 1) / 2);
      break;
    case grubbs_kind::opposite:
      p = opposite_p(e, n);
      exact_from = std::sqrt(3 * (n - 1) / 2);
      break;
  }
  r.p_value = std::min(1.0, p);
  r.p_exact = e.statistic >= exact_from;
}

}  // namespace detail

/** Critical value of grubbs() at level alpha.

      max, min, both  G = (n − 1)/√n · √(t²/(n − 2 + t²)),   t the upper α/(2n) point of t_{n−2}
                      (α/n where the side was fixed beforehand)
      opposite        W = √(2(n − 1)t²/(n − 2 + t²)),        t the upper α/(n(n − 1)) point

  Source  ISO 5725-2:2019, 7.3.4 and its table; Grubbs, Ann. Math. Stat. 21 (1950) 27; David,
          Hartley, Pearson, Biometrika 41 (1954) 482.
  Input   n ≥ 3 values; alpha in (0, 1).
  Result  without unit; exact where a sum of single probabilities is (see grubbs()).
  Throws  std::invalid_argument for n, alpha or a one-sided `both` or `opposite`.
  Cost    one t quantile.
*/
[[nodiscard]] inline double grubbs_critical(std::size_t n, double alpha,
                                            const grubbs_options& options = {}) {
  const auto count = static_cast<double>(n);
  detail::require(n >= 3, "grubbs_critical", "n", count, "at least 3");
  detail::require(alpha > 0 && alpha < 1, "grubbs_critical", "alpha", alpha,
                  "between 0 and 1");
  detail::require_grubbs("grubbs_critical", options);
  const bool opposite = options.kind == grubbs_kind::opposite;
  const double cases = opposite                      ? count * (count - 1)
                       : options.sided == sides::two ? 2 * count
                                                     : count;
  const double t = student_t_quantile_upper(alpha / cases, count - 2);
  const double part = 1 / ((count - 2) / t / t + 1);  // t²/(n − 2 + t²) without overflow
  return opposite ? std::sqrt(2 * (count - 1) * part)
                  : (count - 1) / std::sqrt(count) * std::sqrt(part);
}

namespace detail {

inline void finish_grubbs(grubbs_result& r, std::vector<double>& values,
                          const grubbs_options& options, std::ptrdiff_t lowest,
                          std::ptrdiff_t highest) {
  sort_and_scale(values);
  extreme e;
  if (options.kind == grubbs_kind::opposite) {
    e = opposite_extremes(values);
    r.indices = {lowest, highest};
  } else {
    const extreme low = single_extreme(values, true),
                  high = single_extreme(values, false);
    constexpr double tie = 1 + 1e-12;  // equal in decimals is equal
    const bool below =
        options.kind == grubbs_kind::min ||
        (options.kind == grubbs_kind::both && low.statistic > high.statistic * tie);
    e = below ? low : high;
    r.indices = {below ? lowest : highest, -1};
  }
  r.statistic = e.statistic;
  r.critical_5 = grubbs_critical(r.n, 0.05, options);
  r.critical_1 = grubbs_critical(r.n, 0.01, options);
  set_p(r, e, options);
}

}  // namespace detail

/** Grubbs' test for outlying laboratory means.

      max  G = (x_max − x̄)/s     min  G = (x̄ − x_min)/s     both  the larger
      opposite  W = (x_max − x_min)/s                       s with divisor n − 1

  Suspect above critical_5 (straggler) and critical_1 (outlier).

  Source  ISO 5725-2:2019, 7.3.4; Grubbs and Beck, Technometrics 14 (1972) 847.
  Input   x: laboratory means in one unit; NaN counts as not reported, ±∞ gives `not_finite`.
  Result  without unit. p_value by k·n·P(t_{n−2} > t(G)): exact for G ≥ √((n − 1)(n − 2)/(2n))
          (`both`: √((n − 1)/2); `opposite`: W ≥ √(3(n − 1)/2)), below that an upper bound with
          p_exact false. Positions of the suspects count NaN; of equal values the first.
          `too_few` for n < 3; `zero_scale` if all are equal.
  Throws  std::invalid_argument for a one-sided `both` or `opposite`.
  Cost    O(n log n), one copy; one t probability and two quantiles.
  Assumes normal means and one outlier; two mask each other. Prefer robust scores, which need no
          decision.
*/
template <sample R>
[[nodiscard]] grubbs_result grubbs(const R& x, const grubbs_options& options = {}) {
  detail::require_grubbs("grubbs", options);
  const auto all = ringtrial::detail::as_span(x);
  std::vector<double> values;
  std::ptrdiff_t lowest = -1, highest = -1;
  bool finite = true;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (std::isnan(all[i])) continue;
    const auto here = static_cast<std::ptrdiff_t>(i);
    finite = finite && std::isfinite(all[i]);
    if (lowest < 0 || all[i] < all[static_cast<std::size_t>(lowest)]) lowest = here;
    if (highest < 0 || all[i] > all[static_cast<std::size_t>(highest)]) highest = here;
    values.push_back(static_cast<double>(all[i]));
  }
  grubbs_result r{.n = values.size()};
  if (!finite) r.status = outcome::not_finite;
  if (!finite || r.n < 3) return r;
  r.status = lowest == highest ? outcome::zero_scale : outcome::ok;
  if (r.status != outcome::ok) return r;
  detail::finish_grubbs(r, values, options, lowest, highest);
  return r;
}

}  // namespace ringtrial::outliers
