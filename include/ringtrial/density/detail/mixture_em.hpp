// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace ringtrial::density::detail {

struct component {
  double weight, mean, sd;
};

/// Components with the log-likelihood they give.
struct mixture {
  std::vector<component> parts = {};
  double log_likelihood = -std::numeric_limits<double>::infinity();
  std::size_t iterations = 0;
  bool settled = false;
};

struct em_options {
  bool equal_sd;
  double tolerance;
  std::size_t max_iterations;
};

/// Least standard deviation of a component, in those of the sample.
inline constexpr double least_sd = 1e-3;

/// Adds each component's share of one value to `share`, and gives ln f of the value.
[[nodiscard]] inline double shares_of(const std::vector<component>& parts, double u,
                                      std::span<double> share) noexcept {
  constexpr double log_root_two_pi = 0.91893853320467274178;
  double most = -std::numeric_limits<double>::infinity(), sum = 0;
  for (std::size_t j = 0; j < parts.size(); ++j) {
    const double d = (u - parts[j].mean) / parts[j].sd;
    share[j] = std::log(parts[j].weight / parts[j].sd) - d * d / 2 - log_root_two_pi;
    most = std::max(most, share[j]);
  }
  for (double& s : share) sum += s = std::exp(s - most);
  for (double& s : share) s /= sum;
  return most + std::log(sum);
}

/// EM on values in standard deviations, with squared extrapolated steps where these raise ℓ.
class mixture_em {
 public:
  mixture_em(std::span<const double> u, const em_options& o) : u_(u), o_(o) {}

  [[nodiscard]] mixture run(std::vector<component> parts) const {
    mixture m{.parts = std::move(parts)};
    m.log_likelihood = log_likelihood(m.parts);
    const std::size_t most = o_.max_iterations + polishing;
    while (m.iterations < most && !m.settled) advance(m);
    return m;
  }

  [[nodiscard]] double log_likelihood(const std::vector<component>& parts) const {
    std::vector<double> share(parts.size());
    double sum = 0;
    for (const double u : u_) sum += shares_of(parts, u, share);
    return sum;
  }

 private:
  static constexpr std::size_t polishing = 50;
  static constexpr double still =
      1e-11;  ///< a step of parameters, in standard deviations

  /// The maximum of the expected log-likelihood given the shares of `parts`.
  [[nodiscard]] std::vector<component> step(const std::vector<component>& parts) const {
    const std::size_t k = parts.size();
    std::vector<double> share(k), count(k), sum(k), squares(k);
    for (const double u : u_) {
      (void)shares_of(parts, u, share);
      for (std::size_t j = 0; j < k; ++j) {
        const double d = u - parts[j].mean;
        count[j] += share[j];
        sum[j] += share[j] * d;
        squares[j] += share[j] * d * d;
      }
    }
    auto next = parts;
    double within = 0;
    const double n = static_cast<double>(u_.size());
    for (std::size_t j = 0; j < k; ++j) {
      next[j].weight = count[j] / n;
      if (!(count[j] > 0)) continue;  // an empty component stays where it is
      const double shift = sum[j] / count[j];
      const double spread = std::max(squares[j] - count[j] * shift * shift, 0.0);
      next[j].mean += shift;
      next[j].sd = std::max(std::sqrt(spread / count[j]), least_sd);
      within += spread;
    }
    if (o_.equal_sd)
      for (auto& part : next) part.sd = std::max(std::sqrt(within / n), least_sd);
    return next;
  }

  [[nodiscard]] static std::vector<component> extrapolated(
      const std::vector<component>& start, const std::vector<component>& first,
      const std::vector<component>& second, double length) {
    auto next = second;
    const auto along = [&](double component::*p, std::size_t j) {
      const double r = first[j].*p - start[j].*p, v = second[j].*p - first[j].*p - r;
      next[j].*p = start[j].*p + 2 * length * r + length * length * v;
    };
    for (std::size_t j = 0; j < next.size(); ++j)
      for (const auto p : {&component::weight, &component::mean, &component::sd})
        along(p, j);
    return next;
  }

  /// Length of the squared step, from the two EM steps; 1 is the second of them.
  [[nodiscard]] static double length_of(const std::vector<component>& start,
                                        const std::vector<component>& first,
                                        const std::vector<component>& second) {
    double change = 0, bend = 0;
    for (std::size_t j = 0; j < start.size(); ++j)
      for (const auto p : {&component::weight, &component::mean, &component::sd}) {
        const double r = first[j].*p - start[j].*p, v = second[j].*p - first[j].*p - r;
        change += r * r;
        bend += v * v;
      }
    return bend > 0 ? std::sqrt(change / bend) : 1;
  }

  [[nodiscard]] static double largest_change(const std::vector<component>& a,
                                             const std::vector<component>& b) {
    double most = 0;
    for (std::size_t j = 0; j < a.size(); ++j)
      for (const auto p : {&component::weight, &component::mean, &component::sd})
        most = std::max(most, std::abs(a[j].*p - b[j].*p));
    return most;
  }

  [[nodiscard]] static bool possible(const std::vector<component>& parts) {
    return std::ranges::all_of(
        parts, [](const component& c) { return c.weight > 0 && c.sd >= least_sd; });
  }

  void advance(mixture& m) const {
    const auto first = step(m.parts), second = step(first);
    const double length = length_of(m.parts, first, second);
    const double value = log_likelihood(second);
    const double rise = value - m.log_likelihood;
    m.settled = rise < o_.tolerance * (1 + std::abs(value)) &&
                largest_change(m.parts, first) < still;
    m.iterations += 2;
    auto far = extrapolated(m.parts, first, second, length);
    m.parts = second;
    m.log_likelihood = value;
    if (m.settled || length <= 1 || !possible(far)) return;
    far = step(far);
    ++m.iterations;
    const double raised = log_likelihood(far);
    if (!(raised > value)) return;
    m.parts = std::move(far);
    m.log_likelihood = raised;
  }

  std::span<const double> u_;
  em_options o_;
};

}  // namespace ringtrial::density::detail
