// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/ranking/criterion.hpp>
#include <ringtrial/ranking/detail/options.hpp>
#include <ringtrial/row_view.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace ringtrial::ranking::detail {

/// What a laboratory reported.
struct reported {
  std::size_t n = 0;
  bool finite = true;
};

[[nodiscard]] inline reported reported_in(std::span<const double> scores) noexcept {
  reported r;
  for (const double z : scores) {
    r.n += std::isnan(z) ? 0 : 1;
    r.finite = r.finite && !std::isinf(z);
  }
  return r;
}

/** The statistic of a criterion for each laboratory, over measurands that count `weight` times.

  Terms and what is reported are laid out once, so that thousands of draws of the measurands are
  sums of products.
*/
class statistics {
 public:
  statistics(row_view<const double> scores, criterion by, const point_rule& rule)
      : by_(by), cols_(scores.cols) {
    terms_.reserve(scores.rows * cols_);
    reported_.reserve(scores.rows * cols_);
    for (std::size_t lab = 0; lab < scores.rows; ++lab) add(scores[lab], rule);
  }

  /// NaN where nothing is reported.
  [[nodiscard]] double operator()(std::size_t lab, std::span<const double> weight) const {
    if (by_ == criterion::median_abs) return weighted_median(lab, weight);
    const double* term = terms_.data() + lab * cols_;
    const double* there = reported_.data() + lab * cols_;
    double sum = 0, n = 0;
    for (std::size_t j = 0; j < cols_; ++j) {
      sum += weight[j] * term[j];
      n += weight[j] * there[j];
    }
    return n > 0 ? finish(sum, n) : nan;
  }

 private:
  [[nodiscard]] double term(double z, const point_rule& rule) const noexcept {
    switch (by_) {
      case criterion::mean_abs:
      case criterion::median_abs:
        return std::abs(z);
      case criterion::rms:
      case criterion::ssz:
        return z * z;
      case criterion::abs_rsz:
        return z;
      case criterion::points:
      case criterion::mean_points:
        return rule(z);
    }
    return nan;
  }

  [[nodiscard]] double finish(double sum, double n) const noexcept {
    switch (by_) {
      case criterion::rms:
        return std::sqrt(sum / n);
      case criterion::abs_rsz:
        return std::abs(sum) / std::sqrt(n);
      case criterion::ssz:
      case criterion::points:
        return sum;
      default:
        return sum / n;
    }
  }

  void add(std::span<const double> scores, const point_rule& rule) {
    std::vector<std::pair<double, std::size_t>> sorted;
    for (std::size_t j = 0; j < scores.size(); ++j) {
      const bool there = std::isfinite(scores[j]);
      terms_.push_back(there ? term(scores[j], rule) : 0);
      reported_.push_back(there ? 1 : 0);
      if (there) sorted.emplace_back(terms_.back(), j);
    }
    if (by_ != criterion::median_abs) return;
    std::ranges::sort(sorted);
    ascending_.push_back(std::move(sorted));
  }

  /// The middle of |z|, each as often as its measurand counts.
  [[nodiscard]] double weighted_median(std::size_t lab,
                                       std::span<const double> weight) const {
    double n = 0, below = 0, lower = nan;
    for (const auto& [size, j] : ascending_[lab]) n += weight[j];
    for (const auto& [size, j] : ascending_[lab]) {
      below += weight[j];
      if (std::isnan(lower) && 2 * below >= n && weight[j] > 0) lower = size;
      if (2 * below > n) return lower + (size - lower) / 2;
    }
    return nan;
  }

  criterion by_;
  std::size_t cols_;
  std::vector<double> terms_, reported_;  ///< by laboratory and measurand; 1 or 0
  std::vector<std::vector<std::pair<double, std::size_t>>> ascending_;
};

}  // namespace ringtrial::ranking::detail
