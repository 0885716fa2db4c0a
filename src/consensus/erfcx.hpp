// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/normal_draw.hpp>

#include <cmath>
#include <numbers>

namespace ringtrial::consensus::detail {

using ringtrial::detail::polynomial;

/// exp(x²) erfc(x) for x ≥ 0.
///
/// Source  Cody, Math. Comp. 23 (1969) 631, as in his CALERF: relative error some 1e-16.
[[nodiscard]] inline double erfcx(double x) noexcept {
  if (x < 0.46875) return std::exp(x * x) * std::erfc(x);
  if (x <= 4) {
    constexpr std::array above{
        1.23033935479799725e3, 2.05107837782607147e3,  1.71204761263407058e3,
        8.81952221241769090e2, 2.98635138197400131e2,  6.61191906371416295e1,
        8.88314979438837594,   5.64188496988670089e-1, 2.15311535474403846e-8};
    constexpr std::array below{
        1.23033935480374942e3, 3.43936767414372164e3, 4.36261909014324716e3,
        3.29079923573345963e3, 1.62138957456669019e3, 5.37181101862009858e2,
        1.17693950891312499e2, 1.57449261107098347e1, 1.0};
    return polynomial(above, x) / polynomial(below, x);
  }
  constexpr std::array above{6.58749161529837803e-4, 1.60837851487422766e-2,
                             1.25781726111229246e-1, 3.60344899949804439e-1,
                             3.05326634961232344e-1, 1.63153871373020978e-2};
  constexpr std::array below{2.33520497626869185e-3, 6.05183413124413191e-2,
                             5.27905102951428412e-1, 1.87295284992346725,
                             2.56852019228982242,    1.0};
  const double inverse = 1 / (x * x);
  const double tail = inverse * polynomial(above, inverse) / polynomial(below, inverse);
  return (std::numbers::inv_sqrtpi - tail) / x;
}

}  // namespace ringtrial::consensus::detail
