// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/ranking/adjust.hpp>
#include <ringtrial/ranking/criterion.hpp>
#include <ringtrial/ranking/detail/options.hpp>
#include <ringtrial/ranking/detail/places.hpp>
#include <ringtrial/ranking/detail/statistics.hpp>
#include <ringtrial/row_view.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace ringtrial::ranking {

struct groups_options {
  std::vector<std::string> lab = {};  ///< names; empty: "1", "2", …
  ranking::criterion criterion =
      ranking::criterion::mean_abs;  ///< or rms, ssz, points, mean_points
  double alpha = 0.05;
  adjustment adjust = adjustment::bonferroni;  ///< or holm, none
};

struct groups_result {
  std::vector<std::string> lab;
  std::vector<std::size_t> order;    ///< rows, the best first; without scores left out
  std::vector<double> statistic;     ///< by row: mean loss, the smaller the better
  std::vector<std::string> letters;  ///< by row: of all its groups
  std::vector<std::vector<std::size_t>> groups;  ///< rows that cannot be told apart
  std::vector<double> p_value;        ///< row-major, adjusted, symmetric, NaN diagonal
  std::vector<std::size_t> n_common;  ///< row-major: measurands that both reported
  status_t status = outcome::too_few;
};

namespace detail {

/// Loss of each score, NaN where not reported or of a laboratory with an infinite one.
class losses {
 public:
  losses(row_view<const double> scores, criterion by) : cols_(scores.cols) {
    const point_rule rule;
    for (std::size_t lab = 0; lab < scores.rows; ++lab) {
      const bool finite = reported_in(scores[lab]).finite;
      for (const double z : scores[lab])
        values_.push_back(!finite || std::isnan(z)    ? nan
                          : by == criterion::mean_abs ? std::abs(z)
                          : by == criterion::rms      ? z * z
                          : by == criterion::ssz      ? z * z
                                                      : -rule(z));
    }
  }

  [[nodiscard]] std::span<const double> operator[](std::size_t lab) const {
    return std::span(values_).subspan(lab * cols_, cols_);
  }

  [[nodiscard]] double mean(std::size_t lab) const {
    double sum = 0, n = 0;
    for (const double loss : (*this)[lab]) {
      if (std::isnan(loss)) continue;
      sum += loss;
      ++n;
    }
    return n > 0 && std::isfinite(sum) ? sum / n : nan;
  }

 private:
  std::size_t cols_;
  std::vector<double> values_;
};

/// Paired t test of two laboratories' losses over the measurands in common, relative to the largest:
/// p has no unit.
struct paired_test {
  std::size_t m = 0;
  double p = 1;

  paired_test(std::span<const double> a, std::span<const double> b) {
    double largest = 0, sum = 0;
    for (std::size_t j = 0; j < a.size(); ++j)
      if (!std::isnan(a[j]) && !std::isnan(b[j]))
        largest = std::max({largest, std::abs(a[j]), std::abs(b[j])});
    const int exponent = largest > 0 ? -std::ilogb(largest) : 0;
    std::vector<double> difference;
    for (std::size_t j = 0; j < a.size(); ++j) {
      if (std::isnan(a[j]) || std::isnan(b[j])) continue;
      difference.push_back(std::ldexp(a[j], exponent) - std::ldexp(b[j], exponent));
      sum += difference.back();
    }
    m = difference.size();
    if (m < 2) return;
    const auto n = static_cast<double>(m);
    const double mean = sum / n, nothing = 1e-12 * std::ldexp(largest, exponent);
    double squares = 0, farthest = 0;
    for (const double d : difference) {
      squares += (d - mean) * (d - mean);
      farthest = std::max(farthest, std::abs(d - mean));
    }
    if (farthest <= nothing)
      p = std::abs(mean) <= nothing ? 1 : 0;
    else
      p = 2 *
          student_t_cdf_upper(std::abs(mean) / std::sqrt(squares / (n - 1) / n), n - 1);
  }
};

/// a, b, …, z, aa, ab, …
[[nodiscard]] inline std::string group_name(std::size_t group) {
  std::string text;
  for (++group; group > 0; group = (group - 1) / 26)
    text.insert(text.begin(), static_cast<char>('a' + (group - 1) % 26));
  return text;
}

/// Adjusted p values of all pairs of laboratories with scores.
inline void test_pairs(groups_result& r, const losses& loss, adjustment method) {
  const std::size_t labs = r.lab.size();
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  std::vector<double> p;
  for (std::size_t a = 0; a < labs; ++a)
    for (std::size_t b = a + 1; b < labs; ++b) {
      const paired_test test(loss[a], loss[b]);
      r.n_common[a * labs + b] = r.n_common[b * labs + a] = test.m;
      if (std::isnan(r.statistic[a]) || std::isnan(r.statistic[b])) continue;
      pairs.emplace_back(a, b);
      p.push_back(test.p);
    }
  const auto adjusted = adjust(p, method);
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    const auto [a, b] = pairs[k];
    r.p_value[a * labs + b] = r.p_value[b * labs + a] = adjusted[k];
  }
}

