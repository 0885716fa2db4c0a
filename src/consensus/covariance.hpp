// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/covariance.hpp>
#include <ringtrial/consensus/detail/stated_results.hpp>

namespace ringtrial::consensus::detail {

/// Lower triangle of a symmetric matrix, row by row.
class triangle {
 public:
  explicit triangle(std::size_t n) : values_(n * (n + 1) / 2) {}
  [[nodiscard]] double* row(std::size_t i) { return values_.data() + i * (i + 1) / 2; }
  [[nodiscard]] const double* row(std::size_t i) const {
    return values_.data() + i * (i + 1) / 2;
  }

 private:
  std::vector<double> values_;
};

[[nodiscard]] double dot(const double* a, const double* b, std::size_t n);

/// L⁻¹b in place.
void solve_lower(const triangle& l, std::vector<double>& b);
/// L⁻ᵀb in place.
void solve_upper(const triangle& l, std::vector<double>& b);

/// V of the results and its entries are finite.
[[nodiscard]] bool is_finite(const stated_results& s, row_view<const double> V);

/// The L of R = LLᵀ, R the correlations of the results in their order; throws where a pivot is ≤ n ε.
[[nodiscard]] triangle correlation_factor(std::string_view method,
                                          const stated_results& s,
                                          row_view<const double> V);

}  // namespace ringtrial::consensus::detail
