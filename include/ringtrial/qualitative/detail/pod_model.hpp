// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

/** The model POD(d) = 1 − exp(−F₀ d^b): maximum likelihood of ln F₀ alone, or of ln F₀ and b.

  With η = ln F₀ + b x, x = ln d, and λ = e^η the log-likelihood is Σ y ln(1 − e^(−λ)) − (n − y) λ: concave
  in η, so Newton's method finds its one maximum.
*/
namespace ringtrial::qualitative::detail {

struct tested_level {
  double x, n, positive;  ///< x = ln of the level
  [[nodiscard]] double negative() const noexcept { return n - positive; }
};

struct pod_line {
  double log_f0 = 0, slope = 1;
  int iterations = 0;
  bool converged = false;
};

/// A step in ln F₀ or b below which Newton's method has converged; the error is then its square.
inline constexpr double pod_tolerance = 1e-10;

/// λ, held below overflow, where every term is decided already.
[[nodiscard]] inline double hits(double eta) noexcept {
  return std::exp(std::min(eta, 600.0));
}

/// λ/(e^λ − 1), from 1 at λ = 0 to 0.
[[nodiscard]] inline double hits_ratio(double lambda) noexcept {
  return lambda > 0 ? lambda * std::exp(-lambda) / -std::expm1(-lambda) : 1;
}

/// First and (negative) second derivative of a level's log-likelihood by η.
struct likelihood_slopes {
  double score, curvature;

  likelihood_slopes(const tested_level& l, double eta) noexcept {
    const double lambda = hits(eta), ratio = hits_ratio(lambda);
    const double rest = lambda > 0 ? lambda / -std::expm1(-lambda) - 1 : 0;
    score = l.positive * ratio - l.negative() * lambda;
    curvature = l.negative() * lambda + l.positive * ratio * rest;
  }
};

/// Expected (Fisher) information of a level on η.
[[nodiscard]] inline double pod_information(const tested_level& l, double eta) noexcept {
  const double lambda = hits(eta);
  return l.n * lambda * hits_ratio(lambda);
}

[[nodiscard]] inline double log_likelihood(const tested_level& l, double eta) noexcept {
  const double lambda = hits(eta);
  const double yes = l.positive > 0 ? l.positive * std::log(-std::expm1(-lambda)) : 0;
  return yes - (l.negative() > 0 ? l.negative() * lambda : 0);
}

/// Of the model that fits each level exactly, less that of the line, twice.
[[nodiscard]] inline double pod_deviance(const std::vector<tested_level>& levels,
                                         const pod_line& line) {
  double sum = 0;
  for (const auto& l : levels) {
    if (l.positive > 0) sum += l.positive * std::log(l.positive / l.n);
    if (l.negative() > 0) sum += l.negative() * std::log(l.negative() / l.n);
    sum -= log_likelihood(l, line.log_f0 + line.slope * l.x);
  }
  return std::max(0.0, 2 * sum);
}

/// ln λ if all tests had been made at one level.
[[nodiscard]] inline double pooled_eta(const std::vector<tested_level>& levels) {
  double n = 0, positive = 0;
  for (const auto& l : levels) {
    n += l.n;
    positive += l.positive;
  }
  return std::log(-std::log1p(-positive / n));
}

/// ln F₀ for a given slope. The pooled η at the highest and at the lowest level bracket it; where a step
/// leaves the bracket, or is not half the last one, the bracket is halved.
[[nodiscard]] inline pod_line fit_pod_offset(const std::vector<tested_level>& levels,
                                             double slope, int max_iterations) {
  const auto [least, most] = std::ranges::minmax(levels, {}, &tested_level::x);
  const double pooled = pooled_eta(levels);
  double low = pooled - slope * most.x, high = pooled - slope * least.x;
  pod_line line{(low + high) / 2, slope};
  double last = high - low;
  while (!line.converged && line.iterations < max_iterations) {
    double score = 0, curvature = 0;
    for (const auto& l : levels) {
      const likelihood_slopes by_eta(l, line.log_f0 + slope * l.x);
      score += by_eta.score;
      curvature += by_eta.curvature;
    }
    (score > 0 ? low : high) = line.log_f0;
    double next = line.log_f0 + score / curvature;
    const bool slow = std::abs(next - line.log_f0) > last / 2;
    if (slow || !(next >= low && next <= high)) next = (low + high) / 2;
    last = std::abs(next - line.log_f0);
    line.converged = last <= pod_tolerance;
    line.log_f0 = next;
    ++line.iterations;
  }
  return line;
}

/// Newton's step of both parameters, and the log-likelihood where it begins.
struct pod_step {
  double log_f0 = 0, slope = 0, likelihood = 0;

  pod_step(const std::vector<tested_level>& levels, const pod_line& line) {
    double s0 = 0, s1 = 0, h00 = 0, h01 = 0, h11 = 0;
    for (const auto& l : levels) {
      const double eta = line.log_f0 + line.slope * l.x;
      const likelihood_slopes by_eta(l, eta);
      s0 += by_eta.score;
      s1 += by_eta.score * l.x;
      h00 += by_eta.curvature;
      h01 += by_eta.curvature * l.x;
      h11 += by_eta.curvature * l.x * l.x;
      likelihood += log_likelihood(l, eta);
    }
    const double determinant = h00 * h11 - h01 * h01;
    log_f0 = (h11 * s0 - h01 * s1) / determinant;
    slope = (h00 * s1 - h01 * s0) / determinant;
  }
};

[[nodiscard]] inline double log_likelihood(const std::vector<tested_level>& levels,
                                           const pod_line& line) {
  double sum = 0;
  for (const auto& l : levels) sum += log_likelihood(l, line.log_f0 + line.slope * l.x);
  return sum;
}

/// Levels with x of mean 0 and standard deviation 1 (by tests).
struct standardised_levels {
  double mean = 0, sd = 0;
  std::vector<tested_level> levels;

  explicit standardised_levels(std::vector<tested_level> given)
      : levels(std::move(given)) {
    double n = 0;
    for (const auto& l : levels) n += l.n;
    for (const auto& l : levels) mean += l.n / n * l.x;
    for (const auto& l : levels) sd += l.n / n * (l.x - mean) * (l.x - mean);
    sd = std::sqrt(sd);
    for (auto& l : levels) l.x = (l.x - mean) / sd;
  }
};

/// ln F₀ and b, from no slope at all by steps that are halved until the likelihood does not fall.
[[nodiscard]] inline pod_line fit_pod_line(const std::vector<tested_level>& given,
                                           int max_iterations) {
  const standardised_levels standard(given);
  pod_line line{pooled_eta(standard.levels), 0};
  while (!line.converged && line.iterations < max_iterations) {
    const pod_step step(standard.levels, line);
    const double least = step.likelihood - 1e-12 * (1 + std::abs(step.likelihood));
    double part = 1;
    pod_line next = line;
    do {
      next.log_f0 = line.log_f0 + part * step.log_f0;
      next.slope = line.slope + part * step.slope;
      part /= 2;
    } while (!(log_likelihood(standard.levels, next) >= least) && part > 1e-15);
    next.converged =
        std::max(std::abs(step.log_f0), std::abs(step.slope)) <= pod_tolerance;
    ++next.iterations;
    line = next;
  }
  line.slope /= standard.sd;
  line.log_f0 -= line.slope * standard.mean;
  return line;
}

}  // namespace ringtrial::qualitative::detail
