// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/overflow.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/precision/detail/relation_fits.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ringtrial::precision {

/// How a standard deviation depends on the level.
enum class relation : unsigned char {
  none,  ///< no fit says
  I,     ///< s = b m
  II,    ///< s = a + b m
  III,   ///< lg s = c + d lg m
};

[[nodiscard]] constexpr std::string_view name(relation r) noexcept {
  constexpr std::string_view names[] = {"none", "I", "II", "III"};
  return names[static_cast<std::size_t>(r)];
}

struct functional_relation_options {
  int iterations = 2;     ///< of II after its first fit; 2 as in the standard, >= 0
  bool converge = false;  ///< instead until it settles, at most 1000 times
};

/// a in the unit of s, b in that of s over m, the others without unit.
struct functional_relation_result {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double b_I = nan;
  double a_II = nan, b_II = nan;
  double c_III = nan, d_III = nan,
         C_III = nan;  ///< C = 10^c, with d for s and m in their units
  std::vector<double> fitted_I, fitted_II, fitted_III;  ///< at m as given
  double relative_sd_I = nan, relative_sd_II = nan, relative_sd_III = nan;
  relation preferred = relation::none;
  std::size_t n = 0;  ///< pairs used
  status_t status = outcome::too_few;
};

namespace detail {

/// Into the positions as given, in the unit of s.
inline void spread_out(std::vector<double>& out, const level_pairs& pairs,
                       const std::vector<double>& fitted) {
  for (std::size_t j = 0; j < fitted.size(); ++j)
    out[pairs.position[j]] = std::ldexp(fitted[j], pairs.exponent_s);
}

inline void fit_proportional(functional_relation_result& r, const level_pairs& pairs) {
  compensated_sum ratios;
  for (std::size_t j = 0; j < pairs.size(); ++j) ratios.add(pairs.s[j] / pairs.m[j]);
  const double b = ratios.value() / static_cast<double>(pairs.size());
  r.b_I = std::ldexp(b, pairs.exponent_s - pairs.exponent_m);
  if (ringtrial::detail::overflows({r.b_I})) {
    r.b_I = nan;
    r.status = outcome::not_finite;
  }
  if (r.status != outcome::ok) return;
  std::vector<double> fitted;
  for (const double m : pairs.m) fitted.push_back(b * m);
  r.relative_sd_I = relative_sd(pairs.s, fitted, 1);
  spread_out(r.fitted_I, pairs, fitted);
}

inline void fit_linear(functional_relation_result& r, const level_pairs& pairs,
                       const functional_relation_options& o) {
  constexpr int most = 1000;
  reweighted_line fit(pairs);
  if (!fit.positive()) return;
  fit.step();
  const int times = o.converge ? most : o.iterations;
  bool settled = false;
  for (int i = 0; i < times && fit.positive() && !settled; ++i)
    settled = fit.step() < 1e-12 && o.converge;
  if (!fit.positive()) return;
  if (o.converge && !settled) r.status = outcome::max_iterations;
  const double a = std::ldexp(fit.found.a, pairs.exponent_s),
               b = std::ldexp(fit.found.b, pairs.exponent_s - pairs.exponent_m);
  if (!std::isfinite(a + b)) return;
  r.a_II = a;
  r.b_II = b;
  r.relative_sd_II = relative_sd(pairs.s, fit.fitted, 2);
  spread_out(r.fitted_II, pairs, fit.fitted);
}

inline void fit_power(functional_relation_result& r, const level_pairs& pairs) {
  std::vector<double> lg_m, lg_s, fitted;
  for (std::size_t j = 0; j < pairs.size(); ++j) {
    if (pairs.s[j] == 0) return;
    lg_m.push_back(std::log10(pairs.m[j]));
    lg_s.push_back(std::log10(pairs.s[j]));
  }
  const line fit = fit_line(lg_m, lg_s, std::vector(pairs.size(), 1.0));
  for (const double lg : lg_m) fitted.push_back(std::pow(10.0, fit.at(lg)));
  const double lg_2 = std::log10(2.0);
  const double c = fit.a + lg_2 * (pairs.exponent_s - fit.b * pairs.exponent_m);
  if (!std::isfinite(std::pow(10.0, c))) return;
  r.c_III = c;
  r.d_III = fit.b;
  r.C_III = std::pow(10.0, c);
  r.relative_sd_III = relative_sd(pairs.s, fitted, 2);
  spread_out(r.fitted_III, pairs, fitted);
}

/// The smallest relative sd; a simpler relation within a factor 1.05 of it.
[[nodiscard]] inline relation preferred_of(const functional_relation_result& r) {
  const std::array sds = {r.relative_sd_I, r.relative_sd_II, r.relative_sd_III};
  double least = std::numeric_limits<double>::infinity();
  for (const double sd : sds) least = std::fmin(least, sd);
  if (!std::isfinite(least)) return relation::none;
  constexpr std::array relations = {relation::I, relation::II, relation::III};
  for (std::size_t i = 0; i < sds.size(); ++i)
    if (sds[i] <= 1.05 * least) return relations[i];
  return relation::none;
}

template <class T>
void require_relation(std::span<const T> m, std::span<const T> s,
                      const functional_relation_options& o) {
  using namespace ringtrial::detail;
  constexpr auto function = "functional_relation";
  if (m.size() != s.size())
    reject("functional_relation: s has length " + std::to_string(s.size()) +
           ", must have that of m, " + std::to_string(m.size()));
  require(o.iterations >= 0, function, "iterations", o.iterations, "at least 0");
  for (std::size_t j = 0; j < m.size(); ++j) {
    if (m[j] <= 0) reject_at(function, "m", j, static_cast<double>(m[j]), "positive");
    if (s[j] < 0) reject_at(function, "s", j, static_cast<double>(s[j]), "not negative");
  }
}

}  // namespace detail

