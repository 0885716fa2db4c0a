// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/estimate.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>

#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

namespace ringtrial::assigned {

/// What a stated ±U is.
enum class distribution : unsigned char {
  normal,       ///< an expanded uncertainty with its k
  rectangular,  ///< a tolerance: every value within is equally likely, U/√3
  triangular,   ///< a tolerance: values near the middle are likelier, U/√6
};

[[nodiscard]] constexpr std::string_view name(distribution d) noexcept {
  switch (d) {
    case distribution::normal:
      return "normal";
    case distribution::rectangular:
      return "rectangular";
    case distribution::triangular:
      return "triangular";
  }
  return "unknown";
}

struct certified_options {
  std::optional<double> u{};  ///< standard uncertainty, ≥ 0; exactly one of u and U
  std::optional<double> U{};  ///< expanded uncertainty or half-width, ≥ 0
  std::optional<double> k{};  ///< coverage factor of U, > 0
  assigned::distribution distribution = assigned::distribution::normal;
};

struct certified_result {
  double value = std::numeric_limits<double>::quiet_NaN();
  double standard_uncertainty = std::numeric_limits<double>::quiet_NaN();
  status_t status = status_t::too_few;

  operator estimate() const { return {value, standard_uncertainty}; }
};

}  // namespace ringtrial::assigned

namespace ringtrial::detail {

/// k beside u or a tolerance would contradict it; U alone does not say what it is.
inline void require_certified_k(const assigned::certified_options& o) {
  constexpr std::string_view function = "certified";
  const bool normal = o.distribution == assigned::distribution::normal;
  require(normal || o.U,
          "certified: distribution = '" + std::string(name(o.distribution)) +
              "', must be 'normal' with u: it says what a half-width U is");
  require(!(o.k && o.u), function, "k", o.k.value_or(0), "left out with u");
  require(!(o.k && !normal), function, "k", o.k.value_or(0),
          "left out with distribution '" + std::string(name(o.distribution)) + "'");
  require(o.k || !o.U || !normal,
          "certified: k is missing, must be stated with U, even if it is 2");
  require(!o.k || (*o.k > 0 && std::isfinite(*o.k)), function, "k", o.k.value_or(1),
          "finite and positive");
}

inline void require_certified(double value, const assigned::certified_options& o) {
  constexpr std::string_view function = "certified";
  const auto uncertainty = [&](std::string_view name, std::optional<double> given) {
    require(!given || (*given >= 0 && std::isfinite(*given)), function, name,
            given.value_or(0), "finite and not negative");
  };
  require(std::isfinite(value), function, "value", value, "finite");
  require(o.u.has_value() != o.U.has_value(),
          std::string("certified: u and U are both ") + (o.u ? "given" : "missing") +
              ", exactly one of them must be given");
  uncertainty("u", o.u);
  uncertainty("U", o.U);
  require_certified_k(o);
}

[[nodiscard]] inline double certified_divisor(const assigned::certified_options& o) {
  switch (o.distribution) {
    case assigned::distribution::rectangular:
      return std::numbers::sqrt3;
    case assigned::distribution::triangular:
      return std::numbers::sqrt2 * std::numbers::sqrt3;
    case assigned::distribution::normal:
      break;
  }
  return o.k.value_or(1);
}

}  // namespace ringtrial::detail

namespace ringtrial::assigned {

/** Assigned value from a certificate: u as stated, U/k, or a tolerance ±U.

  Source  ISO 13528:2022, 7.4; ISO/IEC Guide 98-3, 4.3.7 (U/√3) and 4.3.9 (U/√6).
  Input   value, u and U in one unit.
  Result  in that unit, `ok`; `not_finite` and NaN where U/k is beyond the largest double.
  Throws  std::invalid_argument unless value is finite, exactly one of u and U is given and not
          negative, and k > 0 is given with U of a normal distribution and with nothing else.
  Cost    O(1).
*/
[[nodiscard]] inline certified_result certified(double value,
                                                const certified_options& options) {
  detail::require_certified(value, options);
  const double u =
      options.u ? *options.u : *options.U / detail::certified_divisor(options);
  if (!std::isfinite(u)) return {.status = status_t::not_finite};
  return {value, u, status_t::ok};
}

}  // namespace ringtrial::assigned
