// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/qualitative/kappa.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/row_view.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace ringtrial::qualitative {

struct fleiss_kappa_options {
  double confidence = 0.95;
};

namespace detail {

/// Subjects rated by m raters each, as they come in row by row.
struct rated_subjects {
  double m = 0;  ///< raters a subject
  std::size_t n = 0;
  double agreeing = 0;         ///< Σ_i Σ_j n_ij (n_ij − 1)
  std::vector<double> totals;  ///< by category

  template <class T>
  void add(std::size_t row, std::span<T> counts) {
    double total = 0;
    for (std::size_t j = 0; j < counts.size(); ++j) {
      const auto c = static_cast<double>(counts[j]);
      if (!(c >= 0 && std::isfinite(c)) || c != std::trunc(c))
        reject("fleiss_kappa", cell("counts", row, j), c, "an integer not below 0");
      total += c;
    }
    if (total == 0) return;
    require_total(row, total);
    for (std::size_t j = 0; j < counts.size(); ++j) {
      const auto c = static_cast<double>(counts[j]);
      agreeing += c * (c - 1);
      totals[j] += c;
    }
    ++n;
  }

 private:
  void require_total(std::size_t row, double total) {
    const auto where = at("counts", row);
    if (n == 0) m = total;
    require(m >= 2, "fleiss_kappa", "the total of " + where, total, "at least 2");
    require(total == m, "fleiss_kappa", "the total of " + where, total,
            "that of the other rows, " + text_of(m));
  }
};

/// Fleiss, Nee and Landis 1979.
[[nodiscard]] inline double fleiss_null_error(const std::vector<double>& p, double n,
                                              double m) {
  double spread = 0, skew = 0;
  for (const double pj : p) {
    spread += pj * (1 - pj);
    skew += pj * (1 - pj) * (1 - 2 * pj);
  }
  return std::sqrt(2 / (n * m * (m - 1)) * std::max(0.0, spread * spread - skew)) /
         spread;
}

}  // namespace detail

/** Agreement beyond chance of the same number of raters on every subject.

      P̄ = Σ_i (Σ_j n_ij² − m)/(N m(m − 1)),   P_e = Σ_j p_j²,   κ = (P̄ − P_e)/(1 − P_e)

  Source  Fleiss, Psychol. Bull. 76 (1971) 378; standard error Fleiss, Nee and Landis, Psychol. Bull.
          86 (1979) 974. It holds under no agreement beyond chance; standard_error and the limits use
          it too, as common programs do.
  Input   counts: subjects × categories, whole numbers; every row with the same total m ≥ 2; rows of
          zeros are skipped.
  Result  categories are "0", "1", …; n subjects. `too_few` without subjects; `no_variation` if all are in one
          category: κ NaN.
  Throws  std::invalid_argument for a count that is broken or negative, a total below 2 or unlike the
          others, a confidence outside (0, 1).
  Cost    O(subjects · categories).
*/
template <class T>
requires real<std::remove_const_t<T>>
[[nodiscard]] kappa_result fleiss_kappa(row_view<T> counts,
                                        const fleiss_kappa_options& options = {}) {
  detail::require_confidence("fleiss_kappa", options.confidence);
  detail::rated_subjects subjects{.totals = std::vector<double>(counts.cols, 0)};
  for (std::size_t i = 0; i < counts.rows; ++i) subjects.add(i, counts[i]);
  kappa_result r{.n = subjects.n};
  for (std::size_t j = 0; j < counts.cols; ++j) r.categories.push_back(std::to_string(j));
  if (r.n == 0) return r;
  const auto n = static_cast<double>(r.n), m = subjects.m;
  double expected = 0;
  for (double& p : subjects.totals) {
    p /= n * m;
    expected += p * p;
  }
  const double observed = subjects.agreeing / (n * m * (m - 1));
  if (!detail::set_kappa(r, observed, expected)) return r;
  r.standard_error_null = detail::fleiss_null_error(subjects.totals, n, m);
  r.standard_error = r.standard_error_null;
  detail::set_inference(r, options.confidence);
  return r;
}

}  // namespace ringtrial::qualitative
