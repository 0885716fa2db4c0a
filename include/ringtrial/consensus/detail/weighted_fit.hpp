// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/stated_results.hpp>

namespace ringtrial::consensus::detail {

/// The mean with weights 1/(u² + τ²), in the unit of the results.
struct weighted_fit {
  double mean = 0;
  double rest = 0;      ///< what rounding the mean left out of it
  double u = 0;         ///< 1/√Σw
  double smallest = 0;  ///< σ_min, the least √(u² + τ²)
  double residual = 0;  ///< Σ (σ_min/σ)² (d − mean)²; over σ_min² it is Σ w (d − mean)²
  std::vector<double> weights;  ///< sum 1, in the order of the results

  /// d − mean, without the rounding of either.
  [[nodiscard]] double deviation(const stated_result& lab) const noexcept {
    return (lab.d - mean) + (lab.tail - rest);
  }
  /// Σ w (d − mean)².
  [[nodiscard]] double chi2() const noexcept {
    const double root = std::sqrt(residual) / smallest;
    return root * root;
  }
};

/// The mean of d with weights (smallest/σ)²; every σ must be above 0.
[[nodiscard]] inline weighted_fit fit_weighted_mean(const stated_results& r,
                                                    std::span<const double> sigma) {
  weighted_fit f;
  f.smallest = *std::min_element(sigma.begin(), sigma.end());
  double sum = 0, moment = 0;
  for (std::size_t i = 0; i < sigma.size(); ++i) {
    const double relative = f.smallest / sigma[i];
    f.weights.push_back(relative * relative);
    sum += f.weights.back();
    moment += f.weights.back() * r.labs[i].d;
  }
  f.mean = moment / sum;
  f.u = f.smallest / std::sqrt(sum);
  for (std::size_t i = 0; i < sigma.size(); ++i)
    f.rest += f.weights[i] * ((r.labs[i].d - f.mean) + r.labs[i].tail) / sum;
  for (std::size_t i = 0; i < sigma.size(); ++i) {
    const double deviation = f.deviation(r.labs[i]);
    f.residual += f.weights[i] * (deviation * deviation);
    f.weights[i] /= sum;
  }
  return f;
}

/// With weights 1/(u² + τ²); every u, or tau, must be above 0.
[[nodiscard]] inline weighted_fit fit_weighted_mean(const stated_results& r, double tau) {
  std::vector<double> sigma;
  for (const auto& lab : r.labs) sigma.push_back(std::hypot(lab.u, tau));
  return fit_weighted_mean(r, sigma);
}

/// 1 − w for each of weights that sum to 1, as the sum of the others: nothing cancels.
[[nodiscard]] inline std::vector<double> complements(std::span<const double> weights) {
  std::vector<double> rest(weights.size());
  double sum = 0;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    rest[i] = sum;
    sum += weights[i];
  }
  sum = 0;
  for (std::size_t i = rest.size(); i-- > 0;) {
    rest[i] += sum;
    sum += weights[i];
  }
  return rest;
}

/// The plain mean of d and its Σ(d − mean)².
struct plain_mean {
  double mean = 0, rest = 0, squares = 0;

  explicit plain_mean(const stated_results& r) {
    for (const auto& lab : r.labs) mean += lab.d;
    mean /= r.size();
    for (const auto& lab : r.labs) rest += ((lab.d - mean) + lab.tail) / r.size();
    for (const auto& lab : r.labs) {
      const double deviation = (lab.d - mean) + (lab.tail - rest);
      squares += deviation * deviation;
    }
  }
};

/// The mean of u².
[[nodiscard]] inline double mean_variance(const stated_results& r) noexcept {
  double sum = 0;
  for (const auto& lab : r.labs) sum += lab.u * lab.u;
  return sum / r.size();
}

/// τ² below this share of the smallest u² is 0.
[[nodiscard]] inline double boundary_variance(double smallest_u) noexcept {
  return 4 * std::numeric_limits<double>::epsilon() * smallest_u * smallest_u;
}

}  // namespace ringtrial::consensus::detail
