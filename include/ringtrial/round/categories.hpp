// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/round/options.hpp>
#include <ringtrial/round/vocabulary.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ringtrial::round {

/// Results that are words: nominal, ordered, or hierarchical codes.
enum class category_kind : unsigned char { nominal, ordinal, code };

/// One measurand as reported: an entry a replicate, in ascending order of the laboratory.
struct reported_categories {
  std::span<const std::int32_t> laboratory;
  std::span<const std::string_view> text;  ///< empty: not reported
  std::size_t laboratories = 0;
};

struct category_options {
  category_kind kind = category_kind::nominal;
  bool scored = true;                    ///< false: no assigned category, so no signals
  std::string assigned = {};             ///< empty: the consensus of the participants
  double required = 0.75;                ///< share that makes it a consensus
  std::size_t minimum_laboratories = 5;  ///< of a consensus
  laboratories excluded = {}, withdrawn = {};
  std::vector<std::string> accepted = {};                    ///< nominal
  std::vector<std::pair<std::string, double>> partial = {};  ///< nominal
  std::vector<std::string> levels = {};                      ///< ordinal, lowest first
  std::vector<std::size_t> code_levels = {2, 4, 6, 8, 10};
};

struct category_evaluation {
  std::vector<std::string> category = {};  ///< of each laboratory; empty: none
  std::vector<std::size_t> n = {};         ///< replicates with a text
  std::vector<round::use> use = {};        ///< in the consensus
  std::vector<round::signal> signal = {};
  std::vector<round::reason> reason = {};
  std::string assigned = {};             ///< empty: none
  round::reason missing = reason::none;  ///< why there is none
  std::vector<finding> findings = {};

  [[nodiscard]] std::size_t n_reported() const noexcept;
  [[nodiscard]] std::size_t n_used() const noexcept;
};

/** Results that are words against the assigned category, given or by consensus.

  Replicates of a laboratory must agree, else it has no result (replicates_differ). Codes are compared
  without dots, blanks and hyphens. A result that is no level of an ordinal measurand, or no code, is
  not scored (unknown_category).

  Source  ISO 13528:2022, 11.3, 11.4; nominal_score, ordinal_score, code_agreement, consensus.
  Result  findings: lab_withdrawn, lab_excluded, replicates_differ, unknown_category, too_few,
          few_laboratories, no_consensus.
  Throws  std::invalid_argument for a mistake in the options.
  Cost    O(n · categories).
*/
[[nodiscard]] category_evaluation evaluate_categories(const reported_categories&,
                                                      const category_options& = {});

}  // namespace ringtrial::round
