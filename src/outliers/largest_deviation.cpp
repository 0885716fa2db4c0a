// SPDX-License-Identifier: BSL-1.0
#include "largest_deviation.hpp"

#include <ringtrial/detail/gauss_legendre.hpp>
#include <ringtrial/outliers/detail/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <numbers>

namespace ringtrial::outliers::detail {
namespace {

constexpr std::size_t terms = largest_deviation::terms;
constexpr double pi = std::numbers::pi;
using series = std::array<double, terms>;

/// Points of interpolation in (0, 1) and the cosines that make a series of values there.
struct chebyshev {
  std::vector<shares> u;
  std::array<series, terms> cosine{};  ///< [k][i] cos(kθᵢ)

  chebyshev() {
    for (std::size_t i = 0; i < terms; ++i) {
      const double theta = pi * (static_cast<double>(i) + 0.5) / terms;
      u.emplace_back((1 + std::cos(theta)) / 2);
      for (std::size_t k = 0; k < terms; ++k)
        cosine[k][i] = std::cos(static_cast<double>(k) * theta);
    }
  }

  [[nodiscard]] series of_values(const series& values) const {
    series c{};
    for (std::size_t k = 0; k < terms; ++k) {
      for (std::size_t i = 0; i < terms; ++i) c[k] += values[i] * cosine[k][i];
      c[k] *= (k == 0 ? 1.0 : 2.0) / terms;
    }
    return c;
  }
};

/// The integral over [0, u], u = (1 + x)/2, plus `start`.
series integral(const series& c, double start) {
  series b{};
  for (std::size_t k = 1; k < terms; ++k) {
    const double before = (k == 1 ? 2 : 1) * c[k - 1],
                 after = k + 1 < terms ? c[k + 1] : 0;
    b[k] = (before - after) / (4 * static_cast<double>(k));
  }
  b[0] = start;
  for (std::size_t k = 1; k < terms; ++k) b[0] -= k % 2 == 1 ? -b[k] : b[k];
  return b;
}

/// How many terms are not mere rounding.
std::size_t length_of(const series& c) noexcept {
  std::size_t length = terms;
  while (length > 1 && std::abs(c[length - 1]) <= 1e-16 * c[0]) --length;
  return length;
}

/// The series at u, by Clenshaw's recurrence.
double sum(const series& c, std::size_t length, double u) noexcept {
  const double x = 2 * (2 * u - 1);
  double b1 = 0, b2 = 0;
  for (std::size_t k = length; k-- > 1;) {
    const double b = c[k] + x * b1 - b2;
    b2 = b1;
    b1 = b;
  }
  return c[0] + x / 2 * b1 - b2;
}

}  // namespace

double kink(std::size_t n, std::size_t j) noexcept {
  const auto values = static_cast<double>(n), equal = static_cast<double>(j);
  return std::sqrt((values - equal) / (values * equal));
}

double beta_of(std::size_t n) noexcept {
  double b = n % 2 == 1 ? pi : 2;
  for (std::size_t k = n % 2 == 1 ? 3 : 4; k < n; k += 2)
    b *= static_cast<double>(k - 2) / static_cast<double>(k - 1);
  return b;
}

shares::shares(double u) noexcept {
  const double sine = std::sin(pi / 2 * u), cosine = std::cos(pi / 2 * u);
  below = sine * sine;
  above = cosine * cosine;
}

single_value::single_value(std::size_t n, std::size_t piece) noexcept
    : root_(1 / kink(n, 1)),
      constant_(static_cast<double>(n) / beta_of(n)),
      power_((static_cast<double>(n) - 4) / 2),
      low_(kink(n, piece + 1)),
      width_(kink(n, piece) - low_),
      gap_(kink(n, 1) - kink(n, piece)) {}

single_value::point single_value::at(const shares& u) const noexcept {
  const double m = low_ + width_ * u.below;
  const double room = gap_ + width_ * u.above;  // m₁ − m without cancellation
  const double cos_squared = room * (1 / root_ + m) * root_ * root_;
  const double slope = pi * width_ * std::sqrt(u.below * u.above) * root_;  // d sin φ/du
  return {root_ * root_ * m / std::sqrt(cos_squared),
          constant_ * std::pow(cos_squared, power_) * slope};
}

largest_deviation::largest_deviation(std::size_t n) {
  static const chebyshev points;
  const largest_deviation* others = n == 3 ? nullptr : &of(n - 1);
  pieces_.resize(others == nullptr ? 1 : others->pieces() + 1);
  double start = 0;
  for (std::size_t j = pieces_.size(); j >= 1; --j) {
    const single_value one(n, j);
    series slope{};
    for (std::size_t i = 0; i < terms; ++i) {
      const auto [argument, density] = one.at(points.u[i]);
      slope[i] = density * (j == 1 ? 1 : others->value(j - 1, argument));
    }
    const series c = integral(points.of_values(slope), start);
    pieces_[j - 1] = {one.low(), one.high(), c, length_of(c)};
    start = at(j, 1);
    if (start < 1e-40) pieces_.resize(j - 1);
  }
}

const largest_deviation& largest_deviation::of(std::size_t n) {
  static std::array<std::once_flag, largest_exact_n> once;
  static std::array<std::unique_ptr<const largest_deviation>, largest_exact_n> built;
  std::call_once(once[n], [n] { built[n] = std::make_unique<largest_deviation>(n); });
  return *built[n];
}

double largest_deviation::at(std::size_t j, double u) const noexcept {
  if (j == 0) return 1;
  return j > pieces() ? 0 : sum(pieces_[j - 1].series, pieces_[j - 1].length, u);
}

double largest_deviation::value(std::size_t j, double m) const noexcept {
  if (j == 0 || j > pieces()) return at(j, 0);
  const double share = (m - low(j)) / (high(j) - low(j));
  return at(j, 2 / pi * std::asin(std::sqrt(std::clamp(share, 0.0, 1.0))));
}

double counted_twice(std::size_t n, double g) {
  const auto values = static_cast<double>(n);
  const double m = g / std::sqrt(values - 1);
  if (n < 4 || m >= kink(n, 2)) return 0;
  const auto& others = largest_deviation::of(n - 1);
  const double equal = std::clamp(1 / (m * m + 1 / values), 2.0, values - 2);
  double total = 0;
  for (auto j = static_cast<std::size_t>(equal); j >= 2; --j) {
    const single_value one(n, j);
    const double share = (m - one.low()) / (one.high() - one.low());
    const double from = 2 / pi * std::asin(std::sqrt(std::clamp(share, 0.0, 1.0)));
    total += ringtrial::detail::integrate<16>(from, 1, [&](double u) {
      const auto [argument, density] = one.at(shares(u));
      return density * (1 - others.value(j - 1, argument));
    });
  }
  return total;
}

}  // namespace ringtrial::outliers::detail
