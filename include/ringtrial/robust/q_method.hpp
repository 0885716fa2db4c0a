// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/laboratory_pairs.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/quantiles.hpp>

#include <numbers>

namespace ringtrial::robust {

template <real T>
struct q_method_result {
  T scale = std::numeric_limits<T>::quiet_NaN();          ///< s*, or s_R with replicates
  T repeatability = std::numeric_limits<T>::quiet_NaN();  ///< s_r; NaN without replicates
  std::size_t p = 0;                                      ///< laboratories
  std::size_t n = 0;                                      ///< values used
  status_t status = status_t::too_few;
};

}  // namespace ringtrial::robust

namespace ringtrial::detail {

/// A point of G: where a jump is, and the mean of H before and at it.
struct jump {
  double at = 0, mean = 0;
};

/** Inverse of G at `target`, between the jumps around it, from a few counts of the differences.

  Differences within `tolerance` of each other are one jump, at the smallest; those up to
  `tolerance` are 0, and G is 0 there. The counts asked for, one after the other: up to before(),
  to here(), to beyond(); the last not where that is NaN.
*/
class inverse_of_g {
 public:
  inverse_of_g(double total, double tolerance, double target) noexcept
      : total_(total), tolerance_(tolerance), target_(target) {}

  /// reached: the first difference at which H comes to the target.
  [[nodiscard]] double before(double reached) const noexcept {
    return reached - tolerance_;
  }
  [[nodiscard]] double here(const pair_weight& before) const noexcept {
    return before.above + tolerance_;
  }
  [[nodiscard]] double beyond(const pair_weight& before,
                              const pair_weight& here) const noexcept {
    if (is_above(before, here)) return here.above + tolerance_;
    return before.below > tolerance_ ? before.below - tolerance_ : not_a_number;
  }
  [[nodiscard]] double value(const pair_weight& before, const pair_weight& here,
                             const pair_weight& beyond) const noexcept {
    const jump at{before.above, mean(before, here)};
    if (is_above(before, here)) return between(at, {here.above, mean(here, beyond)});
    if (before.below > tolerance_)
      return between({beyond.above, mean(beyond, before)}, at);
    return between({}, at);
  }

 private:
  [[nodiscard]] double mean(const pair_weight& a, const pair_weight& b) const noexcept {
    return (a.weight + b.weight) / (2 * total_);
  }
  /// The target lies above G of the jump that is reached; at the last jump only by rounding.
  [[nodiscard]] bool is_above(const pair_weight& before,
                              const pair_weight& here) const noexcept {
    return mean(before, here) < target_ && std::isfinite(here.above);
  }
  [[nodiscard]] double between(jump lower, jump upper) const noexcept {
    return lower.at +
           (upper.at - lower.at) * ((target_ - lower.mean) / (upper.mean - lower.mean));
  }

  double total_, tolerance_, target_;
};

/// So many pairs agree that there is no scale; `zero` is H(0).
[[nodiscard]] constexpr bool all_agree(double zero) noexcept { return zero >= 1 - 1e-13; }

/// Where G is inverted: at `share` of what lies above H(0).
[[nodiscard]] constexpr double target_above(double zero, double share) noexcept {
  return share + (1 - share) * zero;
}

/// What G⁻¹(target) is for unit normals.
[[nodiscard]] inline double inverse_of_normal_g(double target) noexcept {
  return std::numbers::sqrt2 * normal_quantile(0.5 + target / 2);
}

/// Scale from pairs: the quantile at `share` above H(0), divided by what it is for unit normals.
template <class Pairs>
[[nodiscard]] double scale_from_pairs(const Pairs& pairs, double tolerance,
                                      double share) {
  const double total = pairs.total(), zero = pairs.count(tolerance).weight / total;
  if (all_agree(zero)) return 0;
  const double target = target_above(zero, share);
  const inverse_of_g g(total, tolerance, target);
  const pair_weight before = pairs.count(g.before(pairs.first_reaching(target * total)));
  const pair_weight here = pairs.count(g.here(before));
  const double bound = g.beyond(before, here);
  const pair_weight beyond = std::isnan(bound) ? pair_weight{} : pairs.count(bound);
  return g.value(before, here, beyond) / inverse_of_normal_g(target);
}

/** Two differences that decimals make equal differ by at most this in binary.

  A value a million times as large as the quartiles says nothing about how the others are rounded,
  and may not make them ties: their number would no longer bound its influence.
  sorted: n values by position.
*/
template <class Sorted>
[[nodiscard]] double decimal_tolerance(const Sorted& sorted, std::size_t n) noexcept {
  const std::size_t quarter = n / 4;
  const auto larger = [](double a, double b) {
    return std::max(std::abs(a), std::abs(b));
  };
  const double largest = larger(sorted[0], sorted[n - 1]);
  const double usual = larger(sorted[quarter], sorted[n - 1 - quarter]);
  return 4 * std::numeric_limits<double>::epsilon() *
         (usual > 0 ? std::min(largest, 0x1p20 * usual) : largest);
}

[[nodiscard]] inline status_t status_of_scale(double scale) noexcept {
  return scale > 0 ? status_t::ok : status_t::zero_scale;
}

/// The sorted reported values of each laboratory, laboratories sorted by them.
template <real T, std::integral L>
[[nodiscard]] std::vector<std::vector<double>> by_laboratory(std::span<const T> x,
                                                             std::span<const L> lab,
                                                             int exponent) {
  std::vector<std::pair<L, double>> reported;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!std::isnan(x[i]))
      reported.emplace_back(lab[i],
                            std::ldexp(static_cast<double>(x[i]), -exponent) + 0.0);
  std::sort(reported.begin(), reported.end());
  std::vector<std::vector<double>> all;
  for (std::size_t i = 0; i < reported.size(); ++i) {
    if (i == 0 || reported[i].first != reported[i - 1].first) all.emplace_back();
    all.back().push_back(reported[i].second);
  }
  std::sort(all.begin(), all.end());
  return all;
}

