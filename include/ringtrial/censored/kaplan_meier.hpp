// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/censored/detail/reported.hpp>
#include <ringtrial/outcome.hpp>

namespace ringtrial::censored {

struct kaplan_meier_result {
  std::vector<double> value = {};      ///< distinct found values, ascending, unit of x
  std::vector<double> cdf = {};        ///< P(X ≤ value)
  std::vector<double> cdf_below = {};  ///< P(X < value)
  std::vector<double> standard_error =
      {};  ///< of cdf_below with "<", else of cdf (Greenwood)
  double median = detail::not_a_number, q25 = detail::not_a_number,
         q75 = detail::not_a_number;   ///< unit of x
  double mean = detail::not_a_number;  ///< restricted, unit of x
  std::size_t n = 0, n_left = 0, n_right = 0;
  status_t status = outcome::too_few;
};

namespace detail {

/// Limits of one kind only, by position; both kinds and ".." are for turnbull().
inline void require_one_side(const data& d) {
  require_lengths("kaplan_meier", d);
  censoring side = censoring::exact;
  for (std::size_t i = 0; i < d.x.size(); ++i) {
    const censoring kind = kind_at(d, i);
    if (std::isnan(d.x[i]) || kind == censoring::exact) continue;
    if (side == censoring::exact && kind != censoring::between) side = kind;
    if (kind == side) continue;
    const std::string_view text = kind == censoring::between ? ".."
                                  : kind == censoring::below ? "<"
                                                             : ">";
    reject("kaplan_meier: qualifier[" + std::to_string(i) + "] = '" + std::string(text) +
           "', must be '<' only or '>' only beside found values; turnbull takes any "
           "mixture");
  }
}

/// Found values and limits, mirrored where the limits are "<": the risk sets then shrink from left to right.
struct ordered_results {
  std::vector<double> found = {}, limits = {};  ///< each ascending
};

[[nodiscard]] inline ordered_results order_results(const data& d, double sign) {
  ordered_results r;
  for (std::size_t i = 0; i < d.x.size(); ++i) {
    if (std::isnan(d.x[i])) continue;
    (kind_at(d, i) == censoring::exact ? r.found : r.limits).push_back(sign * d.x[i]);
  }
  std::ranges::sort(r.found);
  std::ranges::sort(r.limits);
  return r;
}

/// P(X > v) and its Greenwood error just after each distinct found value.
struct survival {
  std::vector<double> at = {}, after = {}, error = {};
};

[[nodiscard]] inline survival product_limit(const ordered_results& r) {
  survival s;
  double product = 1, variance = 0;
  const std::size_t n = r.found.size() + r.limits.size();
  for (std::size_t i = 0, passed = 0; i < r.found.size();) {
    const double v = r.found[i];
    std::size_t next = i;
    while (next < r.found.size() && r.found[next] == v) ++next;
    while (passed < r.limits.size() && r.limits[passed] < v) ++passed;
    const double risk = static_cast<double>(n - i - passed);
    const double events = static_cast<double>(next - i);
    product *= (risk - events) / risk;
    variance += events / (risk * (risk - events));
    s.at.push_back(v);
    s.after.push_back(product);
    s.error.push_back(product > 0 ? product * std::sqrt(variance) : 0);
    i = next;
  }
  return s;
}

/// Survival of the values mirrored is the distribution function below them.
inline void set_steps(kaplan_meier_result& r, const survival& s, bool left) {
  const std::size_t m = s.at.size();
  for (std::size_t k = 0; k < m; ++k) {
    const std::size_t j = left ? m - 1 - k : k;
    const double before = j > 0 ? s.after[j - 1] : 1;
    r.value.push_back((left ? -s.at[j] : s.at[j]) + 0.0);
    r.cdf.push_back(left ? before : 1 - s.after[j]);
    r.cdf_below.push_back(left ? s.after[j] : 1 - before);
    r.standard_error.push_back(s.error[j]);
  }
}

/// Smallest value with cdf ≥ p, or the middle of it and the next where cdf = p.
[[nodiscard]] inline double quantile(const kaplan_meier_result& r, double p) {
  constexpr double equal = 1e-12;
  const std::size_t m = r.value.size();
  if (r.n_left > 0 && r.cdf_below[0] >= p - equal) return not_a_number;
  std::size_t j = 0;
  while (j < m && r.cdf[j] < p - equal) ++j;
  if (j == m) return not_a_number;
  const bool exactly = r.cdf[j] <= p + equal && j + 1 < m;
  return exactly ? ringtrial::detail::midpoint(r.value[j], r.value[j + 1]) : r.value[j];
}

/// The mass beyond the found values sits at the farthest limit there, if any.
[[nodiscard]] inline double restricted_mean(const kaplan_meier_result& r,
                                            const ordered_results& o, bool left) {
  double mean = 0;
  for (std::size_t j = 0; j < r.value.size(); ++j)
    mean += r.value[j] * (r.cdf[j] - r.cdf_below[j]);
  const double beyond = left ? r.cdf_below.front() : 1 - r.cdf.back();
  if (!(beyond > 0)) return mean;
  const double end = std::max(o.limits.back(), o.found.back());
  return mean + beyond * (left ? -end : end);
}

}  // namespace detail

/** Distribution of results of which some lie below limits, or some above: the product limit.

      "<"  P(X < x) = Π over v ≥ x of (1 − d/r), r results (found or limits) ≤ v
      ">"  P(X > x) = Π over v ≤ x of (1 − d/r), r results ≥ v;      d found values at v

  Source  Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958) 457; Helsel 2012, ch. 6, for "<"; Greenwood
          1926 for the error.
  Input   x in one unit; NaN counts as not reported.
  Result  the steps, quartiles and restricted mean in that unit; `not_identified` if the median lies
          beyond the found values (it is NaN), `too_few` without a found value, `not_finite`.
  Throws  std::invalid_argument: lengths that differ, both kinds of limits or "..".
  Cost    that of sorting.
  Prefer  turnbull() for mixtures; the median rather than the mean, which is biased towards the limits.
*/
[[nodiscard]] inline kaplan_meier_result kaplan_meier(const data& d) {
  detail::require_one_side(d);
  kaplan_meier_result r;
  if (!detail::count_reported(r, d)) r.status = outcome::not_finite;
  const bool left = r.n_left > 0;
  if (r.n == r.n_left + r.n_right || r.status == outcome::not_finite) return r;
  const auto ordered = detail::order_results(d, left ? -1 : 1);
  detail::set_steps(r, detail::product_limit(ordered), left);
  r.median = detail::quantile(r, 0.5);
  r.q25 = detail::quantile(r, 0.25);
  r.q75 = detail::quantile(r, 0.75);
  r.mean = detail::restricted_mean(r, ordered, left);
  r.status = std::isnan(r.median) ? outcome::not_identified : outcome::ok;
  return r;
}

/// The same for any sample; float values are widened.
template <sample R>
[[nodiscard]] kaplan_meier_result kaplan_meier(
    const R& x, std::span<const censoring> qualifier = {}) {
  const auto values = detail::widened(x);
  return kaplan_meier(data{values, qualifier});
}

}  // namespace ringtrial::censored
