// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/random_effects.hpp>
#include <ringtrial/detail/bracketed_root.hpp>

#include <numbers>

/// The global maximum of a profile likelihood over τ² ≥ 0, which may have several local ones.
namespace ringtrial::consensus::detail {

/// The profile at one τ²: the sign of its derivative, and ℓ.
struct profile_point {
  double score = 0;
  double log_likelihood = 0;
};

struct likelihood_maximum {
  between_variance variance;
  double log_likelihood = 0;  ///< with τ² in the unit of the results
};

/// tₖ = u²_min((1 + R²/u²_min)^{k/200} − 1), k = 0 … 200, without overflow.
[[nodiscard]] inline double profile_abscissa(double smallest_u, double range, int k) {
  const double ratio = range / smallest_u;
  const double logarithm =
      ratio < 1e150 ? std::log1p(ratio * ratio) : 2 * std::log(ratio);
  const double exponent = k / 200.0 * logarithm;
  const double root = smallest_u * std::exp(exponent / 2);
  return k == 200 ? range * range : root * root * -std::expm1(-exponent);
}

/// Every change of the score from + to − between the abscissae is solved; the largest ℓ wins, equal ones:
/// the smaller τ². 0 is a candidate where the score there is not above 0.
template <class F>
[[nodiscard]] likelihood_maximum maximise_profile(const stated_results& s,
                                                  const F& profile) {
  const double u = s.smallest_u();
  int evaluations = 0;
  const auto score = [&](double t) {
    ++evaluations;
    return profile(t).score;
  };
  auto before = profile(0.0);
  likelihood_maximum best{{}, before.score <= 0 ? before.log_likelihood : -infinity};
  double low = 0;
  for (int k = 1; k <= 200 && s.range() > 0; ++k) {
    const double high = profile_abscissa(u, s.range(), k);
    const auto after = profile(high);
    if (before.score > 0 && after.score <= 0) {
      const double tolerance = 4 * std::numeric_limits<double>::epsilon() * u * u;
      const double t =
          bracketed_root(score, {low, before.score}, {high, after.score}, tolerance);
      const double l = profile(t).log_likelihood;
      if (l > best.log_likelihood) best = {{t}, l};
    }
    before = after;
    low = high;
  }
  best.variance.iterations = evaluations;
  if (best.variance.value < boundary_variance(u)) best.variance.value = 0;
  return best;
}

/// ℓ = −½[Σ ln(u² + τ²) + Σw(x − m)²], restricted: also −½ ln Σw, and the sign of its derivative.
struct normal_profile {
  const stated_results& s;
  bool restricted;

  [[nodiscard]] profile_point operator()(double variance) const {
    const double tau = std::sqrt(variance);
    const auto f = fit_weighted_mean(s, tau);
    const auto rest = complements(f.weights);
    double squares = 0, spread = 0, logarithms = 0;
    for (std::size_t i = 0; i < rest.size(); ++i) {
      const double z = f.weights[i] * f.deviation(s.labs[i]) / f.u;
      squares += z * z;
      spread += f.weights[i] * rest[i];
      logarithms += std::log(std::hypot(s.labs[i].u, tau));
    }
    const double l = -logarithms - 0.5 * f.chi2();
    return {squares - (restricted ? spread : 1), restricted ? l + std::log(f.u) : l};
  }
};

/// ℓ from the unit of the results to that of the data: each of `logarithms` is ½ ln of a variance.
[[nodiscard]] inline double in_unit_of_data(const stated_results& s,
                                            double log_likelihood, double logarithms) {
  return log_likelihood - logarithms * (s.inner + s.outer) * std::numbers::ln2;
}

}  // namespace ringtrial::consensus::detail
