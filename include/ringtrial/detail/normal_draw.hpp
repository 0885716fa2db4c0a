// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/fixed_log.hpp>

#include <array>
#include <cmath>
#include <cstddef>

namespace ringtrial::detail {

/// Horner; the coefficients from the constant one on.
template <std::size_t N>
[[nodiscard]] constexpr double polynomial(const std::array<double, N>& c,
                                          double x) noexcept {
  double sum = c[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + c[i];
  return sum;
}

/// Φ⁻¹(½ + q) for |q| ≤ 0.425.
[[nodiscard]] inline double normal_in_the_middle(double q) noexcept {
  constexpr std::array a{3.3871328727963666080, 133.14166789178437745,
                         1971.5909503065514427, 13731.693765509461125,
                         45921.953931549871457, 67265.770927008700853,
                         33430.575583588128105, 2509.0809287301226727};
  constexpr std::array b{1.0,
                         42.313330701600911252,
                         687.18700749205790830,
                         5394.1960214247511077,
                         21213.794301586595867,
                         39307.895800092710610,
                         28729.085735721942674,
                         5226.4952788528545610};
  const double r = 0.180625 - q * q;
  return q * polynomial(a, r) / polynomial(b, r);
}

/// −Φ⁻¹(p) for p = e^(−r²), r up to 5: p from 1.4e-11 to 0.075.
[[nodiscard]] inline double normal_in_the_tail(double r) noexcept {
  constexpr std::array c{1.42343711074968357734,   4.63033784615654529590,
                         5.76949722146069140550,   3.64784832476320460504,
                         1.27045825245236838258,   0.241780725177450611770,
                         0.0227238449892691845833, 7.74545014278341407640e-4};
  constexpr std::array d{1.0,
                         2.05319162663775882187,
                         1.67638483018380384940,
                         0.689767334985100004550,
                         0.148103976427480074590,
                         0.0151986665636164571966,
                         5.47593808499534494600e-4,
                         1.05075007164441684324e-9};
  return polynomial(c, r - 1.6) / polynomial(d, r - 1.6);
}

/// The same for r above 5.
[[nodiscard]] inline double normal_far_out(double r) noexcept {
  constexpr std::array e{6.65790464350110377720,    5.46378491116411436990,
                         1.78482653991729133580,    0.296560571828504891230,
                         0.0265321895265761230930,  1.24266094738807843860e-3,
                         2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr std::array f{1.0,
                         0.599832206555887937690,
                         0.136929880922735805310,
                         0.0148753612908506148525,
                         7.86869131145613259100e-4,
                         1.84631831751005468180e-5,
                         1.42151175831644588870e-7,
                         2.04426310338993978564e-15};
  return polynomial(e, r - 5) / polynomial(f, r - 5);
}

/// How far out in the tail p ≤ 0.075 lies: √(−ln p).
[[nodiscard]] inline double tail_distance(double p) noexcept {
  return std::sqrt(-fixed_log(p));
}

/// The standard normal number below which lies p, for p at least 1e-17 from 0 and 1; the same bits
/// on every machine.
///
/// Source  Wichura, AS 241, Appl. Statist. 37 (1988) 477, PPND16: relative error 1e-15.
[[nodiscard]] inline double normal_draw(double p) noexcept {
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) return normal_in_the_middle(q);
  const double r = tail_distance(q < 0 ? p : 1 - p);
  const double z = r <= 5 ? normal_in_the_tail(r) : normal_far_out(r);
  return q < 0 ? -z : z;
}

}  // namespace ringtrial::detail
