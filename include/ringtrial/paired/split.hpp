// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/exact_differences.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/paired/detail/complete_pairs.hpp>
#include <ringtrial/paired/detail/correlation.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace ringtrial::paired {

/// In the common unit of x and y unless said otherwise.
struct split_result {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double s_random = nan;            ///< s_D
  double s_total = nan;             ///< s_S
  double s_systematic = nan;        ///< √max(0, (s_S² − s_D²)/2)
  double f = nan, p_value = nan;    ///< s_S²/s_D²; without unit
  double mean_difference = nan;     ///< of x − y
  double mean = nan;                ///< of all results
  double t = nan;                   ///< paired t of x − y, without unit
  double p_value_difference = nan;  ///< two-sided
  std::size_t n = 0;                ///< complete pairs
  status_t status = outcome::too_few;
};

namespace detail {

inline void set_split(split_result& r, const exact_differences& x,
                      const exact_differences& y) {
  std::vector<double_double> sum, difference;
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    sum.push_back(x.values[i] + y.values[i]);
    difference.push_back(x.values[i] - y.values[i]);
  }
  const sums_about_mean s(sum), d(difference);  // of √2 S and √2 D
  const auto n = static_cast<double>(r.n), df = n - 1;
  const auto& unit = x.unit;
  const auto scale = [&](double_double squares, double divisor) {
    return unit.width(std::sqrt(std::max(0.0, (squares / divisor).rounded())));
  };
  r.s_random = scale(d.squares, 2 * df);
  r.s_total = scale(s.squares, 2 * df);
  r.s_systematic = scale(s.squares - d.squares, 4 * df);
  const auto shift = double_double(x.unit.shift) - y.unit.shift;
  const double mean_difference = (d.mean + shift).rounded();
  r.mean_difference = unit.width(mean_difference) + 0.0;
  const auto total = s.mean + x.unit.shift + y.unit.shift;
  r.mean = unit.width((total * 0.5).rounded()) + 0.0;
  const double within = d.squares.rounded();
  r.status = within > 0 ? outcome::ok : outcome::zero_scale;
  if (r.status != outcome::ok) return;
  r.f = s.squares.rounded() / within;
  r.p_value = fisher_f_cdf_upper(r.f, df, df);
  r.t = mean_difference / std::sqrt(within / df / n);
  r.p_value_difference = 2 * student_t_cdf_upper(std::abs(r.t), df);
}

}  // namespace detail

/** Youden's two-sample analysis of variance: systematic and random parts of laboratories' errors.

      S = (x + y)/√2,   D = (x − y)/√2
      s_random = s_D,   s_systematic² = max(0, (s_S² − s_D²)/2),   F = s_S²/s_D²

  Source  Youden and Steiner, Statistical Manual of the AOAC (1975). It is the split-level estimate
          of ISO 5725-5: s_random its s_r, s_systematic its s_L.
  Input   x, y: one result a laboratory on each of two similar items, in one unit; a laboratory with
          either NaN is left out.
  Result  see split_result. p_value = P(F(n − 1, n − 1) > f). `too_few` for less than two pairs;
          `zero_scale` where all differences agree: f, t and their p values are not given;
          `not_finite` for any infinity.
  Throws  std::invalid_argument for lengths that differ.
  Cost    O(n log n).
*/
template <sample R>
[[nodiscard]] split_result split(const R& x, const R& y) {
  using ringtrial::detail::as_span, ringtrial::detail::computing_unit;
  using ringtrial::detail::largest_size;
  const detail::complete_pairs pairs("split", as_span(x), as_span(y));
  split_result r{.n = pairs.n()};
  if (!pairs.finite) r.status = outcome::not_finite;
  if (!pairs.finite || r.n < 2) return r;
  const int exponent =
      computing_unit::exponent_of(std::max(largest_size(pairs.x), largest_size(pairs.y)));
  detail::set_split(r, {pairs.x, exponent}, {pairs.y, exponent});
  return r;
}

}  // namespace ringtrial::paired
