// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/algorithm_a_fixed_point.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/quantiles.hpp>

#include <string_view>

namespace ringtrial::robust {

/// The constant c that makes s* consistent for normal data.
enum class correction : unsigned char {
  printed,  ///< 1.134, belongs to k = 1.5
  exact,    ///< 1/√E[ψ²] for this k, 1.1333908 at 1.5
  given,    ///< `factor`
};

enum class stopping : unsigned char {
  fixed_point,    ///< the pair (x*, s*) that the step reproduces
  three_figures,  ///< as printed: until the third significant figure settles
};

template <real T>
struct algorithm_a_options {
  T k = T(1.5);  ///< half-width of the window in units of s*, > 0
  robust::correction correction = robust::correction::printed;
  T factor = T(0);  ///< c where `correction` is `given`, > 0
  robust::stopping stopping = robust::stopping::fixed_point;
  int max_iterations = 1000;  ///< of `three_figures`, >= 1

  [[nodiscard]] bool operator==(const algorithm_a_options&) const = default;
};

template <real T>
struct algorithm_a_result {
  T location = std::numeric_limits<T>::quiet_NaN();  ///< x*, unit of the data
  T scale = std::numeric_limits<T>::quiet_NaN();     ///< s*, unit of the data
  std::size_t winsorized = 0;  ///< values moved to the window's edge
  std::size_t n = 0;           ///< values used
  int iterations = 0;
  status_t status = status_t::too_few;
};

}  // namespace ringtrial::robust

namespace ringtrial::detail {

/// c(k) = 1/√E[ψ²], E[ψ²] = (2Φ(k) − 1) − 2kφ(k) + 2k²(1 − Φ(k)).
[[nodiscard]] inline double consistency_of_winsorising(double k) noexcept {
  const double inside = 1 - 2 * normal_cdf_upper(k) - 2 * k * normal_pdf(k);
  return 1 / std::sqrt(inside + 2 * k * k * normal_cdf_upper(k));
}

template <real T>
[[nodiscard]] double correction_of(const robust::algorithm_a_options<T>& o) {
  const double k = static_cast<double>(o.k), factor = static_cast<double>(o.factor);
  require(k > 0 && std::isfinite(k), "algorithm_a", "k", k, "finite and positive");
  require(o.max_iterations >= 1, "algorithm_a", "max_iterations", o.max_iterations,
          "at least 1");
  switch (o.correction) {
    case robust::correction::exact:
      return consistency_of_winsorising(k);
    case robust::correction::given:
      require(factor > 0 && std::isfinite(factor), "algorithm_a", "correction", factor,
              "'printed', 'exact' or a finite positive number");
      return factor;
    case robust::correction::printed:
      break;
  }
  require(o.k == T(1.5), "algorithm_a", "k", k,
          "1.5 with correction 'printed' (1.134 belongs to 1.5); use correction 'exact'");
  return 1.134;
}

/// The number rounded at the decimal place of the third significant figure of `reference`.
[[nodiscard]] inline double at_third_figure(double value, double reference) noexcept {
  const double unit = std::pow(10.0, std::floor(std::log10(reference)) - 2);
  return std::nearbyint(value / unit);
}

/// The rule printed in the standard: stop when neither x* nor s* changes its third figure. These
/// are figures of the data, 2^exponent times the values.
[[nodiscard]] inline algorithm_a_fixed_point::pair three_figures(
    const algorithm_a_fixed_point& step, algorithm_a_fixed_point::pair p, double centre,
    int exponent, int most, int& iterations, status_t& status) {
  status = status_t::max_iterations;
  while (iterations < most) {
    const auto old = p;
    p = step.printed_step(old);
    ++iterations;
    const auto same = [&](double a, double b) {
      const double scale = std::ldexp(p.scale, exponent);
      return at_third_figure(std::ldexp(a, exponent), scale) ==
             at_third_figure(std::ldexp(b, exponent), scale);
    };
    if (!(p.scale > 0)) break;
    if (same(old.scale, p.scale) && same(centre + old.location, centre + p.location)) {
      status = status_t::ok;
      break;
    }
  }
  return p;
}

[[nodiscard]] inline double standard_deviation(std::span<const double> d) noexcept {
  double sum = 0, squares = 0;
  for (const double v : d) sum += v;
  const double n = static_cast<double>(d.size()), mean = sum / n;
  for (const double v : d) squares += (v - mean) * (v - mean);
  return std::sqrt(squares / (n - 1));
}

/// The first s* that the standard prints, from the raw median absolute deviation.
[[nodiscard]] constexpr double robust_start(double mad) noexcept { return 1.483 * mad; }

/// Algorithm A in the unit of the sorted values, the data divided by 2^exponent.
template <real T>
[[nodiscard]] robust::algorithm_a_result<double> algorithm_a_of_sorted(
    std::span<const double> v, int exponent, double c,
    const robust::algorithm_a_options<T>& o) {
  robust::algorithm_a_result<double> r{.n = v.size()};
  if (r.n < 2) return r;
  const double k = static_cast<double>(o.k), median = median_of_sorted(v);
  const prefix_sums d(v, median);
  const algorithm_a_fixed_point fixed(d, k, c);
  if (fixed.has_zero_scale()) {
    r.winsorized = r.n - (d.up_to(0) - d.below(0));
    r.location = median;
    r.scale = 0;
    r.status = status_t::zero_scale;
    return r;
  }
  double start = robust_start(mad_of_sorted(v, median));
  if (!(start > 0)) start = standard_deviation(d.values());
  r.status = status_t::ok;
  const auto p = o.stopping == robust::stopping::fixed_point
                     ? fixed.solve(start, r.iterations)
                     : three_figures(fixed, {0, start}, median, exponent,
                                     o.max_iterations, r.iterations, r.status);
  const auto sets = sets_about(d, p.location, k * p.scale);
  r.winsorized = sets.below + sets.above;
  r.location = median + p.location;
  r.scale = p.scale;
  return r;
}

}  // namespace ringtrial::detail

