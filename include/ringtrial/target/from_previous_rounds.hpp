// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ringtrial::target {

/// How the standard deviation grows with the level.
enum class relation : unsigned char {
  linear,        ///< s = a + b·m
  proportional,  ///< s = b·m
  power,         ///< s = a·m^b, fitted as ln s on ln m
};

[[nodiscard]] constexpr std::string_view name(relation r) noexcept {
  switch (r) {
    case relation::linear:
      return "linear";
    case relation::proportional:
      return "proportional";
    case relation::power:
      return "power";
  }
  return "unknown";
}

struct from_previous_rounds_result {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double a = nan, b = nan;
  double r_squared = nan, adjusted_r_squared = nan;  ///< in the fitted scale
  double residual_sd = nan;                          ///< in the fitted scale
  double lowest = nan, highest = nan;                ///< levels used
  double mean_level = nan, mean_sd = nan;  ///< in the fitted scale, for sigma_pt()
  std::size_t n = 0;
  target::relation relation = target::relation::linear;
  status_t status = status_t::too_few;

  /// σ_pt at a level; NaN where it is not positive.
  [[nodiscard]] double sigma_pt(double at) const noexcept {
    const bool power = relation == target::relation::power;
    const double from_mean = mean_sd + b * ((power ? std::log(at) : at) - mean_level);
    const double s = relation == target::relation::proportional ? b * at
                     : power                                    ? std::exp(from_mean)
                                                                : from_mean;
    return s > 0 && std::isfinite(s) ? s : nan;
  }
  /// Outside the levels of the earlier rounds.
  [[nodiscard]] bool extrapolated(double at) const noexcept {
    return at < lowest || at > highest;
  }
};

}  // namespace ringtrial::target

namespace ringtrial::detail {

/// One earlier round.
struct level_and_sd {
  double level, sd;
};

/// Means, and sums of squares about them.
struct line_moments {
  double level = 0, sd = 0;
  double xx = 0, xy = 0, yy = 0;
};

[[nodiscard]] inline line_moments moments_of(const std::vector<level_and_sd>& rounds) {
  line_moments m;
  const auto [x0, y0] = rounds.front();  // equal values have deviations of exactly 0
  const auto n = static_cast<double>(rounds.size());
  for (const auto& r : rounds) {
    m.level += (r.level - x0) / n;
    m.sd += (r.sd - y0) / n;
  }
  for (const auto& r : rounds) {
    const double x = (r.level - x0) - m.level, y = (r.sd - y0) - m.sd;
    m.xx += x * x;
    m.xy += x * y;
    m.yy += y * y;
  }
  m.level += x0;
  m.sd += y0;
  return m;
}

/// b of s = b·m.
[[nodiscard]] inline double slope_through_origin(
    const std::vector<level_and_sd>& rounds) noexcept {
  double xx = 0, xy = 0;
  for (const auto& r : rounds) {
    xx += r.level * r.level;
    xy += r.level * r.sd;
  }
  return xy / xx;
}

/// Unweighted least squares.
inline void fit_line(const std::vector<level_and_sd>& rounds,
                     target::from_previous_rounds_result& r) {
  const bool through_origin = r.relation == target::relation::proportional;
  const line_moments m = moments_of(rounds);
  r.b = through_origin ? slope_through_origin(rounds) : m.xy / m.xx;
  r.a = through_origin ? 0 : m.sd - r.b * m.level;
  r.mean_level = m.level;
  r.mean_sd = m.sd;
  double error = 0;
  for (const auto& p : rounds) {
    const double residual =
        through_origin ? p.sd - r.b * p.level : (p.sd - m.sd) - r.b * (p.level - m.level);
    error += residual * residual;
  }
  const double n = static_cast<double>(rounds.size()), q = through_origin ? 1 : 2;
  r.residual_sd = std::sqrt(error / (n - q));
  if (!(m.yy > 0)) return;
  r.r_squared = 1 - error / m.yy;
  r.adjusted_r_squared = 1 - (error / (n - q)) / (m.yy / (n - 1));
}

/// The pairs that are reported, checked and sorted.
template <sample R, sample S>
[[nodiscard]] std::vector<level_and_sd> previous_rounds(const R& level, const S& sd,
                                                        target::relation relation) {
  constexpr std::string_view function = "from_previous_rounds";
  const auto m = as_span(level);
  const auto s = as_span(sd);
  require(m.size() == s.size(), "from_previous_rounds: sd has " +
                                    std::to_string(s.size()) +
                                    " values, must have one for each of " +
                                    std::to_string(m.size()) + " levels");
  std::vector<level_and_sd> rounds;
  const bool power = relation == target::relation::power;
  for (std::size_t i = 0; i < m.size(); ++i) {
    const double x = static_cast<double>(m[i]), y = static_cast<double>(s[i]);
    if (power && x <= 0)
      reject_at(function, "level", i, x, "positive with relation 'power'");
    if (y < 0 || (power && y == 0))
      reject_at(function, "sd", i, y,
                power ? "positive with relation 'power'" : "not negative");
    if (!std::isnan(x) && !std::isnan(y)) rounds.push_back({x, y});
  }
  std::sort(rounds.begin(), rounds.end(), [](const auto& p, const auto& q) {
    return std::pair(p.level, p.sd) < std::pair(q.level, q.sd);
  });
  return rounds;
}

[[nodiscard]] inline bool is_finite(const std::vector<level_and_sd>& rounds) {
  return std::all_of(rounds.begin(), rounds.end(), [](const auto& r) {
    return std::isfinite(r.level) && std::isfinite(r.sd);
  });
}

/// Powers of two near the largest level and sd, so that no square leaves the range of double.
struct line_units {
  int level = 0, sd = 0;
};

[[nodiscard]] inline line_units units_of(const std::vector<level_and_sd>& rounds) {
  double level = 0, sd = 0;
  for (const auto& r : rounds) {
    level = std::max(level, std::abs(r.level));
    sd = std::max(sd, r.sd);
  }
  return {std::ilogb(level), sd > 0 ? std::ilogb(sd) : 0};
}

inline void fit_in_units(std::vector<level_and_sd> rounds,
                         target::from_previous_rounds_result& r) {
  const auto [level, sd] = units_of(rounds);
  for (auto& p : rounds) p = {std::ldexp(p.level, -level), std::ldexp(p.sd, -sd)};
  fit_line(rounds, r);
  r.a = std::ldexp(r.a, sd);
  r.b = std::ldexp(r.b, sd - level);
  r.residual_sd = std::ldexp(r.residual_sd, sd);
  r.mean_level = std::ldexp(r.mean_level, level);
  r.mean_sd = std::ldexp(r.mean_sd, sd);
}

inline void fit_logarithms(std::vector<level_and_sd> rounds,
                           target::from_previous_rounds_result& r) {
  for (auto& p : rounds) p = {std::log(p.level), std::log(p.sd)};
  fit_line(rounds, r);
  r.a = std::exp(r.a);
}

}  // namespace ringtrial::detail

