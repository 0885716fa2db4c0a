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

/** The density of a normal error of sd u and a Laplace effect of scale b as exp(exponent) · factor:

      exp(−d²/2u²)/(4b) · [erfcx((u/b − d/u)/√2) + erfcx((u/b + d/u)/√2)]

  For d/u > u/b the first erfcx is large; exp(A²) is taken into the exponent there. For b ≪ u it is normal.
*/
struct laplace_density {
  double exponent, factor;

  laplace_density(double d, double u, double b) noexcept {
    const double ratio = u / b, z = std::abs(d) / u;
    const double a = (ratio - z) / std::numbers::sqrt2;
    exponent = a >= 0 || ratio > 1e8 ? -0.5 * z * z : ratio * (0.5 * ratio - z);
    if (ratio > 1e8) {
      factor = 1 / (u * std::sqrt(2 * std::numbers::pi));
      return;
    }
    if (a < -6.5) {
      factor = 1 / (2 * b);
      return;
    }
    const double plus = erfcx((ratio + z) / std::numbers::sqrt2);
    factor =
        (a >= 0 ? plus + erfcx(a) : 2 + std::exp(-a * a) * (plus - erfcx(-a))) / (4 * b);
  }
  [[nodiscard]] double value() const noexcept { return factor * std::exp(exponent); }
  [[nodiscard]] double logarithm() const noexcept { return exponent + std::log(factor); }
};

/// A laboratory's u as it may be: u√(ν/χ²) with its probability; one certain u where ν is infinite.
struct uncertain_u {
  struct part {
    double probability, u;
  };
  std::vector<part> parts;
  static constexpr double normal_from =
      1e10;  ///< 1/ν is beyond the accuracy from here on

  /// range: of the results, which the tails must reach.
  uncertain_u(double u, double dof, double range) {
    if (dof > normal_from) {
      parts.push_back({1, u});
      return;
    }
    const double step = std::min(0.5, 0.8 * std::sqrt(2 / dof));
    const double reach = -2 * std::log(2 * (1 + range / u));
    for (double z = 0; add(u, dof, z, reach); z += step) continue;
    for (double z = -step; add(u, dof, z, reach); z -= step) continue;
    double sum = 0;
    for (const auto& p : parts) sum += p.probability;
    for (auto& p : parts) p.probability /= sum;
  }

 private:
  /// The trapezoidal rule in z = ln(χ²/ν), whose density is ∝ exp(ν/2 (z − eᶻ)): it converges as fast as
  /// Gauss rules do, as both ends fall off exponentially. False where the rest is negligible.
  bool add(double u, double dof, double z, double reach) {
    constexpr double negligible = -35, far = -8;  // 50 times the range
    const double logarithm = 0.5 * dof * (z + 1 - std::exp(z));
    const bool tail = z < 0 && z >= reach;
    if (logarithm < -690 || z < reach + far || (!tail && logarithm < negligible))
      return false;
    parts.push_back({std::exp(logarithm), u * std::exp(-0.5 * z)});
    return true;
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
    if (u_->parts.size() == 1)
      return laplace_density(d, u_->parts[0].u, scale_).logarithm();
    double sum = 0;
    for (const auto& p : u_->parts)
      sum += p.probability * laplace_density(d, p.u, scale_).value();
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
