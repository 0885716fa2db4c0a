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

/// Options of difference, z and z_prime.
struct z_options {
  scores::transform transform = scores::transform::none;
};

/// What a missing uncertainty of a laboratory means.
enum class missing_uncertainty : unsigned char {
  none_given,  ///< no score ("nan")
  zero,        ///< as if it were 0
};

[[nodiscard]] constexpr std::string_view name(missing_uncertainty m) noexcept {
  switch (m) {
    case missing_uncertainty::none_given:
      return "nan";
    case missing_uncertainty::zero:
      return "zero";
  }
  return "unknown";
}

/// Options of zeta and e_n.
struct zeta_options {
  missing_uncertainty missing_u = missing_uncertainty::none_given;
  scores::transform transform = scores::transform::none;
};

}  // namespace ringtrial::scores

namespace ringtrial::detail {

/// The transformed value; NaN or −∞, and so no score, where it is not above 0.
[[nodiscard]] inline double transformed(scores::transform t, double value) noexcept {
  switch (t) {
    case scores::transform::log10:
      return std::log10(value);
    case scores::transform::ln:
      return std::log(value);
    case scores::transform::none:
      break;
  }
  return value;
}

}  // namespace ringtrial::detail
