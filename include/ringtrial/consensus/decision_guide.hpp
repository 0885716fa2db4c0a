// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/shapiro_wilk.hpp>
#include <ringtrial/consensus/hierarchical.hpp>

namespace ringtrial::consensus {

struct decision_guide_options {
  double alpha_homogeneity = 0.10;  ///< levels of the tests, in (0, 1)
  double alpha_normality = 0.05;
  double alpha_symmetry = 0.05;
};

struct decision_guide_result {
  double q = detail::not_a_number, q_df = detail::not_a_number;
  double q_p_value = detail::not_a_number;
  double shapiro_w = detail::not_a_number;  ///< of (x − median)/u
  double shapiro_p_value = detail::not_a_number;
  double symmetry_statistic = detail::not_a_number;             ///< of x
  double symmetry_p_value = detail::not_a_number;               ///< two-sided, asymptotic
  bool homogeneous = false, normal = false, symmetric = false;  ///< p ≥ alpha
  std::string_view
      recommended{};  ///< a method of this folder; empty if the status is not `ok`
  hierarchical_effects effects = hierarchical_effects::normal;  ///< for hierarchical()
  std::size_t n = 0;
  status_t status = status_t::too_few;
};

namespace detail {

inline void require_guide(const arguments& a, const decision_guide_options& o) {
  constexpr std::string_view method = "decision_guide";
  require_probability(method, "alpha_homogeneity", o.alpha_homogeneity);
  require_probability(method, "alpha_normality", o.alpha_normality);
  require_probability(method, "alpha_symmetry", o.alpha_symmetry);
  require(a.x.size() <= 5000, method, "the number of values of x",
          static_cast<double>(a.x.size()), "at most 5000");
}

/// (x − median)/u times a power of two below the least u, so that none overflows, ascending.
[[nodiscard]] inline std::vector<double> standardised(const stated_results& s) {
  double least = s.labs.front().u;
  for (const auto& lab : s.labs) least = std::min(least, lab.u);
  const int exponent = -std::ilogb(least);
  std::vector<double> z;
  for (const auto& lab : s.labs) z.push_back(lab.d / std::ldexp(lab.u, exponent));
  std::sort(z.begin(), z.end());
  return z;
}

/// √n(x̄ − M)/(J√(π/2 − 1)), J = √(π/2) · mean|x − M|, M the median.
[[nodiscard]] inline double symmetry_statistic(const stated_results& s) {
  const double half_pi = std::numbers::pi / 2;
  double distances = 0;
  for (const auto& lab : s.labs) distances += std::abs(lab.d);
  const plain_mean mean(s);
  const double j = std::sqrt(half_pi) * (distances / s.size());
  return std::sqrt(s.size()) * (mean.mean + mean.rest) / (j * std::sqrt(half_pi - 1));
}

inline void recommend(decision_guide_result& r) {
  if (r.homogeneous)
    r.recommended = r.normal ? "dersimonian_laird" : "weighted_median";
  else
    r.recommended = r.symmetric ? "hierarchical" : "linear_pool";
  if (r.recommended == "hierarchical" && !r.normal)
    r.effects = hierarchical_effects::laplace;
}

[[nodiscard]] inline decision_guide_result decision_guide_of(
    const arguments& a, const decision_guide_options& o) {
  require_guide(a, o);
  fit f;
  const auto s = begin(f, {"decision_guide", 0.95, 3}, a);
  decision_guide_result r;
  r.n = f.n;
  r.status = f.status;
  if (r.status != status_t::ok) return r;
  const auto z = standardised(s);
  const double symmetry = symmetry_statistic(s);
  if (z.front() == z.back() || !std::isfinite(symmetry)) r.status = status_t::zero_scale;
  if (r.status != status_t::ok) return r;
  r.q = f.chi2;
  r.q_df = f.chi2_df;
  r.q_p_value = f.p_value;
  const auto shapiro = shapiro_wilk(z);
  r.shapiro_w = shapiro.w;
  r.shapiro_p_value = shapiro.p_value;
  r.symmetry_statistic = symmetry;
  r.symmetry_p_value = 2 * normal_cdf_upper(std::abs(r.symmetry_statistic));
  r.homogeneous = r.q_p_value >= o.alpha_homogeneity;
  r.normal = r.shapiro_p_value >= o.alpha_normality;
  r.symmetric = r.symmetry_p_value >= o.alpha_symmetry;
  recommend(r);
  return r;
}

}  // namespace detail

/** Which method? Three tests and what follows from them.

      homogeneous and normal      dersimonian_laird()
      homogeneous, not normal     weighted_median()
      else symmetric and normal   hierarchical()
      symmetric, not normal       hierarchical() with Laplace effects
      not symmetric               linear_pool()

  Homogeneous: Cochran's Q; normal: Shapiro and Wilk of (x − median)/u; symmetric: Miao, Gel and Gastwirth of x.

  Source  NIST Decision Tree (which bootstraps the symmetry test and has skew-t effects where linear_pool()
          stands here); Royston, AS R94 (1995); Miao, Gel and Gastwirth (2006).
  Input   x, u: values and standard uncertainties in one unit; NaN in either skips the laboratory.
  Result  `ok`; n ≥ 3, else `too_few`; u = 0 or all x equal is `zero_scale`, an infinity `not_finite`.
  Throws  std::invalid_argument for a negative u, lengths that differ, a level outside (0, 1), more than 5000
          values.
  Cost    O(n log n).
  Prefer  to take it as advice: a test that does not reject proves nothing for 5 laboratories.
*/
template <sample X, sample U>
[[nodiscard]] decision_guide_result decision_guide(const X& x, const U& u,
                                                   decision_guide_options options = {}) {
  return detail::decision_guide_of({detail::as_doubles(x), detail::as_doubles(u)},
                                   options);
}

}  // namespace ringtrial::consensus
