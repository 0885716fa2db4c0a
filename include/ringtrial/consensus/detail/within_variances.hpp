// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/likelihood.hpp>

/// The likelihood of Vangel and Rukhin over μ and the within-laboratory variances ξ, for a given τ².
namespace ringtrial::consensus::detail {

/// ln(ξ + τ²) + d²/(ξ + τ²) + ν ln ξ + νu²/ξ; ξ > 0.
[[nodiscard]] inline double within_term(double xi, double tau2, double d, double u,
                                        double dof) noexcept {
  const double variance = xi + tau2;
  return std::log(variance) + d * d / variance + dof * (std::log(xi) + u * u / xi);
}

/** The stationary points of within_term(), in units of τ²: the positive roots of a cubic.

  With s = ξ/τ²: (1 + ν)s³ + (1 + 2ν − D − U)s² + (ν − 2U)s − U = 0, D = d²/τ², U = νu²/τ². It is below 0 at
  s = 0, so the minima of the term are where it rises through 0.
*/
struct within_cubic {
  double a, b, c, e;

  within_cubic(double tau2, double d, double u, double dof) noexcept {
    const double D = d * d / tau2, U = dof * (u * u / tau2);
    a = 1 + dof;
    b = 1 + 2 * dof - D - U;
    c = dof - 2 * U;
    e = -U;
  }
  [[nodiscard]] double operator()(double s) const noexcept {
    return ((a * s + b) * s + c) * s + e;
  }
  /// Above every root.
  [[nodiscard]] double bound() const noexcept {
    return 1 + (std::abs(b) + std::abs(c) - e) / a;
  }
  /// Where it rises through 0 between the two: Newton's steps from `s`, else by the bracket.
  [[nodiscard]] double root(double low, double high, double s) const {
    constexpr double last_bits = 2 * std::numeric_limits<double>::epsilon();
    double below = low, above = high;
    for (int steps = 0; steps < 12 && s > below && s < above; ++steps) {
      const double value = (*this)(s);
      (value > 0 ? above : below) = s;
      const double move = value / ((3 * a * s + 2 * b) * s + c);
      s -= move;
      if (std::abs(move) <= last_bits * s) return s;
    }
    return bracketed_root(*this, {low, (*this)(low)}, {high, (*this)(high)}, 0);
  }
};

/// The ξ that minimises the term; `near` is a guess at it.
[[nodiscard]] inline double best_within(double tau2, double d, double u, double dof,
                                        double near) {
  if (std::isinf(dof)) return u * u;
  const double at_zero = (d * d + dof * u * u) / (1 + dof);
  if (!(tau2 > 0)) return at_zero;
  const within_cubic f(tau2, d, u, dof);
  if (!std::isfinite(f.bound())) return at_zero;
  const double half = f.b * f.b - 3 * f.a * f.c;
  const double spread = half > 0 ? std::sqrt(half) : 0;
  const double top = (-f.b - spread) / (3 * f.a), bottom = (-f.b + spread) / (3 * f.a);
  if (!(half > 0) || top <= 0 || f(top) <= 0 || f(bottom) >= 0)
    return f.root(0, f.bound(), near / tau2) * tau2;
  const double small = f.root(0, top, near / tau2) * tau2;
  const double large = f.root(bottom, f.bound(), near / tau2) * tau2;
  return within_term(small, tau2, d, u, dof) <= within_term(large, tau2, d, u, dof)
             ? small
             : large;
}

/// μ and ξ for one τ².
struct within_solution {
  double mean = 0;
  double log_likelihood = -infinity;
  std::vector<double> xi;
};

struct within_profile {
  const stated_results& s;

  [[nodiscard]] profile_point operator()(double tau2) const {
    const auto best = solve(tau2);
    double score = 0;
    for (std::size_t i = 0; i < best.xi.size(); ++i) {
      const double w = 1 / (best.xi[i] + tau2), z = s.labs[i].d - best.mean;
      score += w * (w * z * z - 1);
    }
    return {score, best.log_likelihood};
  }

  /// From the median and from the weighted mean; the better.
  [[nodiscard]] within_solution solve(double tau2) const {
    auto a = climb(0, tau2);
    auto b = climb(fit_weighted_mean(s, std::sqrt(tau2)).mean, tau2);
    return a.log_likelihood >= b.log_likelihood ? a : b;
  }

 private:
  /// μ = Σx/(ξ + τ²)/Σ1/(ξ + τ²) in turn with the ξ that belong to it. After two steps it leaps to where they
  /// lead (Aitken); a leap that led away is taken back and is the last.
  [[nodiscard]] within_solution climb(double mean, double tau2) const {
    within_solution r{.mean = mean, .xi = {}};
    for (const auto& lab : s.labs) r.xi.push_back(lab.u * lab.u);
    double before = 0, last = infinity, leap = 0;
    bool leaping = true;
    for (int steps = 0; steps < 500; ++steps) {
      const auto [move, u] = step_from(r, tau2);
      const double size = std::abs(move) / u;
      if (leap != 0 && size > last) {
        r.mean -= leap;
        leap = 0;
        leaping = false;
        continue;
      }
      if (size <= 1e-16 || (size < 1e-9 && size >= last)) break;  // the last bits only
      const double rate = before != 0 ? move / before : 0;
      leap = leaping && rate > 0 && rate < 1 ? move * rate / (1 - rate) : 0;
      r.mean += move + leap;
      before = leap != 0 ? 0 : move;
      last = size;
    }
    r.log_likelihood = log_likelihood(r, tau2);
    return r;
  }

  struct step {
    double move, u;  ///< of μ, and its 1/√Σw
  };
  [[nodiscard]] step step_from(within_solution& r, double tau2) const {
    double sum = 0, moment = 0;
    for (std::size_t i = 0; i < r.xi.size(); ++i) {
      const auto& lab = s.labs[i];
      const double d = lab.d - r.mean;
      r.xi[i] = best_within(tau2, d, lab.u, lab.dof, r.xi[i]);
      const double w = 1 / (r.xi[i] + tau2);
      sum += w;
      moment += w * d;
    }
    return {moment / sum, 1 / std::sqrt(sum)};
  }

  [[nodiscard]] double log_likelihood(const within_solution& r, double tau2) const {
    double sum = 0;
    for (std::size_t i = 0; i < r.xi.size(); ++i) {
      const auto& lab = s.labs[i];
      const double dof = std::isinf(lab.dof) ? 0 : lab.dof;
      sum += within_term(r.xi[i], tau2, lab.d - r.mean, lab.u, dof);
    }
    return -0.5 * sum;
  }
};

}  // namespace ringtrial::consensus::detail
