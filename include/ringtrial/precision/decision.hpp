// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outliers/verdict.hpp>

#include <cstddef>
#include <limits>
#include <string_view>
#include <vector>

namespace ringtrial::precision {

/// A test of the outlier procedure.
enum class test_kind : unsigned char {
  cochran,
  grubbs_max,
  grubbs_min,
  grubbs_two_max,
  grubbs_two_min,
};

[[nodiscard]] constexpr std::string_view name(test_kind test) noexcept {
  constexpr std::string_view names[] = {"cochran", "grubbs_max", "grubbs_min",
                                        "grubbs_two_max", "grubbs_two_min"};
  return names[static_cast<std::size_t>(test)];
}

/// What the procedure does with the outliers it finds.
enum class procedure : unsigned char {
  flag,    ///< names them, and estimates from all laboratories
  remove,  ///< estimates without them
  none,    ///< does not test
};

/// One test that was run; numbers without unit.
struct decision {
  test_kind test = test_kind::cochran;
  std::vector<std::size_t> labs = {};  ///< the suspects
  double statistic = std::numeric_limits<double>::quiet_NaN();
  double critical_5 = std::numeric_limits<double>::quiet_NaN();  ///< at alpha_straggler
  double critical_1 = std::numeric_limits<double>::quiet_NaN();  ///< at alpha_outlier
  double p_value = std::numeric_limits<double>::quiet_NaN();
  std::size_t p = 0;  ///< laboratories in the test
  outliers::verdict verdict = outliers::verdict::none;
  bool excluded = false;  ///< whether this decision excludes its suspects
};

}  // namespace ringtrial::precision