namespace ringtrial::target {

/** σ_pt from the standard deviations of earlier rounds on their levels, by unweighted least squares.

  Source  ISO 13528:2022, 8.3. r_squared = 1 − SSE/SST with SST about the mean (may be negative for
          "proportional").
  Input   level, sd: one pair a round, in one unit; pairs with a NaN are skipped.
  Result  the line, its quality, and sigma_pt(level) with extrapolated(level); `too_few` for fewer
          than three pairs or equal levels, `not_finite` for an infinity or a coefficient beyond the
          largest double. All sd equal: r_squared NaN.
  Throws  std::invalid_argument for a negative sd, different lengths, or with "power" a level or sd
          of 0 or below.
  Cost    that of sorting.
*/
template <sample R, sample S>
[[nodiscard]] from_previous_rounds_result from_previous_rounds(
    const R& level, const S& sd, target::relation relation = target::relation::linear) {
  const auto rounds = detail::previous_rounds(level, sd, relation);
  from_previous_rounds_result r{.n = rounds.size(), .relation = relation};
  if (!detail::is_finite(rounds)) r.status = status_t::not_finite;
  if (r.n < 3 || r.status == status_t::not_finite) return r;
  if (rounds.front().level == rounds.back().level) return r;
  r.lowest = rounds.front().level;
  r.highest = rounds.back().level;
  if (relation == target::relation::power)
    detail::fit_logarithms(rounds, r);
  else
    detail::fit_in_units(rounds, r);
  r.status = status_t::ok;
  if (std::isfinite(r.a) && std::isfinite(r.b) && std::isfinite(r.residual_sd)) return r;
  return {.n = r.n, .relation = relation, .status = status_t::not_finite};
}

}  // namespace ringtrial::target