/// The maximal runs, from the best on, none of whose pairs differ.
inline void find_groups(groups_result& r, double alpha) {
  const std::size_t labs = r.lab.size(), count = r.order.size();
  std::size_t end = 0;  // of the run before
  for (std::size_t first = 0; first < count && end < count; ++first) {
    std::size_t last = std::max(first, end);
    const auto joins = [&](std::size_t k) {
      for (std::size_t i = first; i < k; ++i)
        if (!(r.p_value[r.order[i] * labs + r.order[k]] > alpha)) return false;
      return true;
    };
    while (last < count && joins(last)) ++last;
    if (last == end) continue;  // inside the run before
    end = last;
    const auto at = [&](std::size_t k) {
      return r.order.begin() + static_cast<std::ptrdiff_t>(k);
    };
    const std::string letter = group_name(r.groups.size());
    r.groups.emplace_back(at(first), at(last));
    for (const std::size_t lab : r.groups.back()) r.letters[lab] += letter;
  }
}

inline void require_groups(const groups_options& o) {
  using enum ranking::criterion;
  if (o.criterion == median_abs || o.criterion == abs_rsz)
    reject("groups: criterion = '" + std::string(name(o.criterion)) +
           "', must be 'mean_abs', 'rms', 'ssz', 'points' or 'mean_points'");
  require_share("groups", "alpha", o.alpha);
  require(o.adjust != adjustment::bh,
          "groups: adjust = 'bh', must be 'bonferroni', 'holm' or 'none'");
}

}  // namespace detail

/** Laboratories that can, and that cannot, be told apart.

  Loss of a score: |z| for mean_abs, z² for rms and ssz, minus the points for points and mean_points.
  Each pair: paired t test of the losses over the measurands in common. Groups: walking from the least
  mean loss on, the maximal runs of laboratories none of whose pairs differ (adjusted p > alpha).

  Source  paired comparisons with a compact letter display; Piepho, J. Comput. Graph. Stat. 13 (2004) 456.
  Input   scores: laboratories × measurands, NaN for not reported.
  Result  see groups_result. A pair with less than two measurands in common has p = 1; with all
          differences equal 1 if they are 0, else 0. A laboratory without scores, or with an infinite
          one or a sum beyond the largest double, is in no group. `too_few` for less than two others: no groups.
  Throws  std::invalid_argument for names that do not fit or repeat and bad options.
  Cost    O(laboratories² · measurands).
  With fewer than about 8 measurands Bonferroni rarely separates anybody: that is the truth.
*/
[[nodiscard]] inline groups_result groups(row_view<const double> scores,
                                          const groups_options& options = {}) {
  detail::require_groups(options);
  const std::size_t labs = scores.rows;
  groups_result r;
  r.lab = detail::laboratory_names("groups", options.lab, labs);
  const detail::losses loss(scores, options.criterion);
  for (std::size_t lab = 0; lab < labs; ++lab) r.statistic.push_back(loss.mean(lab));
  detail::places places(criterion::mean_abs, ties::min, 1e-12);
  places.sort(r.statistic);
  r.order = std::move(places.order);
  r.letters.resize(labs);
  r.p_value.assign(labs * labs, detail::nan);
  r.n_common.assign(labs * labs, 0);
  for (std::size_t lab = 0; lab < labs; ++lab)
    r.n_common[lab * labs + lab] = detail::reported_in(scores[lab]).n;
  if (r.order.size() < 2) return r;
  detail::test_pairs(r, loss, options.adjust);
  detail::find_groups(r, options.alpha);
  r.status = outcome::ok;
  return r;
}

}  // namespace ringtrial::ranking
