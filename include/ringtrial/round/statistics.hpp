// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/round/vocabulary.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ringtrial::round {

/// The usual figures of a sample, in its unit; NaN: could not be computed.
struct statistics {
  std::size_t n = 0;
  double robust_mean = nan,
         robust_sd = nan;               ///< Algorithm A with the standard's constants,
  int iterations = 0;                   ///< its steps
  status_t status = status_t::too_few;  ///< and its outcome
  double median = nan, mad = nan, niqr = nan;
  double mean = nan, sd = nan;
  double minimum = nan, maximum = nan;
};

/// Of all values that are not NaN. Source: ISO 13528:2022, annex C. Cost: that of sorting.
[[nodiscard]] statistics describe(std::span<const double> x);

/// The same for each of `groups` strata: stratum[i] is that of x[i], negative for none.
[[nodiscard]] std::vector<statistics> describe_strata(
    std::span<const double> x, std::span<const std::int32_t> stratum, std::size_t groups);

}  // namespace ringtrial::round
