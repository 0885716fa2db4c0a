// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cmath>
#include <string_view>

namespace ringtrial::scores {

/// Applied to x and x_pt before a score; σ_pt and uncertainties are then in log units.
enum class transform : unsigned char { none, log10, ln };

[[nodiscard]] constexpr std::string_view name(transform t) noexcept {
  switch (t) {
    case transform::none:
      return "none";
    case transform::log10:
      return "log10";
    case transform::ln:
      return "ln";
  }
  return "unknown";
}

/// The transformed value; NaN or −∞ where it is not above 0.
[[nodiscard]] inline double apply(transform t, double value) noexcept {
  switch (t) {
    case transform::log10:
      return std::log10(value);
    case transform::ln:
      return std::log(value);
    case transform::none:
      break;
  }
  return value;
}

/// Options of difference, z and z_prime.
struct z_options {
  scores::transform transform = scores::transform::none;
};

/// What a missing uncertainty of a laboratory means.
enum class missing_uncertainty : unsigned char {
  none_given,  ///< no score ("nan")
  zero,        ///< as if it were 0
};

/// Options of zeta and e_n.
struct zeta_options {
  missing_uncertainty missing_u = missing_uncertainty::none_given;
  scores::transform transform = scores::transform::none;
};

}  // namespace ringtrial::scores