namespace ringtrial::robust {

/** Robust mean and standard deviation by Algorithm A (Huber's proposal 2).

  With δ = k s*,

      xᵢ* = min(max(xᵢ, x* − δ), x* + δ);   x* = Σ xᵢ* / p;
      s* = c √(Σ (xᵢ* − x*)² / (p − 1))

  Source  ISO 13528:2022, C.3.1; ISO 5725-5, Algorithm A. The standard stops when the third
          significant figure settles; by default this gives the pair that the step reproduces,
          which depends on no start and no rule. On the creosote means the rule moves s* by 1.5 %.
  Input   x: p values in one unit; NaN is skipped.
  Result  location and scale in that unit, `ok`; `too_few` for p < 2 and `not_finite` for an
          infinity or an s* beyond the largest number: both NaN; `zero_scale` where some 65 % of the values agree: their value and 0;
          `max_iterations` with `three_figures` only: the last iterate.
  Throws  std::invalid_argument for a bad option.
  Cost    sorting, then O(n) once and O(log n) a step, 2 to 4 steps as a rule.
  Breakdown point about 25 %, efficiency of the location 97 %. Prefer q_hampel for more outliers
  and for replicated or discrete results.
*/
template <sample R>
[[nodiscard]] algorithm_a_result<value_t<R>> algorithm_a(
    const R& x, const algorithm_a_options<value_t<R>>& options = {}) {
  using T = value_t<R>;
  const double c = detail::correction_of(options);
  const auto s = detail::sort_reported(detail::as_span(x));
  if (!s.finite) return {.n = s.values.size(), .status = status_t::not_finite};
  const auto r = detail::algorithm_a_of_sorted(s.span(), s.exponent, c, options);
  const auto scale = static_cast<T>(s.unit(r.scale));
  if (std::isinf(scale)) return {.n = r.n, .status = status_t::not_finite};
  return {static_cast<T>(s.unit(r.location)),
          scale,
          r.winsorized,
          r.n,
          r.iterations,
          r.status};
}

}  // namespace ringtrial::robust
