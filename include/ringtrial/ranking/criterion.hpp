// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

namespace ringtrial::ranking {

/// What laboratories are ordered by: smaller is better, but for points.
enum class criterion : unsigned char {
  mean_abs,     ///< Σ|z|/n
  median_abs,   ///< med |z|
  rms,          ///< √(Σz²/n)
  abs_rsz,      ///< |Σz|/√n
  ssz,          ///< Σz²; favours few scores
  points,       ///< Σ points; larger is better, favours many scores
  mean_points,  ///< Σ points/n; larger is better
};

[[nodiscard]] constexpr std::string_view name(criterion c) noexcept {
  constexpr std::string_view names[] = {"mean_abs", "median_abs", "rms",        "abs_rsz",
                                        "ssz",      "points",     "mean_points"};
  return names[static_cast<std::size_t>(c)];
}

/// The ranks of laboratories whose statistics agree.
enum class ties : unsigned char {
  min,      ///< 1, 2, 2, 4
  max,      ///< 1, 3, 3, 4
  average,  ///< 1, 2.5, 2.5, 4
  dense,    ///< 1, 2, 2, 3
  first,    ///< 1, 2, 3, 4 in row order
};

}  // namespace ringtrial::ranking
