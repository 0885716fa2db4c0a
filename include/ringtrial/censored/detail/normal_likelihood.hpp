// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/censored/intervals.hpp>

#include <algorithm>
#include <numbers>

namespace ringtrial::censored::detail {

/// ℓ with gradient and Hessian in η = μ/σ and θ = 1/σ.
struct likelihood {
  double value = 0;
  double eta = 0, theta = 0;                           ///< gradient
  double eta_eta = 0, eta_theta = 0, theta_theta = 0;  ///< Hessian

  likelihood& operator+=(const likelihood& o) noexcept {
    value += o.value;
    eta += o.eta;
    theta += o.theta;
    eta_eta += o.eta_eta;
    eta_theta += o.eta_theta;
    theta_theta += o.theta_theta;
    return *this;
  }
};

struct normal_parameters {
  double eta = 0, theta = 1;
};

inline constexpr double log_root_two_pi = 0.91893853320467274178;

/// (1 − Φ(u))/φ(u) for u ≥ 0: erfc near the centre, else the continued fraction of Laplace.
[[nodiscard]] inline double mills_ratio(double u) noexcept {
  constexpr double far = 3;
  constexpr int levels = 60;  // enough for double precision from u = 3 on
  if (std::isinf(u)) return 0;
  if (u < far)
    return std::exp(u * u / 2 + log_root_two_pi) * 0.5 *
           std::erfc(u / std::numbers::sqrt2);
  double rest = u;
  for (int level = levels; level > 0; --level) rest = u + level / rest;
  return 1 / rest;
}

/// ln[Φ(b) − Φ(a)] and the densities at a and b in units of that probability.
struct normal_cell {
  double log_probability, at_lower, at_upper;
};

/// Both ends above the mean: everything in units of φ(a).
[[nodiscard]] inline normal_cell upper_tail_cell(double a, double b) noexcept {
  const double ratio = std::isinf(b) ? 0 : std::exp(-(b - a) * (b + a) / 2);
  const double mass = mills_ratio(a) - ratio * mills_ratio(b);
  return {std::log(mass) - a * a / 2 - log_root_two_pi, 1 / mass, ratio / mass};
}

[[nodiscard]] inline normal_cell cell_of(double a, double b) noexcept {
  if (a > 0) return upper_tail_cell(a, b);
  if (b < 0) {
    const auto mirrored = upper_tail_cell(-b, -a);
    return {mirrored.log_probability, mirrored.at_upper, mirrored.at_lower};
  }
  constexpr double root = std::numbers::sqrt2;
  const double mass = 0.5 * (std::erf(b / root) - std::erf(a / root));
  const double outside = 0.5 * (std::erfc(b / root) + std::erfc(-a / root));
  const auto density = [](double z) { return std::exp(-z * z / 2 - log_root_two_pi); };
  return {mass < 0.5 ? std::log(mass) : std::log1p(-outside), density(a) / mass,
          density(b) / mass};
}

/** A found value (lower = upper), or an interval so narrow that its probability is the density in the
  middle times the width w = θd, with the next term of the series: (m² − 1) w²/24.
*/
[[nodiscard]] inline likelihood narrow_term(const interval& x,
                                            normal_parameters p) noexcept {
  const double width = x.upper - x.lower, t = x.lower + width / 2;
  const double m = p.theta * t - p.eta, d = width * width / 12, w = p.theta * p.theta * d;
  likelihood r;
  r.value = -m * m / 2 - log_root_two_pi + (m * m - 1) * w / 2 +
            std::log(width > 0 ? p.theta * width : p.theta);
  r.eta = m - m * w;
  r.theta = 1 / p.theta - m * t + m * t * w + (m * m - 1) * p.theta * d;
  r.eta_eta = w - 1;
  r.eta_theta = t - t * w - 2 * m * p.theta * d;
  r.theta_theta = -1 / (p.theta * p.theta) - t * t + t * t * w + 4 * m * t * p.theta * d +
                  (m * m - 1) * d;
  return r;
}

[[nodiscard]] inline likelihood wide_term(const interval& x,
                                          normal_parameters p) noexcept {
  const double a = std::isinf(x.lower) ? x.lower : p.theta * x.lower - p.eta;
  const double b = std::isinf(x.upper) ? x.upper : p.theta * x.upper - p.eta;
  const auto cell = cell_of(a, b);
  const double ta = std::isinf(x.lower) ? 0 : x.lower,
               tb = std::isinf(x.upper) ? 0 : x.upper;
  const double pa = std::isinf(a) ? 0 : cell.at_lower, za = pa == 0 ? 0 : a * pa;
  const double pb = std::isinf(b) ? 0 : cell.at_upper, zb = pb == 0 ? 0 : b * pb;
  const double across = pb - pa, moment = tb * pb - ta * pa;
  likelihood r;
  r.value = cell.log_probability;
  r.eta = -across;
  r.theta = moment;
  r.eta_eta = -(zb - za) - across * across;
  r.eta_theta = tb * zb - ta * za + across * moment;
  r.theta_theta = -(tb * tb * zb - ta * ta * za) - moment * moment;
  return r;
}

/// One result's part of ℓ.
[[nodiscard]] inline likelihood term_of(const interval& x, normal_parameters p) noexcept {
  constexpr double narrow = 5e-3;  // the series is then good to 2e-13
  const double width = p.theta * (x.upper - x.lower);
  if (width == 0) return narrow_term(x, p);
  if (width < narrow) {
    const double m = p.theta * (x.lower + (x.upper - x.lower) / 2) - p.eta;
    if (width * std::abs(m) < narrow) return narrow_term(x, p);
  }
  return wide_term(x, p);
}

[[nodiscard]] inline likelihood likelihood_of(const std::vector<interval>& all,
                                              normal_parameters p) noexcept {
  likelihood sum;
  for (const auto& x : all) sum += term_of(x, p);
  return sum;
}

}  // namespace ringtrial::censored::detail
