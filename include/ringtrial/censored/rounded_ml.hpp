// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/censored/normal_ml.hpp>
#include <ringtrial/censored/sheppard.hpp>

namespace ringtrial::censored {

namespace detail {

inline void require_steps(std::string_view function, std::span<const double> step,
                          std::size_t n) {
  if (step.size() != 1 && step.size() != n)
    reject(std::string(function) + ": step has length " + std::to_string(step.size()) +
           ", must be one number or one a result, " + std::to_string(n));
  require_steps(function, step);
}

/// The cell of numbers that are reported as x.
[[nodiscard]] inline interval cell_around(double x, double step) noexcept {
  return {x - step / 2, x + step / 2};
}

}  // namespace detail

/** Mean and standard deviation of a normal (or lognormal) from results that were rounded.

  normal_ml() with each x as the interval [x − step/2, x + step/2], a found value where step is 0.

  Source  docs/methods/rounded_ml.md; Heitjan, Statistical Science 4 (1989) 164.
  Input   x and step in one unit, step one number or one a result: the distance of two neighbouring
          numbers that can be reported. NaN in x counts as not reported.
  Result  as normal_ml(); n_interval counts the rounded results. `not_identified` where all lie in one
          cell or in two neighbouring ones: the likelihood rises to σ = 0.
  Throws  std::invalid_argument for a step that is negative or not finite, max_iterations 0, a cell that
          reaches to 0 or below for lognormal. The bounds of the options are not used.
  Cost    as normal_ml().
  Prefer  sheppard() from σ = step on.
*/
[[nodiscard]] inline normal_ml_result rounded_ml(std::span<const double> x,
                                                 std::span<const double> step,
                                                 const normal_ml_options& options = {}) {
  detail::require_steps("rounded_ml", step, x.size());
  detail::require_iterations("rounded_ml", options.max_iterations);
  normal_ml_result r;
  std::vector<detail::interval> cells;
  bool finite = true;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i])) continue;
    const double width = step[step.size() == 1 ? 0 : i];
    cells.push_back(detail::cell_around(x[i], width));
    finite = finite && std::isfinite(x[i]);
    r.n_interval += width > 0 ? 1 : 0;
    if (options.distribution == distribution::lognormal && std::isfinite(x[i]) &&
        !(cells.back().lower > 0))
      detail::reject_at("rounded_ml", "x", i, x[i],
                        "above step/2 for distribution 'lognormal'");
  }
  r.n = cells.size();
  r.status = finite ? outcome::too_few : outcome::not_finite;
  if (finite) detail::fit_intervals(r, std::move(cells), options);
  return r;
}

[[nodiscard]] inline normal_ml_result rounded_ml(std::span<const double> x, double step,
                                                 const normal_ml_options& options = {}) {
  return rounded_ml(x, std::span<const double>(&step, 1), options);
}

}  // namespace ringtrial::censored
