// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/chance_test.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/texts.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ringtrial::qualitative {

struct consensus_options {
  std::vector<std::string> categories =
      {};  ///< empty: those seen, in ascending order of the text
  double confidence = 0.95;
  proportion_method method = proportion_method::wilson;
  double required = 0.5;  ///< agreement that makes it a consensus, in (0, 1]
};

struct consensus_result {
  std::string mode = {};  ///< most frequent category; of several the first in order
  std::size_t count = 0;  ///< results that name it
  double agreement = std::numeric_limits<double>::quiet_NaN();  ///< count/n
  double lower = std::numeric_limits<double>::quiet_NaN();
  double upper = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::string> categories = {};
  std::vector<std::size_t> counts = {};  ///< by category
  std::vector<double> proportions = {};  ///< by category
  std::size_t n = 0;
  bool tied = false;
  double variation_ratio = std::numeric_limits<double>::quiet_NaN();  ///< 1 − agreement
  double entropy = std::numeric_limits<double>::quiet_NaN();  ///< of its maximum, 0 to 1
  double gini = std::numeric_limits<double>::quiet_NaN();     ///< of its maximum, 0 to 1
  double p_chance =
      std::numeric_limits<double>::quiet_NaN();  ///< of count among K equal chances
  bool reached = false;
  status_t status = outcome::too_few;
};

namespace detail {

/// The categories as given, or those seen in ascending order.
[[nodiscard]] inline std::vector<std::string> category_list(
    std::string_view function, texts x, const std::vector<std::string>& given) {
  if (!given.empty()) {
    const std::vector<std::string_view> views(given.begin(), given.end());
    return distinct(function, "categories", views);
  }
  std::set<std::string, std::less<>> seen;
  for (const auto text : x)
    if (!stripped(text).empty()) seen.emplace(stripped(text));
  return {seen.begin(), seen.end()};
}

inline void count_categories(consensus_result& r, texts x) {
  r.counts.assign(r.categories.size(), 0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto text = stripped(x[i]);
    if (text.empty()) continue;
    const auto k = position_of(r.categories, text);
    if (k == r.categories.size())
      reject_text("consensus", at("x", i), text, "one of categories");
    ++r.counts[k];
    ++r.n;
  }
}

inline void set_dispersion(consensus_result& r) {
  const auto k = static_cast<double>(r.categories.size());
  double entropy = 0, squares = 0;
  for (const double p : r.proportions) {
    if (p > 0) entropy -= p * std::log(p);
    squares += p * p;
  }
  r.variation_ratio = static_cast<double>(r.n - r.count) / static_cast<double>(r.n);
  r.entropy = k > 1 ? std::abs(entropy) / std::log(k) : 0;
  r.gini = k > 1 ? (1 - squares) * k / (k - 1) : 0;
  r.p_chance = k > 1 ? chance_test(r.count, r.n, 1 / k).p_value : 1;
}

}  // namespace detail

/** The most frequent category with its agreement: an assigned value by consensus.

  Source  ISO 13528:2022, 11.3 (consensus of participants for nominal properties).
  Input   x: one category a laboratory; empty counts as not reported. Blanks around are dropped,
          case counts.
  Result  agreement = count/n with its interval; entropy −Σp ln p/ln K and Gini (1 − Σp²)K/(K − 1)
          over the K categories; p_chance = P(X ≥ count) for n trials of chance 1/K (somewhat too
          small, the mode being chosen first: times K it is a strict bound); `reached` if
          agreement ≥ required and no tie. `too_few` if nothing is reported: numbers NaN, mode "".
  Throws  std::invalid_argument for a value outside `categories` (position and text), a category
          empty or given twice, confidence outside (0, 1), required outside (0, 1].
  Cost    O(n K).
*/
[[nodiscard]] inline consensus_result consensus(texts x,
                                                const consensus_options& options = {}) {
  detail::require_confidence("consensus", options.confidence);
  detail::require(options.required > 0 && options.required <= 1, "consensus", "required",
                  options.required, "above 0 and at most 1");
  consensus_result r;
  r.categories = detail::category_list("consensus", x, options.categories);
  detail::count_categories(r, x);
  for (const std::size_t c : r.counts)
    r.proportions.push_back(static_cast<double>(c) / static_cast<double>(r.n));
  if (r.n == 0) return r;
  const auto most = std::ranges::max_element(r.counts);
  r.count = *most;
  r.mode = r.categories[static_cast<std::size_t>(most - r.counts.begin())];
  r.tied = std::ranges::count(r.counts, r.count) > 1;
  const auto p = proportion(r.count, r.n, {options.confidence, options.method});
  r.agreement = p.estimate;
  r.lower = p.lower;
  r.upper = p.upper;
  detail::set_dispersion(r);
  r.reached = r.agreement >= options.required && !r.tied;
  r.status = outcome::ok;
  return r;
}

}  // namespace ringtrial::qualitative
