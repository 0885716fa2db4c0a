// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "testing.hpp"
#include <ringtrial/row_view.hpp>

#include <cstddef>
#include <vector>

/// Scores shared by the tests of ranking.
namespace testing_tools {

inline ringtrial::row_view<const double> table(const std::vector<double>& scores,
                                               std::size_t measurands) {
  return {scores.data(), scores.size() / measurands, measurands, measurands};
}

// ranking/combined of tests/reference/ranking.json: six laboratories, five measurands.
inline const std::vector<double> six = {
    0.2,  -0.5, 1.1,  0.4,  -0.3, 1.5, 2.4,  -0.8, nan,  1.9, -0.1, 0.3, -0.2, 0.6, 0.0,
    -3.2, -2.1, -2.8, -1.9, -4.0, 0.9, -1.4, 0.7,  -0.2, 1.1, nan,  nan, nan,  nan, nan};

}  // namespace testing_tools
