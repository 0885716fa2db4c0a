// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cmath>

/// Sums and products to some 31 digits (Dekker, Numer. Math. 18 (1971) 224).
namespace ringtrial::consensus::detail {

struct double_double {
  double high = 0, low = 0;
};

[[nodiscard]] inline double_double normalised(double high, double low) noexcept {
  const double total = high + low;
  return {total, low - (total - high)};
}

[[nodiscard]] inline double_double negative(double_double a) noexcept {
  return {-a.high, -a.low};
}

[[nodiscard]] inline double_double sum(double_double a, double_double b) noexcept {
  const double total = a.high + b.high, part = total - a.high;
  const double error = (a.high - (total - part)) + (b.high - part);
  return normalised(total, error + (a.low + b.low));
}

[[nodiscard]] inline double_double product(double_double a, double b) noexcept {
  const double high = a.high * b;
  return normalised(high, std::fma(a.high, b, -high) + a.low * b);
}

}  // namespace ringtrial::consensus::detail
