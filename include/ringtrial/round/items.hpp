// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/homogeneity/check.hpp>
#include <ringtrial/homogeneity/stability.hpp>
#include <ringtrial/round/options.hpp>
#include <ringtrial/round/vocabulary.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace ringtrial::round {

/// Results of the organiser on items: the 0-based number of its item for each value.
struct measured_items {
  std::span<const double> value = {};  ///< in the unit of the results; NaN: missing
  std::span<const std::size_t> item = {};
};

/// What was measured to check the items; nothing measured: not checked.
struct item_results {
  measured_items homogeneity = {};
  measured_items before = {}, after = {};  ///< of the check of stability
};

/// On the scale of the evaluation.
struct item_checks {
  std::optional<homogeneity::check_result> homogeneity = {};
  std::optional<homogeneity::stability_result> stability = {};
  /// By the scheme's criterion; nothing: not checked, or it could not be decided.
  std::optional<bool> homogeneous = {}, stable = {};
  double u_homogeneity = 0, u_stability = 0;  ///< that a failed check adds to u(x_pt)
  double sigma_pt = nan;                      ///< that the criteria are fractions of
};

/** Homogeneity and stability of the items against σ_pt, and what a failed check does: s_s and
    |difference|/√3 for u(x_pt), or √(σ_pt² + s_s²) for σ_pt.

  Source  ISO 13528:2022, 6.1, B.2, B.3, B.5.
  Result  findings: inhomogeneous, unstable, homogeneity_undecided and stability_undecided (no σ_pt,
          too few items, no spread to test with), item_outlier, item_repeatability, item_trend.
  Throws  std::invalid_argument for a mistake in the options.
*/
[[nodiscard]] item_checks check_items(const item_results&, double& sigma_pt,
                                      const measurand_options&,
                                      std::vector<finding>& findings);

}  // namespace ringtrial::round
