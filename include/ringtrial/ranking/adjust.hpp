// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace ringtrial::ranking {

/// What is done to p values because there are several.
enum class adjustment : unsigned char {
  holm,        ///< Holm 1979, step down
  bonferroni,  ///< m p
  bh,          ///< Benjamini and Hochberg 1995, false discovery rate
  none,
};

namespace detail {

/// Positions of the p values that are not NaN, ascending by p.
[[nodiscard]] inline std::vector<std::size_t> ascending_p(std::span<const double> p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (!std::isnan(p[i])) order.push_back(i);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p[i]; });
  return order;
}

/// max over j ≤ i of min(1, (m − j + 1) p₍ⱼ₎).
inline void adjust_holm(std::vector<double>& p, const std::vector<std::size_t>& order) {
  double largest = 0, left = static_cast<double>(order.size());
  for (const std::size_t i : order)
    p[i] = largest = std::max(largest, std::min(1.0, left-- * p[i]));
}

/// min over j ≥ i of min(1, m p₍ⱼ₎/j).
inline void adjust_bh(std::vector<double>& p, const std::vector<std::size_t>& order) {
  const auto m = static_cast<double>(order.size());
  double least = 1, j = m;
  for (auto i = order.rbegin(); i != order.rend(); ++i, --j)
    p[*i] = least = std::min(least, m * p[*i] / j);
}

}  // namespace detail

/** p values adjusted for their number.

      bonferroni  min(1, m p)
      holm        max over j ≤ i of min(1, (m − j + 1) p₍ⱼ₎), p₍₁₎ ≤ p₍₂₎ ≤ …
      bh          min over j ≥ i of min(1, m p₍ⱼ₎/j)

  Source  Holm, Scand. J. Stat. 6 (1979) 65; Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995) 289.
          The same as R's p.adjust.
  Input   p: probabilities; NaN stay NaN and do not count in m.
  Throws  std::invalid_argument for a p outside [0, 1], with its position.
  Cost    O(m log m).
*/
[[nodiscard]] inline std::vector<double> adjust(std::span<const double> p,
                                                adjustment method = adjustment::holm) {
  for (std::size_t i = 0; i < p.size(); ++i)
    if (p[i] < 0 || p[i] > 1)
      ringtrial::detail::reject_at("adjust", "p", i, p[i], "from 0 to 1");
  std::vector<double> adjusted(p.begin(), p.end());
  const auto order = detail::ascending_p(p);
  const auto m = static_cast<double>(order.size());
  if (method == adjustment::holm) detail::adjust_holm(adjusted, order);
  if (method == adjustment::bh) detail::adjust_bh(adjusted, order);
  if (method == adjustment::bonferroni)
    for (const std::size_t i : order) adjusted[i] = std::min(1.0, m * p[i]);
  return adjusted;
}

}  // namespace ringtrial::ranking
