// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/steps.hpp>
#include <ringtrial/row_view.hpp>

#include <concepts>

namespace ringtrial::consensus {

enum class between_effects : unsigned char {
  excluded,  ///< a difference estimates the laboratory's own effect
  included,  ///< is the result compatible with the random-effects model
};

struct degrees_of_equivalence_options {
  between_effects between = between_effects::excluded;
  double coverage = 0.95;
  std::optional<double> coverage_factor =
      {};  ///< k > 0; none: the normal quantile of coverage
};

/// Arrays have the length n of the input, NaN for a laboratory that was skipped; the pairs are n × n, row by
/// row.
struct degrees_of_equivalence_result {
  std::vector<double> difference{};            ///< x − value, unit of the data
  std::vector<double> standard_uncertainty{};  ///< of difference
  std::vector<double> expanded_uncertainty{};  ///< k times that
  std::vector<double> score{};                 ///< difference/expanded_uncertainty
  std::vector<bool> equivalent{};              ///< |score| ≤ 1
  double value = detail::not_a_number;         ///< the reference value
  double reference_uncertainty = detail::not_a_number;
  double coverage_factor = detail::not_a_number;
  std::size_t n = 0;
  std::string_view method{};
  status_t status = status_t::too_few;
  std::vector<double> pair_difference{}, pair_uncertainty{}, pair_expanded{},
      pair_score{};
  /// Of the other laboratories, where each was left out; else empty.
  std::vector<double> reference{}, reference_uncertainties{};
};

namespace detail {

/// What is known when laboratory i is left out; NaN where the method then has no answer.
struct left_out {
  std::vector<double> value, standard_uncertainty, between_sd;
};

/// V empty: independent results.
[[nodiscard]] degrees_of_equivalence_result degrees_of_equivalence_of(
    std::span<const double> x, std::span<const double> u, row_view<const double> V,
    const fit& reference, const left_out* others,
    const degrees_of_equivalence_options& o);

/// refit(x, u) without each laboratory in turn.
template <class F>
[[nodiscard]] left_out leave_each_out(std::span<const double> x,
                                      std::span<const double> u, F& refit) {
  left_out others;
  std::vector<double> rest(x.begin(), x.end());
  for (std::size_t i = 0; i < x.size(); ++i) {
    rest[i] = not_a_number;
    const fit f = refit(std::span<const double>(rest), u);
    const bool ok = f.status == status_t::ok;
    others.value.push_back(ok ? f.value : not_a_number);
    others.standard_uncertainty.push_back(ok ? f.standard_uncertainty : not_a_number);
    others.between_sd.push_back(ok ? f.between_sd : not_a_number);
    rest[i] = x[i];
  }
  return others;
}

}  // namespace detail

/** How far each laboratory is from a reference value, and from each other, with uncertainties.

      d = x − value    u²(d) = u² + u_R² − 2au²              between excluded
                       u²(d) = (u² + τ²)(1 − 2a) + u_R²      included
      d of a pair      u² = uᵢ² + uⱼ²                        included: + 2τ²

  with u_R the uncertainty of the reference, a the laboratory's weight in it (0: it took no part).

  Input   x, u: values and standard uncertainties in one unit; NaN in either skips the laboratory. reference:
          a fit of this folder for them, or one that the caller fills: value, standard_uncertainty,
          weights, status, and between_sd if it has one.
  Result  the status of the reference; if that is not `ok` every number but n is NaN. A u²(d) that rounding
          makes negative (≥ −1e-12 u²) is 0, one that is more negative NaN for that laboratory. score 0/0 is 0.
  Throws  std::invalid_argument for a negative u, lengths that differ, a coverage outside (0, 1), a
          coverage_factor not above 0, a reference without weights, `included` without a finite between_sd.
  Cost    O(n²).
*/
template <sample X, sample U>
[[nodiscard]] degrees_of_equivalence_result degrees_of_equivalence(
    const X& x, const U& u, const fit& reference,
    degrees_of_equivalence_options options = {}) {
  return detail::degrees_of_equivalence_of(detail::as_doubles(x), detail::as_doubles(u),
                                           {}, reference, nullptr, options);
}

/// Each laboratory against refit(x, u) of the others: u²(d) = u² + u_R², included: + τ². Cost: n fits.
template <sample X, sample U, class F>
requires std::invocable<F&, std::span<const double>, std::span<const double>>
[[nodiscard]] degrees_of_equivalence_result degrees_of_equivalence(
    const X& x, const U& u, F refit, degrees_of_equivalence_options options = {}) {
  const auto& xs = detail::as_doubles(x);
  const auto& us = detail::as_doubles(u);
  const fit whole = refit(std::span<const double>(xs), std::span<const double>(us));
  const auto others = detail::leave_each_out(xs, us, refit);
  return detail::degrees_of_equivalence_of(xs, us, {}, whole, &others, options);
}

/// For correlated results with covariance matrix V: Vᵢᵢ for u², (Va)ᵢ for au², Vᵢᵢ + Vⱼⱼ − 2Vᵢⱼ for a pair;
/// not with `included`.
template <sample X>
[[nodiscard]] degrees_of_equivalence_result degrees_of_equivalence_covariance(
    const X& x, row_view<const double> V, const fit& reference,
    degrees_of_equivalence_options options = {}) {
  return detail::degrees_of_equivalence_of(detail::as_doubles(x), {}, V, reference,
                                           nullptr, options);
}

}  // namespace ringtrial::consensus
