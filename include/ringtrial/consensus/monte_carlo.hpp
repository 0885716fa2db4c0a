// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/estimator.hpp>

namespace ringtrial::consensus {

enum class monte_carlo_model : unsigned char {
  bootstrap,  ///< rounds as the fitted model makes them: x* ~ N(value, τ² + u²), u* = u√(χ²/ν)
  stated,  ///< the laboratories' distributions: x* = x + uT, T normal or Student's t
};

struct monte_carlo_options {
  std::span<const double> dof = {};  ///< of each u; none: infinite
  estimator method =
      estimator::mandel_paule;  ///< any but cox_b, which is simulated itself
  monte_carlo_model model = monte_carlo_model::bootstrap;
  std::size_t draws = 10'000;  ///< at least 2
  std::uint64_t seed = 1;
  double coverage = 0.95;
};

struct monte_carlo_result : fit {
  std::string_view estimator{};                 ///< its name
  double mean_of_draws = detail::not_a_number;  ///< of the values, unit of the data
  double median_of_draws = detail::not_a_number;
  double between_lower = detail::not_a_number;  ///< quantiles of τ, unit of the data
  double between_upper = detail::not_a_number;
  double monte_carlo_error =
      detail::not_a_number;  ///< of mean_of_draws: u/√draws, unit of the data
  std::size_t draws = 0;
  std::size_t failed = 0;  ///< draws without a value: left out
  std::uint64_t seed = 0;
};

namespace detail {

[[nodiscard]] monte_carlo_result monte_carlo_of(arguments a,
                                                const monte_carlo_options& o);

}  // namespace detail

/** Uncertainty of an estimate by simulation: the method is applied to `draws` rounds x*, u*.

      bootstrap  x* = value + √(τ² + u²) Z, u* = u √(χ²/ν): what the fitted model would give again;
                 τ is that of the fit, where it has none that of mandel_paule()
      stated     x* = x + u T: propagation of the laboratories' distributions

  value, weights, between_sd and the tests are those of the method with the data themselves; u is the sd of
  the draws' values, lower and upper lie between their quantiles (type 7), df is NaN.

  Source  JCGM 101:2008, 7 (stated); Efron and Tibshirani, An Introduction to the Bootstrap (1993), 6.5.
          Normal draws are those of cox_b(); T by Bailey, Math. Comput. 62 (1994) 779, χ² by Marsaglia and
          Tsang, ACM Trans. Math. Softw. 26 (2000) 363. All are functions of seed, draw and laboratory
          (Philox 4×32-10): a seed gives the same numbers whatever the order of the laboratories and
          the number of threads.
  Input   x, u: values and standard uncertainties in one unit; NaN in x, u or dof skips the laboratory.
  Result  the status of the method; `too_few` if fewer than two draws have a value.
  Throws  std::invalid_argument for a negative u, lengths that differ, fewer than 2 draws, cox_b as the
          method, dof not above 0 (stated: 2, else T has no variance; or what the method asks for), a
          coverage outside (0, 1).
  Cost    draws times the method, on all threads.
  Prefer  bootstrap for small n, where formulas take τ² for known; stated where the model is the point:
          it adds the stated noise to results that have it already, and so raises τ.
*/
template <sample X, sample U>
[[nodiscard]] monte_carlo_result monte_carlo(const X& x, const U& u,
                                             const monte_carlo_options& options = {}) {
  return detail::monte_carlo_of({detail::as_doubles(x), detail::as_doubles(u)}, options);
}

}  // namespace ringtrial::consensus
