// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/texts.hpp>

#include <cmath>
#include <cstddef>

namespace ringtrial::qualitative {

/// Proportions with their intervals; ratios as IEEE division gives them.
struct diagnostic_result {
  proportion_result sensitivity = {};                ///< tp/(tp + fn)
  proportion_result specificity = {};                ///< tn/(fp + tn)
  proportion_result accuracy = {};                   ///< (tp + tn)/n
  proportion_result false_positive_rate = {};        ///< fp/(fp + tn)
  proportion_result false_negative_rate = {};        ///< fn/(tp + fn)
  proportion_result positive_predictive_value = {};  ///< tp/(tp + fp)
  proportion_result negative_predictive_value = {};  ///< tn/(tn + fn)
  double youden_index = detail::nan;                 ///< sensitivity + specificity − 1
  double likelihood_ratio_positive = detail::nan;    ///< sensitivity/false_positive_rate
  double likelihood_ratio_negative = detail::nan;    ///< false_negative_rate/specificity
  double odds_ratio = detail::nan;                   ///< tp tn/(fp fn)
  double kappa = detail::nan;                        ///< Cohen's, of the 2 × 2 table
  double mcc = detail::nan;                          ///< Matthews correlation coefficient
  std::size_t n = 0;
  status_t status = outcome::too_few;
};

namespace detail {

inline void set_ratios(diagnostic_result& r, double tp, double fp, double fn, double tn) {
  const double difference = tp * tn - fp * fn;
  r.youden_index = r.sensitivity.estimate + r.specificity.estimate - 1;
  r.likelihood_ratio_positive = r.sensitivity.estimate / r.false_positive_rate.estimate;
  r.likelihood_ratio_negative = r.false_negative_rate.estimate / r.specificity.estimate;
  r.odds_ratio = tp * tn / (fp * fn);
  r.kappa = 2 * difference / ((tp + fp) * (fp + tn) + (tp + fn) * (fn + tn));
  r.mcc =
      difference / (std::sqrt((tp + fp) * (tp + fn)) * std::sqrt((tn + fp) * (tn + fn)));
}

}  // namespace detail

/** What a binary test is worth, from true and false positives and negatives.

      κ = 2(tp tn − fp fn)/((tp + fp)(fp + tn) + (tp + fn)(fn + tn))
      mcc = (tp tn − fp fn)/√((tp + fp)(tp + fn)(tn + fp)(tn + fn))

  Source  ISO 16140-2:2016 for sensitivity and specificity; Youden, Cancer 3 (1950) 32; Matthews,
          Biochim. Biophys. Acta 405 (1975) 442; Cohen, Educ. Psychol. Meas. 20 (1960) 37.
  Input   counts of tests by truth and answer.
  Result  without unit. A proportion with an empty denominator is NaN with status `too_few`, and so is
          then the whole; ratios are NaN for 0/0 and infinite for a zero denominator.
  Throws  std::invalid_argument for a confidence outside (0, 1).
  Cost    O(1).
*/
[[nodiscard]] inline diagnostic_result diagnostic(
    std::size_t tp, std::size_t fp, std::size_t fn, std::size_t tn,
    const proportion_options& options = {}) {
  detail::require_confidence("diagnostic", options.confidence);
  diagnostic_result r{.sensitivity = proportion(tp, tp + fn, options),
                      .specificity = proportion(tn, fp + tn, options),
                      .accuracy = proportion(tp + tn, tp + fp + fn + tn, options),
                      .false_positive_rate = proportion(fp, fp + tn, options),
                      .false_negative_rate = proportion(fn, tp + fn, options),
                      .positive_predictive_value = proportion(tp, tp + fp, options),
                      .negative_predictive_value = proportion(tn, tn + fn, options),
                      .n = tp + fp + fn + tn};
  detail::set_ratios(r, static_cast<double>(tp), static_cast<double>(fp),
                     static_cast<double>(fn), static_cast<double>(tn));
  const bool all = tp + fn > 0 && fp + tn > 0 && tp + fp > 0 && tn + fn > 0;
  r.status = all ? outcome::ok : outcome::too_few;
  return r;
}

}  // namespace ringtrial::qualitative
