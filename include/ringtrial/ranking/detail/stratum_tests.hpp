// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/mid_ranks.hpp>
#include <ringtrial/detail/moments.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/ranking/detail/statistics.hpp>
#include <ringtrial/robust/mad.hpp>
#include <ringtrial/robust/median.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace ringtrial::ranking::detail {

using stratum_values = std::vector<double>;

struct test_result {
  double statistic = nan;
  double df = nan, df2 = nan;  ///< NaN where the distribution has none
  double p_value = nan;
};

/// What a comparison of strata comes to.
struct stratum_tests {
  std::vector<double> location, scale;  ///< by stratum
  test_result overall;
  status_t status = outcome::ok;

  void set_status(const std::vector<stratum_values>& strata, bool too_few,
                  bool zero_scale) {
    const auto finite = [](double v) { return std::isfinite(v); };
    const bool all_finite = std::ranges::all_of(
        strata, [&](const auto& values) { return std::ranges::all_of(values, finite); });
    status = !all_finite                    ? outcome::not_finite
             : strata.size() < 2 || too_few ? outcome::too_few
             : zero_scale                   ? outcome::zero_scale
                                            : outcome::ok;
    if (!all_finite) location.assign(strata.size(), nan);
  }
};

/// Kruskal and Wallis over all, Dunn for pairs; compare() only where status is ok.
class rank_tests : public stratum_tests {
 public:
  explicit rank_tests(const std::vector<stratum_values>& strata) {
    std::vector<double> all;
    for (const auto& values : strata) {
      location.push_back(robust::median(values));
      scale.push_back(robust::mad(values));
      n_.push_back(static_cast<double>(values.size()));
      all.insert(all.end(), values.begin(), values.end());
    }
    const auto ranked = ringtrial::detail::mid_ranks(all);
    const double total = static_cast<double>(all.size());
    untied_ = total * total * total - total - ranked.ties;
    total_ = total;
    set_status(strata, false, !(untied_ > 0));
    if (status == outcome::ok) set_overall(ranked.ranks);
  }

  [[nodiscard]] test_result compare(std::size_t a, std::size_t b) const {
    const double variance = untied_ / (12 * (total_ - 1)) * (1 / n_[a] + 1 / n_[b]);
    const double z = (mean_rank_[a] - mean_rank_[b]) / std::sqrt(variance);
    return {.statistic = z, .p_value = 2 * normal_cdf_upper(std::abs(z))};
  }

 private:
  void set_overall(std::span<const double> ranks) {
    double squares = 0;
    for (const double n : n_) {
      const auto own = ranks.first(static_cast<std::size_t>(n));
      ranks = ranks.subspan(own.size());
      double sum = 0;
      for (const double rank : own) sum += rank;
      mean_rank_.push_back(sum / n);
      const double deviation = mean_rank_.back() - (total_ + 1) / 2;
      squares += n * deviation * deviation;
    }
    overall.statistic = 12 * (total_ - 1) * squares / untied_;
    overall.df = static_cast<double>(n_.size()) - 1;
    overall.p_value = chi_squared_cdf_upper(overall.statistic, overall.df);
  }

  std::vector<double> n_, mean_rank_;
  double total_ = 0;
  double untied_ = 0;  ///< N³ − N − Σ(t³ − t)
};

/// Welch's F over all, his t for pairs. Spreads are taken relative to the largest, so that no unit is
/// too large or small.
class welch_tests : public stratum_tests {
 public:
  explicit welch_tests(const std::vector<stratum_values>& strata) {
    bool equal = true, constant = false, single = false;
    for (const auto& values : strata) {
      describe(values);
      single = single || values.size() < 2;
      constant = constant || scale.back() == 0;
      equal = equal && std::ranges::min(values) == strata.front().front() &&
              std::ranges::max(values) == strata.front().front();
    }
    set_status(strata, single, equal || constant);
    if (status == outcome::ok) set_overall();
  }

  [[nodiscard]] test_result compare(std::size_t a, std::size_t b) const {
    const double u_a = scale[a] / std::sqrt(n_[a]), u_b = scale[b] / std::sqrt(n_[b]);
    const double u = std::hypot(u_a, u_b), t = (location[a] - location[b]) / u;
    const double part = u_a / u * (u_a / u), rest = u_b / u * (u_b / u);
    const double df = 1 / (part * part / (n_[a] - 1) + rest * rest / (n_[b] - 1));
    return {
        .statistic = t, .df = df, .p_value = 2 * student_t_cdf_upper(std::abs(t), df)};
  }

 private:
  void describe(const stratum_values& values) {
    const auto s = ringtrial::detail::sort_reported(std::span(values));
    const auto moments = ringtrial::detail::moments_of_sorted(s.span());
    location.push_back(s.unit(moments.mean));
    scale.push_back(s.unit(moments.sd));
    n_.push_back(static_cast<double>(values.size()));
  }

  void set_overall() {
    const double unit = std::ranges::max(scale), base = location.front();
    const auto strata = static_cast<double>(n_.size());
    std::vector<double> weight;
    double total = 0, mean = 0, between = 0, spread = 0;
    for (std::size_t i = 0; i < n_.size(); ++i) {
      weight.push_back(n_[i] * (unit / scale[i]) * (unit / scale[i]));
      total += weight[i];
    }
    for (std::size_t i = 0; i < n_.size(); ++i)
      mean += weight[i] / total * ((location[i] - base) / unit);
    for (std::size_t i = 0; i < n_.size(); ++i) {
      const double deviation = (location[i] - base) / unit - mean,
                   rest = 1 - weight[i] / total;
      between += weight[i] * deviation * deviation;
      spread += rest * rest / (n_[i] - 1);
    }
    const double k2 = strata * strata - 1;
    overall.df = strata - 1;
    overall.df2 = k2 / (3 * spread);
    overall.statistic = between / overall.df / (1 + 2 * (strata - 2) / k2 * spread);
    overall.p_value = fisher_f_cdf_upper(overall.statistic, overall.df, overall.df2);
  }

  std::vector<double> n_;
};

}  // namespace ringtrial::ranking::detail
