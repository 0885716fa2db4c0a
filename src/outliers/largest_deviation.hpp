// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace ringtrial::outliers::detail {

/** F_n, the distribution function of the largest deviation among n normal values over √SS.

      F_n(m) = n/B(½, (n−2)/2) ∫ cos^{n−3}φ F_{n−1}(√(n/(n−1)) tan φ) dφ,   sin φ ≤ m √(n/(n−1))

  The deviation of one value is √((n−1)/n) sin φ; that it is the largest leaves the others below it,
  and their own largest deviation is independent of φ. F_n has kinks where 1 … n−1 values share the
  largest deviation, at m_j = √(1/j − 1/n): j = 1 … n−2 number the pieces [m_{j+1}, m_j], and the
  integral maps piece j of F_n to piece j−1 of F_{n−1}. Within a piece m runs with sin²(πu/2),
  0 ≤ u ≤ 1, in which the half-integer powers at the kinks are smooth, and F_n is a Chebyshev
  series in u. All terms are positive: no figure is lost from one n to the next.
*/
class largest_deviation {
 public:
  static constexpr std::size_t terms = 28;

  /// Those of 3 ≤ n < largest_exact_n, built once.
  [[nodiscard]] static const largest_deviation& of(std::size_t n);

  /// F_n at u of piece j; 1 above piece 1, 0 where it is below 1e-40.
  [[nodiscard]] double at(std::size_t j, double u) const noexcept;
  /// F_n at m, which lies in piece j.
  [[nodiscard]] double value(std::size_t j, double m) const noexcept;
  /// Pieces on which F_n is not 0.
  [[nodiscard]] std::size_t pieces() const noexcept { return pieces_.size(); }
  [[nodiscard]] double low(std::size_t j) const noexcept { return pieces_[j - 1].low; }
  [[nodiscard]] double high(std::size_t j) const noexcept { return pieces_[j - 1].high; }

  explicit largest_deviation(std::size_t n);

 private:
  struct piece {
    double low, high;
    std::array<double, terms> series;
    std::size_t length;  ///< of the series, the rest is rounding
  };
  std::vector<piece> pieces_;  ///< piece 1, 2, …
};

/// u as sin²(πu/2) and cos²(πu/2), which share a piece.
struct shares {
  double below, above;
  explicit shares(double u) noexcept;
};

/// One value among n whose deviation runs over a piece of F_n.
class single_value {
 public:
  single_value(std::size_t n, std::size_t piece) noexcept;

  struct point {
    double argument;  ///< of F_{n−1}
    double density;   ///< n/B(½, (n−2)/2) cos^{n−3}φ dφ/du
  };
  [[nodiscard]] point at(const shares& u) const noexcept;
  [[nodiscard]] double low() const noexcept { return low_; }
  [[nodiscard]] double high() const noexcept { return low_ + width_; }

 private:
  double root_;      ///< √(n/(n−1)), 1/m₁
  double constant_;  ///< n/B(½, (n−2)/2)
  double power_;     ///< (n − 4)/2
  double low_, width_;
  double gap_;  ///< m₁ − high
};

/// m_j of n values: the largest deviation where j share it.
[[nodiscard]] double kink(std::size_t n, std::size_t j) noexcept;
/// B(½, (n − 2)/2), from B(½, ½) = π and B(½, 1) = 2.
[[nodiscard]] double beta_of(std::size_t n) noexcept;

}  // namespace ringtrial::outliers::detail