/// Reported values sorted, with laboratories numbered by their results: neither what they are called
/// nor which came first shows in a bit.
template <real T, std::integral L>
[[nodiscard]] labelled_sample label(std::span<const T> x, std::span<const L> lab,
                                    int exponent) {
  labelled_sample s;
  s.by_laboratory = by_laboratory(x, lab, exponent);
  std::vector<std::pair<double, std::size_t>> numbered;
  for (std::size_t k = 0; k < s.by_laboratory.size(); ++k)
    for (const double value : s.by_laboratory[k]) numbered.emplace_back(value, k);
  std::sort(numbered.begin(), numbered.end());
  for (const auto& [value, laboratory] : numbered) {
    s.values.push_back(value);
    s.laboratory.push_back(laboratory);
  }
  for (const auto& v : s.by_laboratory)
    s.balanced = s.balanced && v.size() == s.by_laboratory.front().size();
  return s;
}

[[nodiscard]] inline robust::q_method_result<double> q_method_of_sorted(
    std::span<const double> v) {
  robust::q_method_result<double> r{.p = v.size(), .n = v.size()};
  if (r.n < 2) return r;
  r.scale = scale_from_pairs(simple_pairs(v), decimal_tolerance(v, v.size()), 0.25);
  r.status = status_of_scale(r.scale);
  return r;
}

[[nodiscard]] inline robust::q_method_result<double> q_method_of_labelled(
    const labelled_sample& s) {
  robust::q_method_result<double> r{.p = s.by_laboratory.size(), .n = s.values.size()};
  if (r.p < 2) return r;
  const double tolerance = decimal_tolerance(s.values, s.values.size());
  r.scale = scale_from_pairs(between_pairs(s), tolerance, 0.25);
  const within_pairs within(s);
  if (within.total() > 0) r.repeatability = scale_from_pairs(within, tolerance, 0.5);
  r.status = status_of_scale(r.scale);
  return r;
}

template <sample R, std::integral L>
void require_labels(std::string_view function, const R& x, std::span<const L> lab) {
  require(lab.size() == as_span(x).size(),
          std::string(function) + ": lab must have one label per value of x");
}

template <real T>
[[nodiscard]] robust::q_method_result<T> in_unit(const robust::q_method_result<double>& r,
                                                 const sorted_sample& s) {
  const auto scale = static_cast<T>(s.unit(r.scale));
  if (std::isinf(scale)) return {.p = r.p, .n = r.n, .status = status_t::not_finite};
  return {scale, static_cast<T>(s.unit(r.repeatability)), r.p, r.n, r.status};
}

}  // namespace ringtrial::detail

namespace ringtrial::robust {

/** Q method: a scale from all differences between laboratories, which needs no mean.

      H(t) = 2/(p(p − 1)) Σ_{i<k} 1/(nᵢ nₖ) Σⱼ Σₘ 1[|xᵢⱼ − xₖₘ| ≤ t]
      s* = G⁻¹(0.25 + 0.75 H(0)) / (√2 Φ⁻¹(0.625 + 0.375 H(0)))

  G is linear between the jumps of H, at each of them the mean of H before and at it, and G(0) = 0.
  With replicates the repeatability comes likewise from the differences within laboratories, with
  0.5 and 0.75 + 0.25 H₂(0).

  Source  ISO 13528:2022, C.5.2; ISO/TS 20612. Differences that decimals make equal are one jump:
          those within 4ε max|x| (ε = 2⁻⁵²), a value beyond 2²⁰ quartiles counting as 2²⁰ of them.
          Without this, tied data change by up to 17 %.
  Input   x: values in one unit; NaN is skipped. lab: the laboratory of each value, any numbers of
          results; without it each value is a laboratory.
  Result  in the unit of x, `ok`; `zero_scale` and 0 where all values of different laboratories
          agree; NaN with `too_few` for fewer than two laboratories, `not_finite` for an infinity.
  Throws  std::invalid_argument where lab and x differ in length.
  Cost    O(N log N), O(N) memory.
*/
template <sample R>
[[nodiscard]] q_method_result<value_t<R>> q_method(const R& x) {
  const auto s = detail::sort_reported(detail::as_span(x), detail::purpose::differences);
  if (!s.finite)
    return {.p = s.values.size(), .n = s.values.size(), .status = status_t::not_finite};
  return detail::in_unit<value_t<R>>(detail::q_method_of_sorted(s.span()), s);
}

template <sample R, std::integral L>
[[nodiscard]] q_method_result<value_t<R>> q_method(const R& x, std::span<const L> lab) {
  detail::require_labels("q_method", x, lab);
  const auto s = detail::sort_reported(detail::as_span(x), detail::purpose::differences);
  const auto labelled = detail::label(detail::as_span(x), lab, s.finite ? s.exponent : 0);
  if (!s.finite)
    return {.p = labelled.by_laboratory.size(),
            .n = s.values.size(),
            .status = status_t::not_finite};
  return detail::in_unit<value_t<R>>(detail::q_method_of_labelled(labelled), s);
}

}  // namespace ringtrial::robust
