// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "effect_densities.hpp"
#include "quadrature.hpp"
#include <ringtrial/consensus/detail/weighted_fit.hpp>
#include <ringtrial/quantiles.hpp>

#include <concepts>

/// μ given τ: exactly, or by quadrature.
namespace ringtrial::consensus::detail {

struct mean_given_tau {
  double log_likelihood = 0;  ///< μ integrated out, without constants
  double mean = 0, variance = 0;
  std::vector<double> weights{};      ///< of the normal model
  panel_distribution distribution{};  ///< of the others
  bool normal = false;

  [[nodiscard]] double cdf(double at) const {
    return normal ? normal_cdf((at - mean) / std::sqrt(variance)) : distribution.cdf(at);
  }
};

/// Normal effects, known u: μ is normal about the weighted mean.
class normal_model {
 public:
  explicit normal_model(const stated_results& s) : s_(s) {}

  [[nodiscard]] mean_given_tau operator()(double tau) const {
    auto f = fit_weighted_mean(s_, tau);
    double logarithms = std::log(f.u);
    for (const auto& lab : s_.labs) logarithms -= std::log(std::hypot(lab.u, tau));
    return {logarithms - 0.5 * f.chi2(),
            f.mean + f.rest,
            f.u * f.u,
            std::move(f.weights),
            {},
            true};
  }

 private:
  const stated_results& s_;
};

/// The density of μ on panels.
template <class Mixture>
class quadrature_model {
 public:
  /// accuracy: that of the integral over τ.
  quadrature_model(const stated_results& s, double accuracy)
      : s_(s), accuracy_(accuracy) {
    for (const auto& lab : s.labs) u_.emplace_back(lab.u, lab.dof, s.range());
  }

  [[nodiscard]] mean_given_tau operator()(double tau) const {
    const effect_likelihood<Mixture> log_density(s_, u_, tau);
    const auto modes = find_modes(log_density, tau);
    const auto top =
        *std::max_element(modes.begin(), modes.end(),
                          [](const auto& a, const auto& b) { return a.value < b.value; });
    const auto all = integrate<mean_node>(
        edges(log_density, modes, top.value, tau),
        [&](double at) {
          const double mass = std::exp(log_density(at) - top.value);
          return mean_node{mass, mass * (at - top.at),
                           mass * (at - top.at) * (at - top.at)};
        },
        share_for(top));
    return summary(all, top);
  }

 private:
  static constexpr double negligible = 45;  ///< as far below the top, in ln

  struct mean_node {
    double mass = 0, first = 0, second = 0;
  };
  using mode = function_point;

  [[nodiscard]] static mean_given_tau summary(const panels<mean_node>& all, mode top) {
    const double mass = total(all, &mean_node::mass);
    const double shift = total(all, &mean_node::first) / mass;
    const double second = total(all, &mean_node::second) / mass;
    return {top.value + std::log(mass),
            top.at + shift,
            second - shift * shift,
            {},
            panel_distribution(all)};
  }

  /// Below the accuracy over τ, which would take errors for noise, and above the rounding of ln density.
  [[nodiscard]] double share_for(mode top) const {
    constexpr double epsilon = std::numeric_limits<double>::epsilon();
    return std::max(0.1 * accuracy_, 16 * epsilon * std::abs(top.value));
  }

  /// The local maxima near the results and near the weighted mean; one for Laplace effects with known u,
  /// where ln density is concave.
  template <class F>
  [[nodiscard]] std::vector<mode> find_modes(const F& f, double tau) const {
    std::vector<double> at{fit_weighted_mean(s_, tau).mean};
    for (const auto& lab : s_.labs) at.push_back(lab.d);
    std::sort(at.begin(), at.end());
    at.erase(std::unique(at.begin(), at.end()), at.end());
    std::vector<mode> points, modes;
    for (const double a : at) points.push_back({a, f(a)});
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto &left = points[i == 0 ? 0 : i - 1],
                 &right = points[std::min(i + 1, points.size() - 1)];
      if (points[i].value >= left.value && points[i].value >= right.value)
        modes.push_back(highest_point(f, left.at, right.at));
    }
    return modes;
  }

  /// The distance at which f has fallen by about 1.
  template <class F>
  [[nodiscard]] static double width(const F& f, mode m, double guess) {
    const auto fall = [&](double w) {
      return m.value - std::max(f(m.at - w), f(m.at + w));
    };
    double w = guess;
    for (int step = 0; step < 60 && fall(w) < 0.3; ++step) w *= 2;
    for (int step = 0; step < 60 && fall(w) > 3; ++step) w /= 2;
    return w;
  }

  /// Doubling distances from each mode until the density is negligible beyond the results, and where a
  /// Laplace effect gives it a corner that u rounds off little.
  template <class F>
  [[nodiscard]] std::vector<double> edges(const F& f, const std::vector<mode>& modes,
                                          double top, double tau) const {
    std::vector<double> all;
    double narrowest = infinity;
    for (const auto& m : modes) {
      if (m.value < top - negligible) continue;
      const double w = width(f, m, fit_weighted_mean(s_, tau).u);
      narrowest = std::min(narrowest, w);
      all.push_back(m.at);
      add_ladder(all, f, m.at, w, top);
      add_ladder(all, f, m.at, -w, top);
    }
    std::sort(all.begin(), all.end());
    if (std::same_as<Mixture, laplace_mixture>) add_corners(all, narrowest);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  template <class F>
  void add_ladder(std::vector<double>& all, const F& f, double from, double w,
                  double top) const {
    for (int step = 0; step < 1100; ++step, w *= 2) {
      all.push_back(from + w);
      const bool outside =
          w > 0 ? all.back() > s_.labs.back().d : all.back() < s_.labs.front().d;
      if (outside && f(all.back()) < top - negligible) return;
    }
  }

  void add_corners(std::vector<double>& all, double narrowest) const {
    const double low = all.front(), high = all.back();
    for (const auto& lab : s_.labs)
      for (const double at : {lab.d - 4 * lab.u, lab.d, lab.d + 4 * lab.u})
        if (lab.u < narrowest && at > low && at < high) all.push_back(at);
    std::sort(all.begin(), all.end());
  }

  const stated_results& s_;
  double accuracy_;
  std::vector<uncertain_u> u_;
};

}  // namespace ringtrial::consensus::detail
