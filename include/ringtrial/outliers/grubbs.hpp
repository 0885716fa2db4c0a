// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/outliers/detail/distributions.hpp>
#include <ringtrial/outliers/detail/extremes.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

namespace ringtrial::outliers {

/// Which value is suspected.
enum class grubbs_kind : unsigned char {
  max,       ///< the largest
  min,       ///< the smallest
  both,      ///< the one farther from the mean; the largest wins a tie
  opposite,  ///< smallest and largest together, by the range
  two_max,   ///< the two largest together
  two_min,   ///< the two smallest together
};

/// Whether the side was chosen after looking (two, the standard's table) or beforehand (one).
enum class sides : unsigned char { two, one };

struct grubbs_options {
  grubbs_kind kind = grubbs_kind::max;
  sides sided = sides::two;  ///< `both` and `opposite` know only two
};

struct grubbs_result {
  double statistic = std::numeric_limits<double>::quiet_NaN();  ///< G, W or G₂, no unit
  double critical_5 = std::numeric_limits<double>::quiet_NaN();  ///< at α = 0.05
  double critical_1 = std::numeric_limits<double>::quiet_NaN();  ///< at α = 0.01
  double p_value = std::numeric_limits<double>::quiet_NaN();
  bool p_exact = false;  ///< false: an upper bound, for pairs an approximation
  std::array<std::ptrdiff_t, 2> indices{-1, -1};  ///< of the suspects, −1 unused
  std::size_t n = 0;                              ///< values used
  status_t status = outcome::too_few;
};

namespace detail {

[[nodiscard]] constexpr bool is_pair(grubbs_kind kind) noexcept {
  return kind == grubbs_kind::two_max || kind == grubbs_kind::two_min;
}

[[nodiscard]] constexpr std::size_t smallest_n(grubbs_kind kind) noexcept {
  return is_pair(kind) ? 4 : 3;
}

inline void require_grubbs(std::string_view function, const grubbs_options& o) {
  if (o.sided == sides::one &&
      (o.kind == grubbs_kind::both || o.kind == grubbs_kind::opposite))
    ringtrial::detail::reject(std::string(function) +
                              ": sided = 'one', must be 'two' for kind 'both' or "
                              "'opposite'");
}

}  // namespace detail

/** Critical value of grubbs() at level alpha.

      max, min, both    G = (n − 1)/√n · √(t²/(n − 2 + t²)), t the upper α/(2n) point of t_{n−2}
                        (α/n where the side was fixed beforehand)
      opposite          W = √(2(n − 1)t²/(n − 2 + t²)),      t the upper α/(n(n − 1)) point
      two_max, two_min  the quantile α/2 (α) of the exact distribution of G₂

  Source  ISO 5725-2:2019, 7.3.4 and its table; Grubbs, Ann. Math. Stat. 21 (1950) 27; Grubbs and
          Beck, Technometrics 14 (1972) 847; David, Hartley, Pearson, Biometrika 41 (1954) 482.
  Input   n ≥ 3 values, 4 for a pair; alpha in (0, 1).
  Result  without unit; exact where a sum of single probabilities is (see grubbs()).
  Throws  std::invalid_argument for n, alpha or a one-sided `both` or `opposite`.
  Cost    one t quantile; for a pair some ten integrals (milliseconds), kept for the next call.
*/
[[nodiscard]] inline double grubbs_critical(std::size_t n, double alpha,
                                            const grubbs_options& options = {}) {
  using ringtrial::detail::require;
  constexpr auto function = "grubbs_critical";
  const auto count = static_cast<double>(n);
  const std::size_t least = detail::smallest_n(options.kind);
  require(n >= least, function, "n", count, "at least " + std::to_string(least));
  require(alpha > 0 && alpha < 1, function, "alpha", alpha, "between 0 and 1");
  detail::require_grubbs(function, options);
  const double tail = options.sided == sides::two ? alpha / 2 : alpha;
  if (detail::is_pair(options.kind)) return detail::pair_quantile(n, tail);
  const bool opposite = options.kind == grubbs_kind::opposite;
  return detail::single_critical(
      count, opposite ? alpha / (count * (count - 1)) : tail / count, opposite);
}

namespace detail {

struct probability {
  double value = 0;
  bool exact = true;
};

/// Up to a condition no two values can both deviate so far, and the sum of the single
/// probabilities is exact; beyond it what it counts twice is known up to n = 100.
[[nodiscard]] inline probability single_p(const extreme& e, std::size_t count,
                                          double times) {
  const auto n = static_cast<double>(count);
  const bool alone = e.statistic >= std::sqrt((n - 1) * (n - 2) / (2 * n));
  const bool known = count <= largest_exact_n;
  const double twice = alone || !known ? 0 : counted_twice(count, e.statistic);
  return {times * (expected_beyond(e, n) - twice), alone || known};
}

[[nodiscard]] inline probability grubbs_p(const extreme& e, std::size_t count,
                                          const grubbs_options& o) {
  const auto n = static_cast<double>(count);
  const double times = o.sided == sides::two ? 2 : 1;
  switch (o.kind) {
    case grubbs_kind::both:
      return {2 * expected_beyond(e, n), e.statistic >= std::sqrt((n - 1) / 2)};
    case grubbs_kind::opposite:
      return {expected_pairs_beyond(e, n), e.statistic >= std::sqrt(3 * (n - 1) / 2)};
    case grubbs_kind::two_max:
    case grubbs_kind::two_min:
      return {times * pair_cdf(count, e.statistic), count <= largest_exact_n};
    case grubbs_kind::max:
    case grubbs_kind::min:
      break;
  }
  return single_p(e, count, times);
}

/// A result without p value and critical values, and what the p value is made from.
struct grubbs_statistic {
  grubbs_result found;
  extreme e;
};

/// Statistic and indices; sorts and scales the values.
inline void find_suspects(grubbs_statistic& s, reported_sample& x, grubbs_kind kind) {
  sort_and_scale(x.values);
  if (kind == grubbs_kind::opposite) {
    s.found.indices = {x.lowest, x.highest};
    s.e = opposite_extremes(x.values);
  } else if (is_pair(kind)) {
    const bool below = kind == grubbs_kind::two_min;
    s.found.indices = {below ? x.lowest : x.highest,
                       below ? x.second_lowest : x.second_highest};
    s.e = pair_of_extremes(x.values, below);
  } else {
    const extreme low = single_extreme(x.values, true),
                  high = single_extreme(x.values, false);
    const bool below = kind == grubbs_kind::min || (kind == grubbs_kind::both &&
                                                    low.statistic > high.statistic * tie);
    s.found.indices = {below ? x.lowest : x.highest, -1};
    s.e = below ? low : high;
  }
  s.found.statistic = s.e.statistic;
}

template <sample R>
[[nodiscard]] grubbs_statistic statistic_of(const R& x, grubbs_kind kind) {
  reported_sample values(ringtrial::detail::as_span(x));
  grubbs_statistic s;
  s.found.n = values.values.size();
  s.found.status = !values.finite                 ? outcome::not_finite
                   : s.found.n < smallest_n(kind) ? outcome::too_few
                   : values.all_equal()           ? outcome::zero_scale
                                                  : outcome::ok;
  if (s.found.status == outcome::ok) find_suspects(s, values, kind);
  return s;
}

}  // namespace detail

/** Grubbs' test for outlying laboratory means.

      max  G = (x_max − x̄)/s     min  G = (x̄ − x_min)/s     both  the larger
      opposite  W = (x_max − x_min)/s                       s with divisor n − 1
      two_max, two_min  G₂ = SS without the two/SS of all

  Suspect above critical_5 (straggler) and critical_1 (outlier); the pairs below them.

  Source  ISO 5725-2:2019, 7.3.4; Grubbs and Beck, Technometrics 14 (1972) 847.
  Input   x: laboratory means in one unit; NaN counts as not reported, ±∞ gives `not_finite`.
  Result  without unit. p_value of max, min and the pairs from the exact distributions up to n = 100;
          above, and for `both` (`opposite`) below G = √((n − 1)/2) (W = √(3(n − 1)/2)), an upper
          bound, for the pairs an approximation, with p_exact false. Positions of the suspects count
          NaN; of equal values the first. `too_few` for n < 3 (4 for the pairs); `zero_scale` if all
          are equal.
  Throws  std::invalid_argument for a one-sided `both` or `opposite`.
  Cost    O(n log n), one copy; at the first use of an n some 10 ms for n = 100, 2 ms for 30.
  Assumes normal means and one outlier (two for the pairs); more mask each other. Prefer robust
          scores, which need no decision.
*/
template <sample R>
[[nodiscard]] grubbs_result grubbs(const R& x, const grubbs_options& options = {}) {
  detail::require_grubbs("grubbs", options);
  auto [r, e] = detail::statistic_of(x, options.kind);
  if (r.status != outcome::ok) return r;
  r.critical_5 = grubbs_critical(r.n, 0.05, options);
  r.critical_1 = grubbs_critical(r.n, 0.01, options);
  const auto p = detail::grubbs_p(e, r.n, options);
  r.p_value = std::clamp(p.value, 0.0, 1.0);
  r.p_exact = p.exact;
  return r;
}

}  // namespace ringtrial::outliers
