// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/detail/codes.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/texts.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ringtrial::qualitative {

struct code_agreement_options {
  std::vector<std::size_t> levels{2, 4, 6, 8, 10};  ///< numbers of digits, increasing
  std::vector<double> weights = {};                 ///< one a level, ≥ 0; empty: equal
};

struct code_agreement_result {
  std::vector<std::size_t> levels = {};
  std::vector<double> agreement = {}, lower = {},
                      upper = {};       ///< per level, Wilson 95 %; NaN not evaluated
  std::vector<std::size_t> count = {};  ///< per level: results that match it
  std::vector<double> matched = {};     ///< per result: digits matched; NaN not reported
  std::vector<double> score = {};       ///< per result: 0 to 1; NaN not reported
  std::vector<verdict> signal = {};     ///< per result
  std::size_t n = 0;
  status_t status = outcome::too_few;
};

namespace detail {

inline void require_weights(const code_agreement_options& o, std::size_t evaluated) {
  if (o.weights.empty()) return;
  if (o.weights.size() != o.levels.size())
    reject("code_agreement: weights has length " + std::to_string(o.weights.size()) +
           ", must have that of levels, " + std::to_string(o.levels.size()));
  double sum = 0;
  for (std::size_t k = 0; k < o.weights.size(); ++k) {
    if (!(o.weights[k] >= 0) || std::isinf(o.weights[k]))
      reject_at("code_agreement", "weights", k, o.weights[k], "finite and not negative");
    if (k < evaluated) sum += o.weights[k];
  }
  if (sum <= 0)
    reject("code_agreement: weights are all 0, one evaluated level must count");
}

/// The levels up to which a code agrees with the assigned one.
[[nodiscard]] inline std::size_t levels_matched(std::string_view code,
                                                std::string_view assigned,
                                                const std::vector<std::size_t>& levels,
                                                std::size_t evaluated) noexcept {
  std::size_t k = 0;
  while (k < evaluated && code.size() >= levels[k] &&
         code.substr(0, levels[k]) == assigned.substr(0, levels[k]))
    ++k;
  return k;
}

[[nodiscard]] inline double weight_of_first(const code_agreement_options& o,
                                            std::size_t count) noexcept {
  double sum = 0;
  for (std::size_t k = 0; k < count; ++k) sum += o.weights.empty() ? 1.0 : o.weights[k];
  return sum;
}

inline void append_unreported(code_agreement_result& r) {
  r.matched.push_back(nan);
  r.score.push_back(nan);
  r.signal.push_back(verdict::not_scored);
}

inline void append_matched(code_agreement_result& r, std::size_t matched,
                           std::size_t evaluated, const code_agreement_options& o) {
  const double part = weight_of_first(o, matched), all = weight_of_first(o, evaluated);
  const std::size_t digits = matched == 0 ? 0 : o.levels[matched - 1];
  ++r.n;
  for (std::size_t k = 0; k < matched; ++k) ++r.count[k];
  r.matched.push_back(static_cast<double>(digits));
  r.score.push_back(part / all);
  r.signal.push_back(part >= all   ? verdict::satisfactory
                     : digits >= 4 ? verdict::questionable
                                   : verdict::unsatisfactory);
}

inline void set_agreement(code_agreement_result& r, std::size_t evaluated) {
  for (std::size_t k = 0; k < r.levels.size(); ++k) {
    const auto p = k < evaluated ? proportion(r.count[k], r.n) : proportion_result{};
    r.agreement.push_back(p.estimate);
    r.lower.push_back(p.lower);
    r.upper.push_back(p.upper);
  }
}

}  // namespace detail

/** Hierarchical codes (tariff numbers) against the assigned one, level by level.

      score = Σ weights of the levels matched / Σ weights of the levels evaluated

  Source  docs/methods/qualitative.md; levels of the Harmonized System: chapter, heading, subheading.
  Input   code: one a laboratory; dots, blanks and hyphens are dropped, an empty text counts as not
          reported. Codes are text: "0106" is not "106". Levels beyond the length of the assigned
          code are not evaluated.
  Result  `matched`: the highest level whose digits agree (0: none). Signals: score 1 satisfactory,
          4 digits or more matched questionable, else unsatisfactory. `too_few` if nothing is
          reported.
  Throws  std::invalid_argument for another character (position and text), an assigned code shorter
          than the first level, levels that do not increase, weights negative or of another length.
  Cost    O(n · levels).
*/
[[nodiscard]] inline code_agreement_result code_agreement(
    texts code, std::string_view assigned, const code_agreement_options& options = {}) {
  constexpr auto function = "code_agreement";
  detail::require_levels(function, options.levels);
  const auto wanted = detail::digits_of(function, "assigned", assigned);
  const auto& levels = options.levels;
  if (wanted.size() < levels[0])
    detail::reject_text(function, "assigned", assigned,
                        "a code of at least " + std::to_string(levels[0]) + " digits");
  const auto evaluated = static_cast<std::size_t>(
      std::ranges::upper_bound(levels, wanted.size()) - levels.begin());
  detail::require_weights(options, evaluated);
  code_agreement_result r{.levels = levels};
  r.count.assign(levels.size(), 0);
  for (const auto& digits : detail::all_digits(function, code)) {
    if (digits.empty())
      detail::append_unreported(r);
    else
      detail::append_matched(r, detail::levels_matched(digits, wanted, levels, evaluated),
                             evaluated, options);
  }
  detail::set_agreement(r, evaluated);
  r.status = r.n > 0 ? outcome::ok : outcome::too_few;
  return r;
}

}  // namespace ringtrial::qualitative
