// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/detail/positives.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/texts.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace ringtrial::qualitative {

struct pod_options {
  std::vector<double> level = {};  ///< one an entry; empty: none known
  double confidence = 0.95;        ///< in (0, 1)
};

/// One entry a level.
struct pod_result {
  std::vector<double> level = {};  ///< as given, NaN if not
  std::vector<double> pod = {};    ///< positive/n
  std::vector<double> lower = {};
  std::vector<double> upper = {};
  std::vector<std::size_t> n = {};
  std::vector<std::size_t> positive = {};
  status_t status = outcome::too_few;
};

/** Probability of detection by level, with Wilson intervals.

  Source  AOAC INTERNATIONAL, Official Methods of Analysis, Appendix H (POD).
  Input   positive ≤ n, one entry a level.
  Result  without unit; an entry with n = 0 is NaN. `too_few` if all are.
  Throws  std::invalid_argument for unequal lengths, positive > n (with its position), a confidence
          outside (0, 1).
  Cost    O(entries).
*/
[[nodiscard]] inline pod_result pod(std::span<const std::size_t> positive,
                                    std::span<const std::size_t> n,
                                    const pod_options& options = {}) {
  detail::require_confidence("pod", options.confidence);
  detail::require_positives("pod", positive, n);
  if (!options.level.empty())
    detail::require_entries("pod", "level", options.level.size(), n.size());
  pod_result r{.level = options.level,
               .n = {n.begin(), n.end()},
               .positive = {positive.begin(), positive.end()}};
  r.level.resize(n.size(), detail::nan);
  for (std::size_t i = 0; i < n.size(); ++i) {
    const auto p = proportion(positive[i], n[i], {.confidence = options.confidence});
    r.pod.push_back(p.estimate);
    r.lower.push_back(p.lower);
    r.upper.push_back(p.upper);
    if (p.status == outcome::ok) r.status = outcome::ok;
  }
  return r;
}

}  // namespace ringtrial::qualitative
