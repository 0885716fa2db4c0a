// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace ringtrial::detail {

/** A number as the unevaluated sum of two doubles, some 32 figures.

  For differences of nearly equal sums of squares, whose figures a double has lost.

  Source  Dekker, Numer. Math. 18 (1971) 224; Knuth, The Art of Computer Programming 2, 4.2.2.
  Input   sizes below 1e290 and above 1e-250, else the low part over- or underflows; needs a compiler that
          keeps to IEEE 754 (no -ffast-math).
*/
struct double_double {
  double high = 0, low = 0;

  constexpr double_double() = default;
  constexpr double_double(double value) noexcept
      : high(value) {}  // NOLINT: a number is one
  constexpr double_double(double h, double l) noexcept : high(h), low(l) {}

  [[nodiscard]] constexpr double rounded() const noexcept { return high + low; }
};

/// a + b where |a| ≥ |b|.
[[nodiscard]] constexpr double_double fast_sum(double a, double b) noexcept {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// a + b, exactly.
[[nodiscard]] constexpr double_double exact_sum(double a, double b) noexcept {
  const double sum = a + b, part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}

/// a b, exactly, by halves of 26 bits.
[[nodiscard]] constexpr double_double exact_product(double a, double b) noexcept {
  const auto upper = [](double x) {
    const double shifted = 134217729 * x;  // 2^27 + 1
    return shifted - (shifted - x);
  };
  const double product = a * b, a1 = upper(a), b1 = upper(b), a2 = a - a1, b2 = b - b1;
  return {product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2};
}

[[nodiscard]] constexpr double_double operator+(double_double a,
                                                double_double b) noexcept {
  const auto high = exact_sum(a.high, b.high), low = exact_sum(a.low, b.low);
  const auto sum = fast_sum(high.high, high.low + low.high);
  return fast_sum(sum.high, sum.low + low.low);
}
[[nodiscard]] constexpr double_double operator-(double_double a) noexcept {
  return {-a.high, -a.low};
}
[[nodiscard]] constexpr double_double operator-(double_double a,
                                                double_double b) noexcept {
  return a + -b;
}
[[nodiscard]] constexpr double_double operator*(double_double a,
                                                double_double b) noexcept {
  const auto product = exact_product(a.high, b.high);
  return fast_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
}
[[nodiscard]] constexpr double_double operator/(double_double a, double b) noexcept {
  const double first = a.high / b;
  const auto rest = a - exact_product(first, b);
  return fast_sum(first, rest.rounded() / b);
}

}  // namespace ringtrial::detail
