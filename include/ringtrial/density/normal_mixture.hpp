// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/density/detail/mixture_starts.hpp>
#include <ringtrial/detail/moments.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>

#include <numbers>

namespace ringtrial::density {

struct normal_mixture_options {
  std::size_t k = 0;         ///< components; 0: by BIC
  std::size_t k_max = 3;     ///< most that BIC may choose, ≥ 1
  bool equal_sd = false;     ///< one standard deviation for all
  double tolerance = 1e-10;  ///< least rise of ℓ, relative to 1 + |ℓ|, > 0
  std::size_t max_iterations = 2000;
};

struct normal_mixture_result {
  std::vector<double> weight;  ///< of each component, sum 1
  std::vector<double> mean;    ///< ascending, unit of x
  std::vector<double> sd;      ///< unit of x, at least 1e-3 of that of the sample
  std::size_t k = 0;           ///< components
  double log_likelihood = ringtrial::detail::not_a_number;
  double bic = ringtrial::detail::not_a_number;  ///< −2ℓ + q ln n
  std::vector<double> bic_by_k;                  ///< from k = 1; NaN where not fitted
  std::vector<double> responsibility;            ///< a row of k for each value of x
  std::size_t iterations = 0;
  std::size_t n = 0;  ///< values used
  status_t status = status_t::too_few;
};

namespace detail {

inline void require_mixture(const normal_mixture_options& o) {
  using ringtrial::detail::require;
  constexpr auto function = "normal_mixture";
  require(o.k_max >= 1, function, "k_max", static_cast<double>(o.k_max), "at least 1");
  require(o.tolerance > 0 && std::isfinite(o.tolerance), function, "tolerance",
          o.tolerance, "finite and positive");
  require(o.max_iterations >= 1, function, "max_iterations",
          static_cast<double>(o.max_iterations), "at least 1");
}

[[nodiscard]] inline double information_criterion(double log_likelihood, std::size_t k,
                                                  bool equal_sd, std::size_t n) {
  const double parameters = static_cast<double>(equal_sd ? 2 * k : 3 * k - 1);
  return -2 * log_likelihood + parameters * std::log(static_cast<double>(n));
}

/// Sorted values from their median in standard deviations.
struct standard_sample {
  double median = 0, sd = 1;
  std::vector<double> u = {};
};

[[nodiscard]] inline standard_sample standardised(std::span<const double> v) {
  standard_sample s{ringtrial::detail::median_of_sorted(v),
                    ringtrial::detail::moments_of_sorted(v).sd};
  s.u.reserve(v.size());
  for (const double x : v) s.u.push_back((x - s.median) / s.sd);
  return s;
}

/// The fit with k components, or with the number that BIC chooses.
[[nodiscard]] inline mixture choose_mixture(normal_mixture_result& r,
                                            const standard_sample& s, double log_unit,
                                            const normal_mixture_options& o) {
  mixture chosen;
  const em_options em{o.equal_sd, o.tolerance, o.max_iterations};
  const std::size_t first = o.k == 0 ? 1 : o.k, last = o.k == 0 ? o.k_max : o.k;
  for (std::size_t k = first; k <= last && r.n >= 2 * k + 1; ++k) {
    auto found = best_mixture(s.u, k, em);
    const double value = found.log_likelihood - static_cast<double>(r.n) * log_unit;
    const double bic = information_criterion(value, k, o.equal_sd, r.n);
    r.bic_by_k[k - 1] = bic;
    if (r.k > 0 && !(bic < r.bic)) continue;
    r.k = k;
    r.bic = bic;
    r.log_likelihood = value;
    r.iterations = found.iterations;
    chosen = std::move(found);
  }
  return chosen;
}

[[nodiscard]] inline status_t status_of(const mixture& m) {
  const bool floored = std::ranges::any_of(
      m.parts, [](const component& c) { return c.sd <= least_sd * (1 + 1e-9); });
  if (floored) return status_t::degenerate;
  return m.settled ? status_t::ok : status_t::max_iterations;
}

/// Shares of each value of x, in its order; NaN where it is not reported.
template <sample R>
void set_responsibility(normal_mixture_result& r, const R& x, const mixture& m,
                        const standard_sample& s, int exponent) {
  std::vector<double> share(m.parts.size());
  for (const auto value : ringtrial::detail::as_span(x)) {
    std::ranges::fill(share, ringtrial::detail::not_a_number);
    const double v = std::ldexp(static_cast<double>(value), -exponent);
    if (!std::isnan(v)) (void)shares_of(m.parts, (v - s.median) / s.sd, share);
    r.responsibility.insert(r.responsibility.end(), share.begin(), share.end());
  }
}

}  // namespace detail

/** Mixture of normals by maximum likelihood.

      f = Σ wⱼ N(μⱼ, σⱼ²),  BIC = −2ℓ + q ln n, q = 3k − 1, or 2k with equal_sd

  EM from equal runs of the sorted sample, from its largest gaps and from the antimodes of its density at
  the critical bandwidth; the best is taken. Standard deviations are kept at 1e-3 of the sample's or above.

  Source  Dempster, Laird and Rubin, J. R. Stat. Soc. B 39 (1977) 1; Schwarz, Ann. Statist. 6 (1978) 461;
          extrapolated as Varadhan and Roland, Scand. J. Stat. 35 (2008) 335.
  Input   x: values in one unit; NaN is skipped.
  Result  components by ascending mean in that unit; one component has divisor n. `too_few` for n < 2k + 1
          (by BIC: such k are not fitted), `zero_scale` for equal values, `degenerate` if a component
          rests on the least standard deviation, `max_iterations`, `not_finite`.
  Throws  std::invalid_argument for k_max 0, a tolerance that is not positive, max_iterations 0.
  Cost    O(n k) an iteration.
  Prefer  to describe two groups once a second mode is established, not to find one: for n < 30 BIC likes
          two components for one skewed group.
*/
template <sample R>
[[nodiscard]] normal_mixture_result normal_mixture(
    const R& x, const normal_mixture_options& options = {}) {
  detail::require_mixture(options);
  const auto s = ringtrial::detail::sort_reported(ringtrial::detail::as_span(x));
  normal_mixture_result r;
  r.n = s.values.size();
  r.bic_by_k.assign(options.k == 0 ? options.k_max : options.k,
                    ringtrial::detail::not_a_number);
  if (!s.finite) r.status = status_t::not_finite;
  if (!s.finite || r.n < 2 * std::max<std::size_t>(options.k, 1) + 1) return r;
  r.status = status_t::zero_scale;
  if (s.values.front() == s.values.back()) return r;
  const auto standard = detail::standardised(s.span());
  const double log_unit = std::log(standard.sd) + s.exponent * std::numbers::ln2;
  const auto found = detail::choose_mixture(r, standard, log_unit, options);
  r.status = detail::status_of(found);
  for (const auto& part : found.parts) {
    r.weight.push_back(part.weight);
    r.mean.push_back(s.unit(standard.median + standard.sd * part.mean));
    r.sd.push_back(s.unit(standard.sd * part.sd));
  }
  detail::set_responsibility(r, x, found, standard, s.exponent);
  return r;
}

}  // namespace ringtrial::density
