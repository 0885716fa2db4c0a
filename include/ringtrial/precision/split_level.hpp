// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/overflow.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/outliers/mandel_h.hpp>
#include <ringtrial/precision/decision.hpp>
#include <ringtrial/precision/detail/cells.hpp>
#include <ringtrial/precision/detail/outlier_procedure.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <numbers>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ringtrial::precision {

struct split_level_options {
  precision::procedure procedure = precision::procedure::flag;
  double alpha_straggler = 0.05, alpha_outlier = 0.01;
  double limit_factor = 2.8;
};

/// What a decision of split_level() was about.
enum class split_quantity : unsigned char {
  difference,  ///< a − b
  average,     ///< (a + b)/2
};

[[nodiscard]] constexpr std::string_view name(split_quantity q) noexcept {
  return q == split_quantity::difference ? "difference" : "average";
}

struct split_decision {
  split_quantity quantity = split_quantity::difference;
  decision decided;  ///< `labs` are positions
};

/// In the unit of a and b unless said otherwise.
struct split_level_result {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double mean = nan;  ///< of the averages
  double mean_a = nan, mean_b = nan, mean_difference = nan;
  double s_D = nan, s_y = nan;  ///< of the differences, of the averages
  double s_r = nan, s_L = nan, s_R = nan;
  double r_limit = nan, R_limit = nan;
  std::vector<double> h_D, h_y;  ///< Mandel's h from all complete pairs, without unit
  std::vector<split_decision> decisions;
  std::vector<std::size_t> removed;  ///< positions, in order
  std::size_t p = 0;                 ///< laboratories in the estimates
  status_t status = outcome::too_few;
};

namespace detail {

/// The complete pairs with a and b in computing units of one exponent; NaN for the others.
class split_pairs {
 public:
  template <class T>
  split_pairs(std::span<const T> a, std::span<const T> b)
      : a_(a.begin(), a.end()), b_(b.begin(), b.end()) {
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!complete(i)) continue;
      finite = finite && std::isfinite(a_[i]) && std::isfinite(b_[i]);
      largest = std::max({largest, std::abs(a_[i]), std::abs(b_[i])});
    }
    const int exponent = finite ? computing_unit::exponent_of(largest) : 0;
    unit_a = to_unit(a_, exponent);
    unit_b = to_unit(b_, exponent);
  }

  computing_unit unit_a, unit_b;
  bool finite = true;

  [[nodiscard]] std::size_t size() const noexcept { return a_.size(); }
  [[nodiscard]] bool complete(std::size_t i) const noexcept {
    return !std::isnan(a_[i]) && !std::isnan(b_[i]);
  }
  [[nodiscard]] double_double a(std::size_t i) const noexcept {
    return ringtrial::detail::exact_sum(a_[i], -unit_a.shift);
  }
  [[nodiscard]] double_double b(std::size_t i) const noexcept {
    return ringtrial::detail::exact_sum(b_[i], -unit_b.shift);
  }
  [[nodiscard]] double_double difference(std::size_t i) const noexcept {
    return a(i) - b(i);
  }
  [[nodiscard]] double_double average(std::size_t i) const noexcept {
    return (a(i) + b(i)) * 0.5;
  }

  /// One of the quantities above for every position, NaN where the pair is not complete.
  [[nodiscard]] std::vector<double> all(
      double_double (split_pairs::*quantity)(std::size_t) const noexcept) const {
    std::vector<double> values(size(), nan);
    for (std::size_t i = 0; finite && i < size(); ++i)
      if (complete(i)) values[i] = (this->*quantity)(i).rounded();
    return values;
  }
  /// One of the quantities of the pairs that are kept.
  [[nodiscard]] cell cell_of_kept(double_double (split_pairs::*quantity)(std::size_t)
                                      const noexcept,
                                  const std::vector<bool>& kept) const {
    std::vector<double_double> values;
    for (std::size_t i = 0; i < size(); ++i)
      if (kept[i] && complete(i)) values.push_back((this->*quantity)(i));
    std::ranges::sort(values, {},
                      [](double_double d) { return std::pair(d.high, d.low); });
    return values.empty() ? cell{} : cell_of(values);
  }

 private:
  [[nodiscard]] computing_unit to_unit(std::vector<double>& x, int exponent) const {
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < x.size(); ++i) {
      x[i] = std::ldexp(x[i], -exponent);
      if (complete(i)) least = std::min(least, x[i]);
    }
    return {least, exponent};
  }

  std::vector<double> a_, b_;
};

