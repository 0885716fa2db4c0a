// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/detail/pod_model.hpp>
#include <ringtrial/qualitative/detail/positives.hpp>
#include <ringtrial/qualitative/lod_result.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/texts.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace ringtrial::qualitative {

struct lod_options {
  double probability = 0.5;  ///< POD at the limit, in (0, 1)
  double slope = 1;          ///< b > 0; NaN: estimate it
  double confidence = 0.95;  ///< in (0, 1)
  int max_iterations = 100;  ///< ≥ 1
};

namespace detail {

inline void require_lod_options(const lod_options& o) {
  require(o.probability > 0 && o.probability < 1, "lod", "probability", o.probability,
          "between 0 and 1");
  require(std::isnan(o.slope) || (o.slope > 0 && std::isfinite(o.slope)), "lod", "slope",
          o.slope, "finite and positive, or none to estimate it");
  require_confidence("lod", o.confidence);
  require(o.max_iterations >= 1, "lod", "max_iterations", o.max_iterations,
          "an integer from 1 on");
}

/// The levels above 0 that were tested.
[[nodiscard]] inline std::vector<tested_level> levels_above_zero(
    std::span<const double> level, std::span<const std::size_t> positive,
    std::span<const std::size_t> n) {
  require_positives("lod", positive, n);
  require_entries("lod", "level", level.size(), n.size());
  std::vector<tested_level> levels;
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (!(level[i] >= 0 && std::isfinite(level[i])))
      reject_at("lod", "level", i, level[i], "finite and not negative");
    if (level[i] > 0 && n[i] > 0)
      levels.push_back({std::log(level[i]), static_cast<double>(n[i]),
                        static_cast<double>(positive[i])});
  }
  return levels;
}

/// Whether a likelihood of these levels has its maximum at finite parameters.
[[nodiscard]] inline outcome estimability(const std::vector<tested_level>& levels,
                                          bool slope_too) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  double least_positive = inf, most_positive = -inf, least_negative = inf,
         most_negative = -inf, least = inf, most = -inf;
  for (const auto& l : levels) {
    least = std::min(least, l.x);
    most = std::max(most, l.x);
    if (l.positive > 0) {
      least_positive = std::min(least_positive, l.x);
      most_positive = std::max(most_positive, l.x);
    }
    if (l.negative() > 0) {
      least_negative = std::min(least_negative, l.x);
      most_negative = std::max(most_negative, l.x);
    }
  }
  if (levels.empty()) return outcome::too_few;
  if (least_positive == inf || least_negative == inf) return outcome::separated;
  if (!slope_too) return outcome::ok;
  if (least == most) return outcome::not_identified;
  return most_negative <= least_positive || most_positive <= least_negative
             ? outcome::separated
             : outcome::ok;
}

/// Standard errors from the expected information; that of ln lod is returned.
[[nodiscard]] inline double set_standard_errors(lod_result& r,
                                                const std::vector<tested_level>& levels,
                                                double log_hits, bool slope_too) {
  double sum = 0, centre = 0, squares = 0;
  std::vector<double> information;
  for (const auto& l : levels) {
    information.push_back(pod_information(l, r.log_f0 + r.slope * l.x));
    sum += information.back();
    centre += information.back() * l.x;
  }
  centre /= sum;
  r.standard_error = std::sqrt(1 / sum);
  r.standard_error_slope = 0;
  if (!slope_too) return r.standard_error / r.slope;
  for (std::size_t i = 0; i < levels.size(); ++i)
    squares += information[i] * (levels[i].x - centre) * (levels[i].x - centre);
  r.standard_error = std::sqrt(1 / sum + centre * centre / squares);
  r.standard_error_slope = std::sqrt(1 / squares);
  const double from_centre = (log_hits - r.log_f0) / r.slope - centre;
  return std::sqrt(1 / sum + from_centre * from_centre / squares) / std::abs(r.slope);
}

/// A level, NaN if it is beyond the numbers.
[[nodiscard]] inline double level_of_log(double log_level) {
  const double level = std::exp(log_level);
  return level > 0 && std::isfinite(level) ? level : nan;
}

/// lod and its limits; a POD that does not rise with the level has none.
inline void set_lod(lod_result& r, double log_lod, double half) {
  if (r.slope > 0) {
    r.lod = level_of_log(log_lod);
    r.lower = level_of_log(log_lod - half);
    r.upper = level_of_log(log_lod + half);
  }
  if (std::isnan(r.lod + r.lower + r.upper)) r.status = outcome::not_identified;
}

}  // namespace detail

/** Level that is detected with a given probability, from the complementary log-log model.

      POD(d) = 1 − exp(−F₀ d^b),   lod = (−ln(1 − probability)/F₀)^(1/b)

  F₀ by maximum likelihood, with b = slope given or estimated as well. Limits of ln lod are ∓ z standard
  errors from the expected information: of ln F₀, by b; with b estimated by the delta method.

  Source  Wilrich and Wilrich, J. AOAC Int. 92 (2009) 1763 (PODLOD); ISO 16140-2:2016, LOD50. Equals R's
          glm(cbind(pos, neg) ~ offset(log(d)), binomial("cloglog")).
  Input   level ≥ 0 in any unit; positive ≤ n. Levels of 0 say nothing about F₀ and are left out, as
          are those with n = 0.
  Result  lod and limits in the unit of level; df = levels used less parameters. `separated` if
          all or none is positive above 0, or if a slope is asked and no two levels overlap;
          `not_identified` if a slope is asked of one level, or does not rise (lod NaN), or levels are
          so far apart that limits are beyond the numbers (NaN); `too_few` without a level; `max_iterations`.
  Throws  std::invalid_argument for unequal lengths, positive > n, a negative or infinite level (with
          its position), an option out of its range.
  Cost    O(levels) an iteration, some 6 iterations.
*/
[[nodiscard]] inline lod_result lod(std::span<const double> level,
                                    std::span<const std::size_t> positive,
                                    std::span<const std::size_t> n,
                                    const lod_options& options = {}) {
  detail::require_lod_options(options);
  const auto levels = detail::levels_above_zero(level, positive, n);
  const bool slope_too = std::isnan(options.slope);
  lod_result r{.probability = options.probability,
               .slope = options.slope,
               .df = static_cast<double>(levels.size()) - (slope_too ? 2 : 1),
               .status = detail::estimability(levels, slope_too)};
  if (r.status != outcome::ok) return r;
  const auto line =
      slope_too ? detail::fit_pod_line(levels, options.max_iterations)
                : detail::fit_pod_offset(levels, options.slope, options.max_iterations);
  r.log_f0 = line.log_f0;
  r.slope = line.slope;
  r.iterations = line.iterations;
  r.deviance = detail::pod_deviance(levels, line);
  r.status = line.converged ? outcome::ok : outcome::max_iterations;
  const double log_hits = std::log(-std::log1p(-options.probability));
  const double error = detail::set_standard_errors(r, levels, log_hits, slope_too);
  const double z = -normal_quantile((1 - options.confidence) / 2);
  detail::set_lod(r, (log_hits - r.log_f0) / r.slope, z * error);
  return r;
}

}  // namespace ringtrial::qualitative
