// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/texts.hpp>

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ringtrial::qualitative {

struct nominal_score_options {
  std::vector<std::string> accepted = {};  ///< correct besides the assigned category
  std::vector<std::pair<std::string, double>> partial =
      {};  ///< category and its score in (0, 1)
};

struct nominal_score_result {
  std::vector<double> correct = {};  ///< 1 or 0; NaN not reported
  std::vector<double> score = {};    ///< 0 to 1; NaN not reported
  std::vector<verdict> signal = {};
  std::size_t n = 0, n_correct = 0;
  double proportion = std::numeric_limits<double>::quiet_NaN();  ///< n_correct/n
  double lower = std::numeric_limits<double>::quiet_NaN();       ///< Wilson, 95 %
  double upper = std::numeric_limits<double>::quiet_NaN();
  status_t status = outcome::too_few;
};

namespace detail {

[[nodiscard]] inline verdict signal_of_credit(double score) noexcept {
  if (!(score >= 0)) return verdict::not_scored;
  return score >= 1 ? verdict::satisfactory
                    : (score > 0 ? verdict::questionable : verdict::unsatisfactory);
}

/// Every category that earns something: 1 for the assigned and the accepted, else its part.
[[nodiscard]] inline std::vector<std::pair<std::string, double>> credits(
    std::string_view assigned, const nominal_score_options& options) {
  std::vector<std::pair<std::string, double>> all{{std::string(stripped(assigned)), 1.0}};
  if (all.front().first.empty())
    reject_text("nominal_score", "assigned", assigned, "a category");
  for (const auto& text : options.accepted) all.emplace_back(stripped(text), 1.0);
  for (const auto& [text, part] : options.partial) {
    if (!(part > 0 && part < 1))
      reject("nominal_score", "partial['" + text + "']", part, "between 0 and 1");
    all.emplace_back(stripped(text), part);
  }
  return all;
}

[[nodiscard]] inline double credit_of(
    const std::vector<std::pair<std::string, double>>& credits, std::string_view text) {
  for (const auto& [category, part] : credits)
    if (category == text) return part;
  return 0;
}

}  // namespace detail

/** Categories against the assigned one.

  Source  ISO 13528:2022, 11.4 (performance for nominal properties).
  Input   x: one category a laboratory; empty counts as not reported.
  Result  score 1 for the assigned category and those in `accepted`, the given part for those in
          `partial` (then `correct` is 0), else 0. Signals: score 1 satisfactory, above 0
          questionable, 0 unsatisfactory. A category both accepted and partial is correct.
          `too_few` if nothing is reported.
  Throws  std::invalid_argument for an empty assigned category or a part outside (0, 1).
  Cost    O(n · categories).
*/
[[nodiscard]] inline nominal_score_result nominal_score(
    texts x, std::string_view assigned, const nominal_score_options& options = {}) {
  const auto credits = detail::credits(assigned, options);
  nominal_score_result r;
  for (const auto given : x) {
    const auto text = detail::stripped(given);
    const double score = text.empty() ? detail::nan : detail::credit_of(credits, text);
    r.score.push_back(score);
    r.correct.push_back(text.empty() ? detail::nan : (score >= 1 ? 1.0 : 0.0));
    r.signal.push_back(detail::signal_of_credit(score));
    r.n += text.empty() ? 0u : 1u;
    r.n_correct += score >= 1 ? 1u : 0u;
  }
  const auto p = proportion(r.n_correct, r.n);
  r.proportion = p.estimate;
  r.lower = p.lower;
  r.upper = p.upper;
  r.status = p.status;
  return r;
}

}  // namespace ringtrial::qualitative
