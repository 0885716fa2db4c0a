// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace ringtrial::censored::detail {

/// Cells first … last lie in the intervals of `count` results.
struct cell_range {
  std::size_t first, last;
  double count;
};

/** Masses of cells by maximum likelihood: EM steps m ← m·D, D_j = 1/n Σ over intervals with j of
  1/(their mass), extrapolated by squared steps where that raises ℓ.

  At the maximum D = 1 where there is mass and D ≤ 1 elsewhere (Kuhn and Tucker).

  Source  Turnbull, J. R. Stat. Soc. B 38 (1976) 290; Varadhan and Roland, Scand. J. Stat. 35 (2008) 335.
  Cost    O(cells + intervals) a step.
*/
class self_consistency {
 public:
  self_consistency(std::vector<cell_range> ranges, std::size_t cells)
      : ranges_(std::move(ranges)), mass_(cells, 1 / static_cast<double>(cells)) {
    for (const auto& r : ranges_) n_ += r.count;
    value_ = log_likelihood(mass_);
  }

  /// Runs until the gain is below tolerance and D is settled; false if the iterations ran out. Where EM
  /// is slow because masses creep to 0, they are put to 0: what then settles is the maximum.
  [[nodiscard]] bool run(double tolerance, std::size_t max_iterations) {
    constexpr std::size_t some = 64;
    while (iterations_ < max_iterations) {
      if (settle(tolerance, std::min(iterations_ + some, max_iterations))) return true;
      self_consistency without = *this;
      if (without.clear_small() && without.settle(tolerance, iterations_ + some)) {
        *this = std::move(without);
        return true;
      }
    }
    constexpr double enough = 1e-6;
    return distance(multipliers(mass_)) < enough;
  }

  [[nodiscard]] const std::vector<double>& mass() const noexcept { return mass_; }
  [[nodiscard]] std::size_t iterations() const noexcept { return iterations_; }

  [[nodiscard]] double log_likelihood(const std::vector<double>& mass) const {
    const auto sum = sums(mass);
    double value = 0;
    for (const auto& r : ranges_) value += r.count * std::log(inside(mass, sum, r));
    return value;
  }

 private:
  static constexpr double negligible = 1e-10;  ///< mass of a cell

  [[nodiscard]] bool settle(double tolerance, std::size_t most) {
    constexpr double settled = 1e-11;
    double gain = tolerance;
    for (; iterations_ < most; ++iterations_) {
      if (gain < tolerance && distance(multipliers(mass_)) < settled) return true;
      const double before = value_;
      advance();
      gain = value_ - before;
    }
    return false;
  }

  /// False if no mass is small, or an interval would be left empty.
  [[nodiscard]] bool clear_small() {
    const double small = 1e-2 / static_cast<double>(mass_.size());
    double total = 0;
    bool any = false;
    for (double& m : mass_) {
      any = any || (m > 0 && m < small);
      total += m = m < small ? 0 : m;
    }
    for (double& m : mass_) m /= total;
    value_ = log_likelihood(mass_);
    return any && std::isfinite(value_);
  }

  [[nodiscard]] static std::vector<double> sums(const std::vector<double>& mass) {
    std::vector<double> sum(mass.size() + 1);
    for (std::size_t j = 0; j < mass.size(); ++j) sum[j + 1] = sum[j] + mass[j];
    return sum;
  }
  [[nodiscard]] static double inside(const std::vector<double>& mass,
                                     const std::vector<double>& sum,
                                     const cell_range& r) {
    return r.first == r.last ? mass[r.first] : sum[r.last + 1] - sum[r.first];
  }

  [[nodiscard]] std::vector<double> multipliers(const std::vector<double>& mass) const {
    const auto sum = sums(mass);
    std::vector<double> change(mass.size() + 1), d(mass.size());
    for (const auto& r : ranges_) {
      const double part = r.count / (n_ * inside(mass, sum, r));
      if (r.first == r.last) {
        d[r.first] += part;  // alone in its interval: nothing to cancel
        continue;
      }
      change[r.first] += part;
      change[r.last + 1] -= part;
    }
    double total = 0;
    for (std::size_t j = 0; j < d.size(); ++j) d[j] += total += change[j];
    return d;
  }

  /// How far D is from what holds at the maximum.
  [[nodiscard]] double distance(const std::vector<double>& d) const {
    double most = 0;
    for (std::size_t j = 0; j < d.size(); ++j)
      most = std::max(most, mass_[j] >= negligible ? std::abs(d[j] - 1) : d[j] - 1);
    return most;
  }

  [[nodiscard]] std::vector<double> step(std::vector<double> mass) const {
    const auto d = multipliers(mass);
    for (std::size_t j = 0; j < mass.size(); ++j) mass[j] *= d[j];
    return mass;
  }

  /// Two EM steps, and the squared step from them if it keeps the masses positive and raises ℓ.
  void advance() {
    const auto first = step(mass_), second = step(first);
    double change = 0, bend = 0;
    for (std::size_t j = 0; j < mass_.size(); ++j) {
      const double r = first[j] - mass_[j], v = second[j] - first[j] - r;
      change += r * r;
      bend += v * v;
    }
    const double length = bend > 0 ? std::sqrt(change / bend) : 1;
    auto next = length > 1 ? squared_step(first, second, length) : second;
    const double value = log_likelihood(second);
    const double raised = length > 1 && *std::ranges::min_element(next) >= 0
                              ? log_likelihood(next)
                              : -std::numeric_limits<double>::infinity();
    mass_ = raised >= value ? std::move(next) : second;
    value_ = std::max(raised, value);
  }

  [[nodiscard]] std::vector<double> squared_step(const std::vector<double>& first,
                                                 const std::vector<double>& second,
                                                 double length) const {
    std::vector<double> next(mass_.size());
    for (std::size_t j = 0; j < next.size(); ++j) {
      const double r = first[j] - mass_[j], v = second[j] - first[j] - r;
      next[j] = mass_[j] + 2 * length * r + length * length * v;
    }
    return *std::ranges::min_element(next) >= 0 ? step(std::move(next)) : next;
  }

  std::vector<cell_range> ranges_;
  std::vector<double> mass_;
  double n_ = 0, value_ = 0;
  std::size_t iterations_ = 0;
};

}  // namespace ringtrial::censored::detail
