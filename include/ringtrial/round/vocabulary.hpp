// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

/// The words in which an evaluation speaks; name() gives the text of files and reports.
namespace ringtrial::round {

/// What the statistics do with a laboratory's result.
enum class use : unsigned char {
  used,
  not_reported,
  withdrawn,
  excluded,
  expert,
  censored,
  no_logarithm,  ///< not above 0 where the scheme takes logarithms
  gross_error,
  outlier,
};

/// The verdict on a result, or why there can be none.
enum class signal : unsigned char {
  not_scored,
  satisfactory,
  questionable,
  unsatisfactory,
  not_reported,
  withdrawn,
};

[[nodiscard]] constexpr std::string_view name(signal s) noexcept {
  constexpr std::array<std::string_view, 6> names = {"not_scored",   "satisfactory",
                                                     "questionable", "unsatisfactory",
                                                     "not_reported", "withdrawn"};
  return names[static_cast<std::size_t>(s)];
}

/// Why a result has no verdict.
enum class reason : unsigned char {
  none,
  censored,
  too_few,
  zero_scale,
  no_target,
  no_uncertainty,
  not_reported,
  withdrawn,
  expert,
  no_assigned_value,
  not_finite,
  no_logarithm,
  u_not_negligible,
  no_verdict,
  no_consensus,
  unknown_category,
  replicates_differ,
};

[[nodiscard]] constexpr std::string_view name(reason r) noexcept {
  constexpr std::array<std::string_view, 17> names = {"",
                                                      "censored",
                                                      "too_few",
                                                      "zero_scale",
                                                      "no_target",
                                                      "no_uncertainty",
                                                      "not_reported",
                                                      "withdrawn",
                                                      "expert",
                                                      "no_assigned_value",
                                                      "not_finite",
                                                      "no_logarithm",
                                                      "u_not_negligible",
                                                      "no_verdict",
                                                      "no_consensus",
                                                      "unknown_category",
                                                      "replicates_differ"};
  return names[static_cast<std::size_t>(r)];
}

/// What an evaluation notices; severity and text are in the message files.
enum class finding_code : unsigned char {
  few_laboratories,     ///< n
  too_few,              ///< n, minimum
  zero_scale,           ///< n; largest size where they differ
  u_not_negligible,     ///< u/σ_pt, limit, large_uncertainty
  assigned_without_u,   ///< -
  reference_disagrees,  ///< reference, its u, difference, u of the difference
  estimators_disagree,  ///< x*, median, s*, scale of the Q method
  multimodal,           ///< number of modes
  many_censored,        ///< censored, reported
  rounding_coarse,      ///< step, σ_pt
  score_unreachable,    ///< n, largest score
  outlier_removed,      ///< statistic, critical value, 0 Grubbs or 1 Cochran; laboratory
  gross_error_removed,  ///< value, median; laboratory
  lab_excluded,         ///< laboratory
  lab_withdrawn,        ///< laboratory
  censored_not_scored,  ///< limit; laboratory
  target_unit,          ///< x_pt
  no_target,            ///< x_pt
  k_assumed,            ///< what divided U; laboratory
  no_logarithm,         ///< value; laboratory
  no_consensus,         ///< share of the most frequent category, required share
  unknown_category,     ///< laboratory
  replicates_differ,    ///< laboratory
  inhomogeneous,        ///< found, limit, failed_check, what was added or σ_pt
  unstable,             ///< the same
  homogeneity_undecided,  ///< items, σ_pt
  stability_undecided,    ///< the same
  item_outlier,           ///< item from 0, Cochran's statistic, critical value
  item_repeatability,     ///< s_w, σ_pt
  item_trend,             ///< slope, p value
};

[[nodiscard]] constexpr std::string_view name(finding_code code) noexcept {
  constexpr std::array<std::string_view, 30> names = {"few_laboratories",
                                                      "too_few",
                                                      "zero_scale",
                                                      "u_not_negligible",
                                                      "assigned_without_u",
                                                      "reference_disagrees",
                                                      "estimators_disagree",
                                                      "multimodal",
                                                      "many_censored",
                                                      "rounding_coarse",
                                                      "score_unreachable",
                                                      "outlier_removed",
                                                      "gross_error_removed",
                                                      "lab_excluded",
                                                      "lab_withdrawn",
                                                      "censored_not_scored",
                                                      "target_unit",
                                                      "no_target",
                                                      "k_assumed",
                                                      "no_logarithm",
                                                      "no_consensus",
                                                      "unknown_category",
                                                      "replicates_differ",
                                                      "inhomogeneous",
                                                      "unstable",
                                                      "homogeneity_undecided",
                                                      "stability_undecided",
                                                      "item_outlier",
                                                      "item_repeatability",
                                                      "item_trend"};
  return names[static_cast<std::size_t>(code)];
}

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct finding {
  finding_code code;
  std::ptrdiff_t laboratory = -1;                        ///< position; -1: the measurand
  std::array<double, 4> numbers = {nan, nan, nan, nan};  ///< as the code says
};

}  // namespace ringtrial::round