/// Grubbs' tests of the differences, then of the averages of what is left.
[[nodiscard]] inline std::vector<bool> test(split_level_result& r,
                                            const split_pairs& pairs,
                                            const split_level_options& o) {
  outlier_procedure tests(pairs.size(), {o.alpha_straggler, o.alpha_outlier});
  if (o.procedure == procedure::none || !pairs.finite) return tests.kept;
  for (const auto quantity : {split_quantity::difference, split_quantity::average}) {
    const bool differences = quantity == split_quantity::difference;
    tests.test_means(
        pairs.all(differences ? &split_pairs::difference : &split_pairs::average), true);
    for (auto& d : tests.decisions) r.decisions.push_back({quantity, std::move(d)});
    tests.decisions.clear();
  }
  r.removed = tests.removed;
  return o.procedure == procedure::remove ? tests.kept : std::vector(pairs.size(), true);
}

inline void estimate(split_level_result& r, const split_pairs& pairs,
                     const std::vector<bool>& kept, double limit_factor) {
  r.p = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) r.p += kept[i] && pairs.complete(i);
  if (!pairs.finite) r.status = outcome::not_finite;
  if (!pairs.finite || r.p < 2) return;
  const cell a = pairs.cell_of_kept(&split_pairs::a, kept),
             b = pairs.cell_of_kept(&split_pairs::b, kept),
             difference = pairs.cell_of_kept(&split_pairs::difference, kept),
             average = pairs.cell_of_kept(&split_pairs::average, kept);
  const computing_unit& unit = pairs.unit_a;
  const split_level_result tested = r;
  const double s_r = difference.sd() / std::numbers::sqrt2, s_y = average.sd();
  const auto four_df = 4 * (static_cast<double>(r.p) - 1);
  const double var_L =
      std::max(0.0, ((average.squares * 4.0 - difference.squares) / four_df).rounded());
  r.mean =
      unit.value(average.mean + (double_double(pairs.unit_b.shift) - unit.shift) * 0.5);
  r.mean_a = pairs.unit_a.value(a.mean);
  r.mean_b = pairs.unit_b.value(b.mean);
  r.mean_difference = unit.value(difference.mean - pairs.unit_b.shift);
  r.s_D = unit.width(difference.sd());
  r.s_y = unit.width(s_y);
  r.s_r = unit.width(s_r);
  r.s_L = unit.width(std::sqrt(var_L));
  r.s_R = unit.width(std::sqrt(var_L + s_r * s_r));
  r.r_limit = limit_factor * r.s_r;
  r.R_limit = limit_factor * r.s_R;
  r.status = outcome::ok;
  if (!ringtrial::detail::overflows({r.mean_difference, r.s_D, r.s_R, r.R_limit})) return;
  r = tested;
  r.status = outcome::not_finite;
}

inline void require_split_level(std::size_t a, std::size_t b,
                                const split_level_options& o) {
  using ringtrial::detail::require;
  constexpr auto function = "split_level";
  if (a != b)
    ringtrial::detail::reject("split_level: b has length " + std::to_string(b) +
                              ", must have that of a, " + std::to_string(a));
  require_alpha(function, {o.alpha_straggler, o.alpha_outlier});
  require(o.limit_factor > 0 && std::isfinite(o.limit_factor), function, "limit_factor",
          o.limit_factor, "finite and positive");
}

}  // namespace detail

/** Precision from a split-level design: one result a laboratory on each of two similar materials.

  With D = a − b and y = (a + b)/2 of the complete pairs,

      s_r = s_D/√2,   s_L² = max(0, s_y² − s_r²/2),   s_R² = s_L² + s_r²

  Source  ISO 5725-5:1998, clause 4. Outliers: Grubbs' tests of the differences, then of the averages
          of what is left, as in collaborative_study().
  Input   a, b: one result a laboratory, in one unit; a laboratory with either NaN is left out.
  Result  see split_level_result. `too_few` for fewer than two pairs, `not_finite` for an infinity.
  Throws  std::invalid_argument for lengths that differ or a bad option.
  Cost    O(p log p).
  Assumes that the laboratories' difference between the levels is the same: levels should differ little.
*/
template <sample R, sample S>
[[nodiscard]] split_level_result split_level(const R& a, const S& b,
                                             const split_level_options& options = {}) {
  static_assert(std::same_as<value_t<R>, value_t<S>>);
  const auto first = ringtrial::detail::as_span(a);
  const auto second = ringtrial::detail::as_span(b);
  detail::require_split_level(first.size(), second.size(), options);
  const detail::split_pairs pairs(first, second);
  split_level_result r;
  r.h_D = outliers::mandel_h(pairs.all(&detail::split_pairs::difference));
  r.h_y = outliers::mandel_h(pairs.all(&detail::split_pairs::average));
  const auto kept = detail::test(r, pairs, options);
  detail::estimate(r, pairs, kept, options.limit_factor);
  return r;
}

}  // namespace ringtrial::precision
