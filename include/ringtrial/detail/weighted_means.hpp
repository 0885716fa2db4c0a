// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/sorted.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <tuple>
#include <vector>

/** Means of results with stated uncertainties, weighted by 1/(u² + τ²).

  Everything is computed on deviations from the median, divided by a power of two near the largest of
  them, and in sorted order: neither offset, unit nor order of the laboratories moves a result by more
  than rounding the data does.
*/
namespace ringtrial::detail {

/// One laboratory.
struct stated_result {
  double x;              ///< times 2^-outer
  double d;              ///< deviation from the centre, in the unit of `stated_results`
  double u;              ///< standard uncertainty; NaN where none is stated
  std::size_t position;  ///< in the input
};

struct stated_results {
  std::vector<stated_result> labs;  ///< sorted by x, then uncertainty
  double centre = 0;                ///< the median, times 2^-outer
  int outer = 0, inner = 0;         ///< exponents taken out before and after the centre
  bool finite = true;

  [[nodiscard]] double size() const noexcept { return static_cast<double>(labs.size()); }
  /// In the unit of the data: d from the centre, refined by the rounding that its weights show.
  [[nodiscard]] double value(double d,
                             std::span<const double> weights = {}) const noexcept {
    const double first = centre + std::ldexp(d, inner);
    double rest = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
      rest += weights[i] * (labs[i].x - first);
    return std::ldexp(first + rest, outer) + 0.0;
  }
  [[nodiscard]] double width(double u) const noexcept {
    return std::ldexp(u, inner + outer);
  }
  [[nodiscard]] double smallest_u() const noexcept {
    double u = labs.front().u;
    for (const auto& lab : labs) u = std::min(u, lab.u);
    return u;
  }
};

inline void subtract_median(stated_results& r) {
  std::vector<double> x;
  double largest = 0;
  for (const auto& lab : r.labs) largest = std::max(largest, std::abs(lab.x));
  r.outer = largest > 0x1p1000 ? 8 : 0;
  for (auto& lab : r.labs) {
    lab.u = std::ldexp(lab.u, -r.outer);
    x.push_back(lab.x = std::ldexp(lab.x, -r.outer));
  }
  std::sort(x.begin(), x.end());
  r.centre = median_of_sorted(x);
  for (auto& lab : r.labs) lab.d = lab.x - r.centre;
}

inline void divide_by_size(stated_results& r) {
  double largest = 0;
  for (const auto& lab : r.labs)
    largest = std::max({largest, std::abs(lab.d), std::isnan(lab.u) ? 0 : lab.u});
  r.inner = largest > 0 ? std::ilogb(largest) : 0;
  for (auto& lab : r.labs) {
    lab.d = std::ldexp(lab.d, -r.inner);
    lab.u = std::ldexp(lab.u, -r.inner);
  }
}

/// Laboratories whose x, and where `need_u` u too, is not NaN; u empty: none is stated.
[[nodiscard]] inline stated_results gather_stated(std::span<const double> x,
                                                  std::span<const double> u,
                                                  bool need_u) {
  stated_results r;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double stated = u.empty() ? not_a_number : u[i];
    if (std::isnan(x[i]) || (need_u && std::isnan(stated))) continue;
    r.finite = r.finite && std::isfinite(x[i]) && !std::isinf(stated);
    r.labs.push_back({x[i], 0, stated, i});
  }
  if (!r.finite || r.labs.empty()) return r;
  subtract_median(r);
  divide_by_size(r);
  const auto key = [](const stated_result& a) {
    return std::tuple(a.x, std::isnan(a.u) ? HUGE_VAL : a.u, a.position);
  };
  std::sort(r.labs.begin(), r.labs.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return r;
}

/// The mean with weights 1/(u² + τ²), in the unit of the results.
struct weighted_fit {
  double mean = 0;
  double u = 0;         ///< 1/√Σw
  double smallest = 0;  ///< σ_min, the least √(u² + τ²)
  double residual = 0;  ///< Σ (σ_min/σ)² (d − mean)²; over σ_min² it is Σ w (d − mean)²
  std::vector<double> weights;  ///< sum 1, in the order of the results

  /// Σ w (d − mean)².
  [[nodiscard]] double chi2() const noexcept {
    const double root = std::sqrt(residual) / smallest;
    return root * root;
  }
};

/// Every u, or tau, must be above 0.
[[nodiscard]] inline weighted_fit fit_weighted_mean(const stated_results& r, double tau) {
  weighted_fit f;
  f.smallest = std::hypot(r.smallest_u(), tau);
  double sum = 0, moment = 0;
  for (const auto& lab : r.labs) {
    const double relative = f.smallest / std::hypot(lab.u, tau);
    f.weights.push_back(relative * relative);
    sum += f.weights.back();
    moment += f.weights.back() * lab.d;
  }
  f.mean = moment / sum;
  f.u = f.smallest / std::sqrt(sum);
  for (std::size_t i = 0; i < r.labs.size(); ++i) {
    const double deviation = r.labs[i].d - f.mean;
    f.residual += f.weights[i] * (deviation * deviation);
    f.weights[i] /= sum;
  }
  return f;
}

/// max(1, √(Q/(n − 1))).
[[nodiscard]] inline double birge_factor(double chi2, double n) noexcept {
  return std::max(1.0, std::sqrt(chi2 / (n - 1)));
}

/// τ² below this share of the smallest u² is 0.
[[nodiscard]] inline double boundary_variance(double smallest_u) noexcept {
  return 4 * std::numeric_limits<double>::epsilon() * smallest_u * smallest_u;
}

/// τ² = max(0, (Q − (n − 1))/(S₁ − S₂/S₁)) with Sₖ = Σ u⁻²ᵏ, from the fit with τ = 0. S₁ − S₂/S₁ is
/// formed as 2 Σ_{i<j} wᵢwⱼ/S₁, where nothing cancels.
[[nodiscard]] inline double dersimonian_laird_variance(const weighted_fit& f) noexcept {
  double before = 0, pairs = 0;
  for (const double weight : f.weights) {
    pairs += 2 * weight * before;
    before += weight;
  }
  const double unit = f.smallest * f.smallest;
  const double sum = unit / (f.u * f.u);  // of the weights relative to the largest
  const double excess = f.residual - (static_cast<double>(f.weights.size()) - 1) * unit;
  const double variance = excess / (pairs * sum);
  return variance > boundary_variance(f.smallest) ? variance : 0;
}

}  // namespace ringtrial::detail
