// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

#include <numbers>

namespace ringtrial::detail {

struct standard_uncertainty_formula {
  static constexpr std::string_view function = "standard_uncertainty";
  static constexpr std::array<argument_rule, 2> arguments = {
      {{"U", rule::not_negative}, {"k", rule::positive}}};
  double missing_k = std::numeric_limits<double>::quiet_NaN();

  [[nodiscard]] double operator()(double U, double k) const noexcept {
    return U / (std::isnan(k) ? missing_k : k);
  }
};

inline void require_missing_k(double missing_k) {
  require(std::isnan(missing_k) || (missing_k > 0 && std::isfinite(missing_k)),
          "standard_uncertainty", "missing_k", missing_k, "finite and positive");
}

}  // namespace ringtrial::detail

namespace ringtrial::scores {

/** Standard uncertainty u = U/k from an expanded one.

  missing_k: what divides U where k is NaN; NaN gives NaN, std::numbers::sqrt3 takes the stated
  value as the half-width of a rectangular distribution.

  Source  ISO/IEC Guide 98-3, 6.2 and 4.3.7.
  Input   NaN in U gives NaN.
  Throws  std::invalid_argument for a negative or infinite U, a k or missing_k not positive and finite.
  Cost    O(1) an element; the result is within 1 ulp.
*/
template <real T>
[[nodiscard]] T standard_uncertainty(
    T U, T k, double missing_k = std::numeric_limits<double>::quiet_NaN()) {
  detail::require_missing_k(missing_k);
  return detail::of_numbers<T>(detail::standard_uncertainty_formula{missing_k}, U, k);
}

/// Into `out`, of the length of U; k a range of that length or one number.
template <sample R, detail::range_or_number K>
void standard_uncertainty(const R& U, const K& k, std::span<value_t<R>> out,
                          double missing_k = std::numeric_limits<double>::quiet_NaN()) {
  detail::require_missing_k(missing_k);
  detail::fill(detail::standard_uncertainty_formula{missing_k}, out, U, k);
}

template <sample R, detail::range_or_number K>
[[nodiscard]] std::vector<value_t<R>> standard_uncertainty(
    const R& U, const K& k, double missing_k = std::numeric_limits<double>::quiet_NaN()) {
  detail::require_missing_k(missing_k);
  return detail::vector_of(detail::standard_uncertainty_formula{missing_k}, U, k);
}

}  // namespace ringtrial::scores
