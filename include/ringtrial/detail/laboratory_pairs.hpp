// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/pairs.hpp>
#include <ringtrial/detail/sorted.hpp>

#include <cmath>
#include <numeric>

namespace ringtrial::detail {

/// Like pair_count, with the weight of the differences instead of their number.
struct pair_weight {
  double weight = 0;
  double below = -std::numeric_limits<double>::infinity();
  double above = std::numeric_limits<double>::infinity();
};

/// Which difference is the first at which the number of them reaches `weight`, from 1.
[[nodiscard]] inline double rank_reaching(double weight, double total) noexcept {
  return std::clamp(std::ceil(weight), 1.0, total);
}

/// All pairs of a sorted sample, each of weight 1.
class simple_pairs {
 public:
  explicit simple_pairs(std::span<const double> sorted) : v_(sorted) {}
  [[nodiscard]] double total() const noexcept {
    const auto n = static_cast<double>(v_.size());
    return n * (n - 1) / 2;
  }
  [[nodiscard]] pair_weight count(double bound) const noexcept {
    const pair_count c = count_pairs(v_, bound);
    return {static_cast<double>(c.count), c.below, c.above};
  }
  /// The smallest difference at which the weight reaches this much.
  [[nodiscard]] double first_reaching(double weight) const {
    return kth_pair_difference(
        v_, static_cast<std::uint64_t>(rank_reaching(weight, total())));
  }

 private:
  std::span<const double> v_;
};

/// Narrows a bracket of true differences until one is left; O(N) a step.
template <class Pairs>
[[nodiscard]] double search_weight(const Pairs& pairs, double weight, double largest) {
  const double margin = 1e-12 * pairs.total();
  double first = 0, high = largest, low_weight = 0, high_weight = pairs.total();
  for (int step = 0; first < high; ++step) {
    const double share = (weight - low_weight) / (high_weight - low_weight);
    double bound = first + (high - first) * (step % 3 == 0 ? share : 0.5);
    if (!(bound >= first && bound < high)) bound = first;
    const pair_weight c = pairs.count(bound);
    if (c.weight >= weight - margin) {
      high = c.below;
      high_weight = c.weight;
    } else {
      first = c.above;
      low_weight = c.weight;
    }
  }
  return high;
}

/// Sorted results of laboratories 0 .. p − 1.
struct labelled_sample {
  std::vector<double> values;
  std::vector<std::size_t> laboratory;             ///< of each value
  std::vector<std::vector<double>> by_laboratory;  ///< sorted values of each

  [[nodiscard]] double weight_of(std::size_t lab) const {
    return balanced ? 1.0 : 1.0 / static_cast<double>(by_laboratory[lab].size());
  }
  bool balanced =
      true;  ///< all numbers of results equal: weights are integers, counts exact
};

/// Pairs of results of different laboratories, weight 1/(nᵢ nₖ).
class between_pairs {
 public:
  explicit between_pairs(const labelled_sample& sample) : s_(sample) {
    const std::size_t n = s_.values.size();
    sums_.resize(n + 1);
    other_.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      sums_[i + 1] = sums_[i] + s_.weight_of(s_.laboratory[i]);
      other_[i] = i > 0 && s_.laboratory[i - 1] == s_.laboratory[i] ? other_[i - 1] : i;
    }
    next_other_.resize(n);
    for (std::size_t i = n; i-- > 0;)
      next_other_[i] = i + 1 < n && s_.laboratory[i + 1] == s_.laboratory[i]
                           ? next_other_[i + 1]
                           : i + 1;
    total_ = count(s_.values.back() - s_.values.front()).weight;
  }

  [[nodiscard]] double total() const noexcept { return total_; }

  [[nodiscard]] pair_weight count(double bound) const noexcept {
    pair_weight r;
    const auto& v = s_.values;
    for (std::size_t i = 0, j = 0; i < v.size(); ++i) {
      j = std::max(j, i + 1);
      while (j < v.size() && v[j] - v[i] <= bound) ++j;
      r.weight += s_.weight_of(s_.laboratory[i]) * (sums_[j] - sums_[i + 1]);
      note_neighbours(i, j, r);
    }
    r.weight -= own(bound);
    return r;
  }

  [[nodiscard]] double first_reaching(double weight) const {
    return search_weight(*this, weight,
                         count(s_.values.back() - s_.values.front()).below);
  }

 private:
  /// The nearest differences to results of other laboratories on both sides of the bound.
  void note_neighbours(std::size_t i, std::size_t j, pair_weight& r) const noexcept {
    const auto& lab = s_.laboratory;
    const std::size_t mine = lab[i];
    std::size_t last = j;  // one past the last result of another laboratory in (i, j)
    if (last > i + 1 && lab[last - 1] == mine) last = other_[last - 1];
    if (last > i + 1) r.below = std::max(r.below, s_.values[last - 1] - s_.values[i]);
    std::size_t next = j;
    if (next < lab.size() && lab[next] == mine) next = next_other_[next];
    if (next < lab.size()) r.above = std::min(r.above, s_.values[next] - s_.values[i]);
  }

  /// Weight of the pairs within one laboratory, which the count above took along.
  [[nodiscard]] double own(double bound) const noexcept {
    double weight = 0;
    for (std::size_t lab = 0; lab < s_.by_laboratory.size(); ++lab) {
      const double w = s_.weight_of(lab);
      weight +=
          w * w * static_cast<double>(count_pairs(s_.by_laboratory[lab], bound).count);
    }
    return weight;
  }

  const labelled_sample& s_;
  std::vector<double> sums_;  // prefix sums of the weights
  std::vector<std::size_t> other_,
      next_other_;  // runs of one laboratory: first, one past the last
  double total_ = 0;
};

/// Pairs of replicates of one laboratory, weight 2/(nᵢ(nᵢ − 1)).
class within_pairs {
 public:
  explicit within_pairs(const labelled_sample& sample) : s_(sample) {
    for (const auto& v : s_.by_laboratory) laboratories_ += v.size() > 1 ? 1 : 0;
  }
  [[nodiscard]] double total() const noexcept { return laboratories_; }
  [[nodiscard]] pair_weight count(double bound) const noexcept {
    pair_weight r;
    for (const auto& v : s_.by_laboratory) {
      if (v.size() < 2) continue;
      const pair_count c = count_pairs(v, bound);
      const auto n = static_cast<double>(v.size());
      r.weight += static_cast<double>(c.count) / (n * (n - 1) / 2);
      r.below = std::max(r.below, c.below);
      r.above = std::min(r.above, c.above);
    }
    return r;
  }
  [[nodiscard]] double first_reaching(double weight) const {
    return search_weight(*this, weight, count(std::numeric_limits<double>::max()).below);
  }

 private:
  const labelled_sample& s_;
  double laboratories_ = 0;
};

}  // namespace ringtrial::detail
