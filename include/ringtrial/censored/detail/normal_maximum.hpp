// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/censored/detail/normal_likelihood.hpp>

namespace ringtrial::censored::detail {

/// Mean and standard deviation of found values, middles and limits.
[[nodiscard]] inline normal_parameters start_of(const std::vector<interval>& all) {
  double sum = 0, squares = 0;
  const auto place = [](const interval& x) {
    if (std::isinf(x.lower)) return x.upper;
    return std::isinf(x.upper) ? x.lower : (x.lower + x.upper) / 2;
  };
  const double n = static_cast<double>(all.size());
  for (const auto& x : all) sum += place(x);
  for (const auto& x : all) squares += (place(x) - sum / n) * (place(x) - sum / n);
  const double theta = 1 / std::max(std::sqrt(squares / n), 1e-3);
  return {sum / n * theta, theta};
}

/// The Newton step, and half of what the quadratic model promises for it.
struct newton_step {
  double eta, theta, decrement;
};

[[nodiscard]] inline newton_step newton_of(const likelihood& l) noexcept {
  const double determinant = l.eta_eta * l.theta_theta - l.eta_theta * l.eta_theta;
  const double eta = (l.eta_theta * l.theta - l.theta_theta * l.eta) / determinant;
  const double theta = (l.eta_theta * l.eta - l.eta_eta * l.theta) / determinant;
  return {eta, theta, (l.eta * eta + l.theta * theta) / 2};
}

/// Newton with halved steps; close to the maximum, where ℓ no longer tells, with whole ones.
class normal_maximum {
 public:
  normal_maximum(const std::vector<interval>& all, std::size_t max_iterations)
      : all_(all), at_(start_of(all)), here_(likelihood_of(all, at_)) {
    double before = std::numeric_limits<double>::infinity();
    for (; iterations_ < max_iterations && !settled_; ++iterations_) {
      const auto step = newton_of(here_);
      const double size = 1 + std::abs(here_.value);
      const bool close = step.decrement < 1e-9 * size;
      settled_ = step.decrement < 1e-20 * size || (close && step.decrement >= before);
      before = step.decrement;
      if (!settled_) settled_ = !(close ? move(step, 1) : climb(step));
    }
  }

  [[nodiscard]] const normal_parameters& at() const noexcept { return at_; }
  [[nodiscard]] const likelihood& found() const noexcept { return here_; }
  [[nodiscard]] std::size_t iterations() const noexcept { return iterations_; }
  [[nodiscard]] bool settled() const noexcept { return settled_; }

 private:
  bool move(const newton_step& step, double part) {
    at_ = {at_.eta + part * step.eta, at_.theta + part * step.theta};
    here_ = likelihood_of(all_, at_);
    return true;
  }

  /// False if no part of the step raises ℓ.
  bool climb(const newton_step& step) {
    constexpr double least = 1e-16;
    double part = step.theta < 0 ? std::min(1.0, 0.9 * at_.theta / -step.theta) : 1;
    for (; part > least; part /= 2) {
      const normal_parameters next = {at_.eta + part * step.eta,
                                      at_.theta + part * step.theta};
      if (likelihood_of(all_, next).value > here_.value) return move(step, part);
    }
    return false;
  }

  const std::vector<interval>& all_;
  normal_parameters at_;
  likelihood here_;
  std::size_t iterations_ = 0;
  bool settled_ = false;
};

}  // namespace ringtrial::censored::detail
