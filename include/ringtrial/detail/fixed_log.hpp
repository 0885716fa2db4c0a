// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstdint>

namespace ringtrial::detail {

/** ln x for a normal x > 0 by the same operations on every machine, where libm differs between C
    libraries and processors: relative error 4e-16.

  x = m·2^e with m from √½ to √2, ln m = 2 artanh s = 2s (1 + s²/3 + s⁴/5 + …), s = (m − 1)/(m + 1).
*/
[[nodiscard]] inline double fixed_log(double x) noexcept {
  constexpr std::uint64_t root_of_half = 0x3fe6a09e667f3bcd, bias = 1024;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t power =
      ((bits - root_of_half + (bias << 52)) >> 52) - bias;  // e, modulo 2⁶⁴
  const double m = std::bit_cast<double>(bits - (power << 52));
  const double e = std::bit_cast<double>(0x4338000000000000 + power) - 0x1.8p52;
  const double s = (m - 1) / (m + 1), z = s * s;
  double sum = 2.0 / 21;
  for (int k = 19; k >= 3; k -= 2) sum = sum * z + 2.0 / k;
  constexpr double ln2 = 0.693147180559945309417;
  return e * ln2 + (2 * s + s * (z * sum));
}

}  // namespace ringtrial::detail
