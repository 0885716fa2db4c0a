// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/detail/codes.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/texts.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ringtrial::qualitative {

struct code_consensus_options {
  std::vector<std::size_t> levels{2, 4, 6, 8, 10};  ///< numbers of digits, increasing
  double required = 0.5;                            ///< agreement that holds, in (0, 1]
};

/// Lists hold the levels that held.
struct code_consensus_result {
  std::string code = {};                       ///< the last prefix that held; "" if none
  std::size_t digits = 0;                      ///< its length
  std::vector<std::size_t> levels = {};        ///< numbers of digits
  std::vector<std::string> prefix = {};        ///< the most frequent one
  std::vector<std::size_t> count = {};         ///< results that have it
  std::vector<double> agreement = {};          ///< count/n
  std::vector<double> lower = {}, upper = {};  ///< Wilson, 95 %
  std::vector<std::size_t> n = {};             ///< results reported
  bool tied = false;  ///< somewhere another prefix was as frequent
  status_t status = outcome::too_few;
};

namespace detail {

/// How often each prefix of this length occurs among the codes that begin with `base`.
[[nodiscard]] inline std::map<std::string, std::size_t> prefixes(
    const std::vector<std::string>& codes, std::string_view base, std::size_t length) {
  std::map<std::string, std::size_t> counts;
  for (const auto& code : codes)
    if (code.size() >= length && code.starts_with(base)) ++counts[code.substr(0, length)];
  return counts;
}

/// Takes the most frequent prefix of this level; false if none agrees enough.
[[nodiscard]] inline bool take_level(code_consensus_result& r,
                                     const std::vector<std::string>& codes,
                                     std::size_t level, double required) {
  const auto counts = prefixes(codes, r.code, level);
  const auto less = [](const auto& a, const auto& b) { return a.second < b.second; };
  const auto most = std::ranges::max_element(counts, less);  // the first: smallest text
  if (most == counts.end()) return false;
  const auto p = proportion(most->second, codes.size());
  if (p.estimate < required) return false;
  r.tied = r.tied || std::ranges::count_if(counts, [&](const auto& c) {
                       return c.second == most->second;
                     }) > 1;
  r.code = most->first;
  r.digits = level;
  r.levels.push_back(level);
  r.prefix.push_back(most->first);
  r.count.push_back(most->second);
  r.agreement.push_back(p.estimate);
  r.lower.push_back(p.lower);
  r.upper.push_back(p.upper);
  r.n.push_back(codes.size());
  return true;
}

}  // namespace detail

/** The code that most laboratories agree on, from the top down, as far as it holds.

  At each level, among the results that begin with the prefix so far and are long enough, the most
  frequent prefix is taken; it ends where its count/n falls below `required`.

  Source  docs/methods/qualitative.md.
  Input   code: one a laboratory; dots, blanks and hyphens are dropped, an empty text counts as not
          reported.
  Result  the levels that held; in a tie the smallest text, with `tied`. `too_few` if nothing is
          reported.
  Throws  std::invalid_argument for another character (position and text), levels that do not
          increase, required outside (0, 1].
  Cost    O(n log n · levels).
*/
[[nodiscard]] inline code_consensus_result code_consensus(
    texts code, const code_consensus_options& options = {}) {
  constexpr auto function = "code_consensus";
  detail::require_levels(function, options.levels);
  detail::require(options.required > 0 && options.required <= 1, function, "required",
                  options.required, "above 0 and at most 1");
  auto codes = detail::all_digits(function, code);
  std::erase_if(codes, [](const std::string& digits) { return digits.empty(); });
  code_consensus_result r;
  for (const std::size_t level : options.levels)
    if (!detail::take_level(r, codes, level, options.required)) break;
  r.status = codes.empty() ? outcome::too_few : outcome::ok;
  return r;
}

}  // namespace ringtrial::qualitative
