// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/censored/data.hpp>

#include <vector>

/// Published results with limits.
namespace censored_samples {

using ringtrial::censored::censoring;
inline constexpr auto exact = censoring::exact, below = censoring::below,
                      above = censoring::above, between = censoring::between;

/// Oahu arsenic, µg/L: Helsel 2005 (R package NADA), 13 of 24 below 0.9, 1 or 2.
inline const std::vector<double> oahu = {1,   1,   1.7, 1,   1,   2,   3.2, 2,
                                         2,   2.8, 2,   2,   2,   2,   2,   0.7,
                                         0.9, 0.5, 0.5, 0.9, 0.5, 0.7, 0.6, 1.5};
inline const std::vector<censoring> oahu_marks = {
    below, below, exact, below, below, below, exact, below, below, exact, below, below,
    below, below, below, exact, exact, exact, exact, below, exact, exact, exact, exact};

}  // namespace censored_samples