/** How a precision standard deviation s depends on the level m.

      I    s = b m           b = Σ(s/m)/q
      II   s = a + b m       weights 1/ŝ², ŝ first s itself, then of the line before, `iterations` times
      III  lg s = c + d lg m, C = 10^c

  Source  ISO 5725-2:2019, 7.5.
  Input   m > 0, s ≥ 0: one pair a level; NaN in either leaves it out.
  Result  fitted values at m; relative_sd = √(Σ((s − ŝ)/ŝ)²/(q − k)), k = 1, 2, 2; `preferred` has
          the smallest, the simpler within a factor 1.05: a guide, look at the plot. II is NaN where
          some ŝ ≤ 0, III where some s is 0, both where a coefficient is beyond the largest double.
          `too_few` for fewer than two levels: b_I alone;
          `not_finite` for an infinity, also of b_I; `max_iterations` where II does not settle.
  Throws  std::invalid_argument for m, s or iterations outside, naming the position.
  Cost    O(q) an iteration.
*/
template <sample R, sample S>
[[nodiscard]] functional_relation_result functional_relation(
    const R& m, const S& s, const functional_relation_options& options = {}) {
  static_assert(std::same_as<value_t<R>, value_t<S>>);
  const auto levels = ringtrial::detail::as_span(m);
  const auto sds = ringtrial::detail::as_span(s);
  detail::require_relation(levels, sds, options);
  const detail::level_pairs pairs(levels, sds);
  functional_relation_result r;
  r.n = pairs.size();
  r.fitted_I = r.fitted_II = r.fitted_III = std::vector(levels.size(), detail::nan);
  if (!pairs.finite) r.status = outcome::not_finite;
  if (!pairs.finite || r.n == 0) return r;
  if (!pairs.one_level()) r.status = outcome::ok;
  detail::fit_proportional(r, pairs);
  if (r.status != outcome::ok) return r;
  detail::fit_linear(r, pairs, options);
  detail::fit_power(r, pairs);
  r.preferred = detail::preferred_of(r);
  return r;
}

}  // namespace ringtrial::precision
