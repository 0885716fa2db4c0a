// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

namespace ringtrial::detail {

struct fixed_formula {
  static constexpr std::string_view function = "fixed";
  static constexpr std::array<argument_rule, 1> arguments = {
      {{"sigma_pt", rule::positive}}};

  [[nodiscard]] double operator()(double sigma_pt) const noexcept { return sigma_pt; }
};

}  // namespace ringtrial::detail

namespace ringtrial::target {

/** The scheme's own standard deviation, checked: finite and positive; NaN passes.

  Source  ISO 13528:2022, 8.1.
  Throws  std::invalid_argument for 0, a negative number or an infinity.
  Cost    O(1) an element.
*/
template <real T>
[[nodiscard]] T fixed(T sigma_pt) {
  return detail::of_numbers<T>(detail::fixed_formula{}, sigma_pt);
}

/// Into `out`, of the length of sigma_pt.
template <sample R>
void fixed(const R& sigma_pt, std::span<value_t<R>> out) {
  detail::fill(detail::fixed_formula{}, out, sigma_pt);
}

template <sample R>
[[nodiscard]] std::vector<value_t<R>> fixed(const R& sigma_pt) {
  return detail::vector_of(detail::fixed_formula{}, sigma_pt);
}

}  // namespace ringtrial::target
