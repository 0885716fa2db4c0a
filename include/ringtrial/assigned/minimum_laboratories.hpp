// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>

#include <cmath>

namespace ringtrial::assigned {

/** Fewest laboratories for a negligible uncertainty of a consensus: the smallest p ≥ 2 with
    factor · scale/√p ≤ ratio · σ_pt, with the slack of negligible(); 18 where scale = σ_pt.

  Source  derived from ISO 13528:2022, 7.7.7 (6) and 9.2.1 (10); a figure for planning. The standard's
          own advice for few participants is its annex D.
  Input   scale (the expected robust standard deviation) and sigma_pt in one unit.
  Throws  std::invalid_argument unless scale ≥ 0 and the others > 0, all finite, and p ≤ 2⁵³.
*/
[[nodiscard]] inline long long minimum_laboratories(double scale, double sigma_pt,
                                                    double factor = 1.25,
                                                    double ratio = 0.3) {
  constexpr std::string_view function = "minimum_laboratories";
  detail::require(scale >= 0 && std::isfinite(scale), function, "scale", scale,
                  "finite and not negative");
  const auto positive = [&](std::string_view name, double value) {
    detail::require(value > 0 && std::isfinite(value), function, name, value,
                    "finite and positive");
  };
  positive("sigma_pt", sigma_pt);
  positive("factor", factor);
  positive("ratio", ratio);
  const double root = (factor / ratio) * (scale / sigma_pt) / (1 + 1e-12);
  const double p = std::ceil(root * root);
  detail::require(p <= 0x1p53, function, "scale", scale,
                  "small enough beside sigma_pt = " + detail::text_of(sigma_pt) +
                      " for at most 2**53 laboratories");
  return p < 2 ? 2 : static_cast<long long>(p);
}

}  // namespace ringtrial::assigned
