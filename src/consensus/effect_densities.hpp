// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "erfcx.hpp"
#include <ringtrial/consensus/detail/stated_results.hpp>

#include <numbers>

/// The density of one result about μ: its error and the effect of its laboratory together.
namespace ringtrial::consensus::detail {

/// ln of the normal density with sd s.
[[nodiscard]] inline double log_normal_density(double d, double s) noexcept {
  const double z = d / s;
  return -0.5 * z * z - std::log(s * std::sqrt(2 * std::numbers::pi));
}

/** ln of the density of a normal error of sd u and a Laplace effect of scale b:

      exp(−d²/2u²)/(4b) · [erfcx((u/b − d/u)/√2) + erfcx((u/b + d/u)/√2)]

  For d/u > u/b the first erfcx is large; exp(−A²) is taken into the factor there. For b ≪ u it is normal.
*/
[[nodiscard]] inline double log_laplace_density(double d, double u, double b) noexcept {
  if (b < 1e-8 * u) return log_normal_density(d, u);
  d = std::abs(d);
  const double ratio = u / b, z = d / u;
  const double a = (ratio - z) / std::numbers::sqrt2;
  const double plus = erfcx((ratio + z) / std::numbers::sqrt2);
  if (a >= 0) return -0.5 * z * z + std::log((plus + erfcx(a)) / (4 * b));
  const double rest = a < -6.5 ? 0 : std::exp(-a * a) * (plus - erfcx(-a));
  return ratio * (0.5 * ratio - z) + std::log((2 + rest) / (4 * b));
}

/// A laboratory's u as it may be: u√(ν/χ²) with its probability; one certain u where ν is infinite.
struct uncertain_u {
  struct part {
    double probability, u;
  };
  std::vector<part> parts;

  uncertain_u(double u, double dof) {
    if (std::isinf(dof)) {
      parts.push_back({1, u});
      return;
    }
    const double step = std::min(0.5, 0.8 * std::sqrt(2 / dof));
    add_side(u, dof, 0, step);
    add_side(u, dof, -step, -step);
    double sum = 0;
    for (const auto& p : parts) sum += p.probability;
    for (auto& p : parts) p.probability /= sum;
  }

 private:
  /// The trapezoidal rule in z = ln(χ²/ν), whose density is ∝ exp(ν/2 (z − eᶻ)): it converges as fast as
  /// Gauss rules do, as both ends fall off exponentially. u up to 10⁶ times the stated one is kept.
  void add_side(double u, double dof, double z, double step) {
    for (; z > -27.7; z += step) {
      const double logarithm = 0.5 * dof * (z + 1 - std::exp(z));
      if (logarithm < -45) return;
      parts.push_back({std::exp(logarithm), u * std::exp(-0.5 * z)});
    }
  }
};

/// A mixture of normal densities about 0.
class normal_mixture {
 public:
  normal_mixture(const uncertain_u& u, double tau) {
    for (const auto& p : u.parts) {
      const double s = std::hypot(p.u, tau);
      parts_.push_back({p.probability / s, -0.5 / s / s, s});
    }
  }
  [[nodiscard]] double log_density(double d) const {
    if (parts_.size() == 1) return log_normal_density(d, parts_[0].sd);
    double sum = 0;
    for (const auto& p : parts_) sum += p.height * std::exp(p.rate * (d * d));
    return std::log(sum) - 0.5 * std::log(2 * std::numbers::pi);
  }

 private:
  struct part {
    double height, rate, sd;
  };
  std::vector<part> parts_;
};

/// A mixture of densities of a normal error with a Laplace effect.
class laplace_mixture {
 public:
  laplace_mixture(const uncertain_u& u, double tau)
      : u_(&u), scale_(tau / std::numbers::sqrt2) {}
  [[nodiscard]] double log_density(double d) const {
    if (u_->parts.size() == 1) return log_laplace_density(d, u_->parts[0].u, scale_);
    double sum = 0;
    for (const auto& p : u_->parts)
      sum += p.probability * std::exp(log_laplace_density(d, p.u, scale_));
    return std::log(sum);
  }

 private:
  const uncertain_u* u_;
  double scale_;
};

/// Σ ln density of the results about μ, for one τ.
template <class Mixture>
class effect_likelihood {
 public:
  effect_likelihood(const stated_results& s, const std::vector<uncertain_u>& u,
                    double tau)
      : s_(s) {
    for (const auto& one : u) densities_.emplace_back(one, tau);
  }

  [[nodiscard]] double operator()(double mu) const {
    double sum = 0;
    for (std::size_t i = 0; i < densities_.size(); ++i)
      sum += densities_[i].log_density((s_.labs[i].d - mu) + s_.labs[i].tail);
    return sum;
  }

 private:
  const stated_results& s_;
  std::vector<Mixture> densities_;
};

}  // namespace ringtrial::consensus::detail
