// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace ringtrial::detail {

/// A sum that keeps what each addition rounds away (Neumaier, Z. Angew. Math. Mech. 54 (1974) 39).
class compensated_sum {
 public:
  void add(double term) noexcept {
    const double sum = sum_ + term;
    lost_ += std::abs(sum_) >= std::abs(term) ? (sum_ - sum) + term : (term - sum) + sum_;
    sum_ = sum;
  }
  [[nodiscard]] double value() const noexcept { return sum_ + lost_; }

 private:
  double sum_ = 0, lost_ = 0;
};

/// In ascending order, so that the order of the laboratories cannot show.
[[nodiscard]] inline double ordered_sum(std::vector<double> terms) {
  std::ranges::sort(terms);
  compensated_sum sum;
  for (const double term : terms) sum.add(term);
  return sum.value();
}

}  // namespace ringtrial::detail
