// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/detail/levels.hpp>
#include <ringtrial/qualitative/texts.hpp>

#include <cmath>
#include <cstddef>
#include <numeric>
#include <string>
#include <vector>

namespace ringtrial::qualitative {

struct ridit_result {
  std::vector<double> ridit = {};  ///< by level, 0 to 1
  std::vector<double> score = {};  ///< by result; NaN not reported
  double mean = detail::nan;       ///< of the scores; 0.5 in the reference itself
  double standard_error = detail::nan;
  std::size_t n = 0;
  status_t status = outcome::too_few;
};

namespace detail {

/// P(below the level) + ½ P(the level), NaN for an empty reference.
[[nodiscard]] inline std::vector<double> ridits(const std::vector<std::size_t>& counts) {
  const auto n =
      static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::size_t{0}));
  std::vector<double> all;
  std::size_t below = 0;
  for (const auto count : counts) {
    all.push_back((static_cast<double>(below) + static_cast<double>(count) / 2) / n);
    below += count;
  }
  return all;
}

}  // namespace detail

/** Ridits: ordered categories as ranks relative to a reference sample.

      ridit of level k = P(below k) + ½ P(k) in the reference

  The mean of a group is the probability that one of its results lies above one of the reference
  (ties count half).

  Source  Bross, Biometrics 14 (1958) 18.
  Input   x, reference: one category a laboratory, empty counts as not reported; levels lowest
          first. Without a reference x itself is it.
  Result  without unit; standard_error 1/√(12 n) of the mean. `too_few` if nothing of x or of the
          reference is reported.
  Throws  std::invalid_argument for no levels, a level empty or given twice, a result that is not one
          of them (position and text).
  Cost    O(n · levels).
*/
[[nodiscard]] inline ridit_result ridit(texts x, texts levels, texts reference = {}) {
  constexpr std::string_view function = "ridit";
  const auto order = detail::ordered_levels(function, levels);
  const auto counts = detail::count_levels(function, "x", x, order);
  ridit_result r;
  r.ridit = detail::ridits(
      reference.empty() ? counts
                        : detail::count_levels(function, "reference", reference, order));
  double sum = 0;
  for (const auto given : x) {
    const auto text = detail::stripped(given);
    r.score.push_back(text.empty() ? detail::nan
                                   : r.ridit[detail::position_of(order, text)]);
    if (text.empty()) continue;
    sum += r.score.back();
    ++r.n;
  }
  if (r.n == 0 || std::isnan(sum)) return r;
  r.mean = sum / static_cast<double>(r.n);
  r.standard_error = 1 / std::sqrt(12 * static_cast<double>(r.n));
  r.status = outcome::ok;
  return r;
}

}  // namespace ringtrial::qualitative
