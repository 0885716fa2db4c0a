// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

namespace ringtrial::detail {

struct perception_formula {
  static constexpr std::string_view function = "perception";
  static constexpr std::array<argument_rule, 1> arguments = {
      {{"delta_e", rule::positive}}};

  [[nodiscard]] double operator()(double delta_e) const noexcept { return delta_e / 3; }
};

}  // namespace ringtrial::detail

namespace ringtrial::target {

/** σ_pt from a maximum permissible error by expert judgement or law, δ_E/3; a σ_pt itself is `fixed`.

  Source  ISO 13528:2022, 8.2.
  Throws  std::invalid_argument for a delta_e that is not finite and positive.
  Cost    O(1) an element.
*/
template <real T>
[[nodiscard]] T perception(T delta_e) {
  return detail::of_numbers<T>(detail::perception_formula{}, delta_e);
}

/// Into `out`, of the length of delta_e.
template <sample R>
void perception(const R& delta_e, std::span<value_t<R>> out) {
  detail::fill(detail::perception_formula{}, out, delta_e);
}

template <sample R>
[[nodiscard]] std::vector<value_t<R>> perception(const R& delta_e) {
  return detail::vector_of(detail::perception_formula{}, delta_e);
}

}  // namespace ringtrial::target
