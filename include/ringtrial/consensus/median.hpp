// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/steps.hpp>

#include <numbers>

namespace ringtrial::consensus {

enum class median_uncertainty : unsigned char {
  ccqm,            ///< √(π/2) · MADe/√n
  iso13528,        ///< 1.25 · MADe/√n
  mueller,         ///< 1.858 · MAD/√(n − 1)
  maritz_jarrett,  ///< the exact bootstrap, no draws
  stated,          ///< √(π/2) · √(Σu²/n)/√n
};

struct median_options {
  median_uncertainty uncertainty = median_uncertainty::ccqm;
  double coverage = 0.95;
};

struct median_result : fit {};

namespace detail {

/// median |d|, d from the median: MADe/1.4826.
[[nodiscard]] inline double median_distance(const stated_results& s) {
  std::vector<double> distances;
  for (const auto& lab : s.labs) distances.push_back(std::abs(lab.d));
  std::sort(distances.begin(), distances.end());
  return median_of_sorted(distances);
}

/// I_x(a, a), the beta distribution that is symmetric about ½.
[[nodiscard]] inline double symmetric_beta_cdf(double x, double a) noexcept {
  return x <= 0 ? 0 : x >= 1 ? 1 : fisher_f_cdf_upper((1 - x) / x, 2 * a, 2 * a);
}

/// P(the median of a resample is x₍ₖ₎) = I_{k/n}(a, a) − I_{(k−1)/n}(a, a), a = (n + 1)/2.
[[nodiscard]] inline std::vector<double> maritz_jarrett_weights(std::size_t n) {
  std::vector<double> p(n);
  const double size = static_cast<double>(n), a = (size + 1) / 2;
  double below = 0;
  for (std::size_t k = 0; 2 * k < n; ++k) {
    const double next = symmetric_beta_cdf(static_cast<double>(k + 1) / size, a);
    p[k] = p[n - 1 - k] = next - below;
    below = next;
  }
  return p;
}

/// The standard deviation of the medians of all resamples.
[[nodiscard]] inline double maritz_jarrett_sd(const stated_results& s) {
  const auto p = maritz_jarrett_weights(s.labs.size());
  double mean = 0, variance = 0;
  for (std::size_t i = 0; i < p.size(); ++i) mean += p[i] * s.labs[i].d;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double deviation = s.labs[i].d - mean;
    variance += p[i] * (deviation * deviation);
  }
  return std::sqrt(variance);
}

[[nodiscard]] inline double median_u(const stated_results& s, median_uncertainty rule) {
  using enum median_uncertainty;
  const double root = std::sqrt(s.size()), normal = std::sqrt(std::numbers::pi / 2);
  switch (rule) {
    case ccqm:
      return normal * (1.4826 * median_distance(s)) / root;
    case iso13528:
      return 1.25 * (1.4826 * median_distance(s)) / root;
    case mueller:
      return 1.858 * median_distance(s) / std::sqrt(s.size() - 1);
    case maritz_jarrett:
      return maritz_jarrett_sd(s);
    case stated:
      return normal * std::sqrt(mean_variance(s)) / root;
  }
  return not_a_number;
}

[[nodiscard]] inline median_result median_of(const arguments& a,
                                             const median_options& o) {
  using enum median_uncertainty;
  require(a.u || o.uncertainty != stated,
          "median: u is missing, must be given with uncertainty 'stated'");
  median_result r;
  const auto s =
      begin(r, {.method = "median", .coverage = o.coverage, .zero_u = true}, a);
  if (r.status != status_t::ok) return r;
  set_value(r, s,
            {.u = median_u(s, o.uncertainty),
             .between_sd = not_a_number,
             .weights = equal_weights(s)});
  const bool from_mad = o.uncertainty != maritz_jarrett && o.uncertainty != stated;
  if (!from_mad || r.standard_uncertainty > 0) {
    set_interval(r, o.uncertainty == stated ? infinity : s.size() - 1);
  } else {
    r.standard_uncertainty = not_a_number;
    r.status = status_t::zero_scale;
  }
  return r;
}

}  // namespace detail

/** The median, whatever the stated uncertainties.

      ccqm            √(π/2) · MADe/√n              CCQM/13-22 guidance
      iso13528        1.25 · MADe/√n                ISO 13528
      mueller         1.858 · median|x − med|/√(n − 1)   Müller, J. Res. NIST 105 (2000) 551
      maritz_jarrett  √(Σp x² − (Σp x)²)            Maritz and Jarrett, JASA 73 (1978) 194
      stated          √(π/2) · √(Σu²/n)/√n          all x from one mean; normal, the others df n − 1

  with MADe = 1.4826 · median|x − med| and p the probabilities of each order statistic in a resample.

  Input   x, u: values and standard uncertainties in one unit, u = 0 allowed; NaN in either skips.
  Result  `ok`; n ≥ 2, else `too_few`; MADe = 0 with the first three: `zero_scale`, value and weights are
          given, uncertainty and interval NaN; an infinity is `not_finite`. between_sd NaN. weights 1/n:
          Cov(x, median) = σ²/n at the normal, what degrees_of_equivalence() needs.
  Throws  std::invalid_argument for a negative u, lengths that differ, a coverage outside (0, 1), `stated`
          without u.
  Cost    O(n log n).
*/
template <sample X, sample U>
[[nodiscard]] median_result median(const X& x, const U& u, median_options options = {}) {
  return detail::median_of({detail::as_doubles(x), detail::as_doubles(u)}, options);
}

/// The same without stated uncertainties.
template <sample X>
[[nodiscard]] median_result median(const X& x, median_options options = {}) {
  return detail::median_of({detail::as_doubles(x)}, options);
}

}  // namespace ringtrial::consensus
