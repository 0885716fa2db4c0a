// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ringtrial::censored {

/// What a number in a results file stands for.
enum class censoring : std::uint8_t {
  exact,    ///< a found value
  below,    ///< "<": somewhere below the limit x
  above,    ///< ">": somewhere above the limit x
  between,  ///< "..": from x to upper
};

/// Results as reported: no qualifier means all exact; `upper` is read only where `between`.
struct data {
  std::span<const double> x;
  std::span<const censoring> qualifier = {};
  std::span<const double> upper = {};
};

/// Physical limits of the quantity, in the unit of x (0 for a mass fraction).
struct bounds {
  double lower_bound = -std::numeric_limits<double>::infinity();
  double upper_bound = std::numeric_limits<double>::infinity();
};

namespace detail {

using ringtrial::detail::reject;
using ringtrial::detail::reject_at;
using ringtrial::detail::require;
using ringtrial::detail::text_of;

inline constexpr std::array<std::pair<std::string_view, censoring>, 10> qualifiers = {{
    {"", censoring::exact},
    {"=", censoring::exact},
    {"<", censoring::below},
    {"<=", censoring::below},
    {"≤", censoring::below},
    {"ND", censoring::below},
    {">", censoring::above},
    {">=", censoring::above},
    {"≥", censoring::above},
    {"..", censoring::between},
}};
inline constexpr std::string_view allowed_qualifiers =
    "'', '=', '<', '<=', '≤', 'ND', '>', '>=', '≥' or '..'";

[[nodiscard]] constexpr std::optional<censoring> find_qualifier(
    std::string_view text) noexcept {
  for (const auto& [written, meaning] : qualifiers)
    if (written == text) return meaning;
  return std::nullopt;
}

[[nodiscard]] inline censoring kind_at(const data& d, std::size_t i) noexcept {
  return d.qualifier.empty() ? censoring::exact : d.qualifier[i];
}

inline void require_length(std::string_view function, std::string_view name,
                           std::size_t got, std::size_t wanted) {
  if (got == wanted) return;
  reject(std::string(function) + ": " + std::string(name) + " has length " +
         std::to_string(got) + ", must have that of x, " + std::to_string(wanted));
}

inline void require_lengths(std::string_view function, const data& d) {
  if (!d.qualifier.empty())
    require_length(function, "qualifier", d.qualifier.size(), d.x.size());
  if (!d.upper.empty()) require_length(function, "upper", d.upper.size(), d.x.size());
}

/// The upper end of a result between two numbers is given, finite and not below x.
inline void require_upper(std::string_view function, const data& d, std::size_t i) {
  if (d.upper.empty())
    reject(std::string(function) + ": qualifier[" + std::to_string(i) +
           "] = '..' needs upper");
  if (!std::isfinite(d.upper[i]) || d.upper[i] < d.x[i])
    reject_at(function, "upper", i, d.upper[i],
              "finite and not below x[" + std::to_string(i) + "] = " + text_of(d.x[i]));
}

/// The caller's mistakes in the data, by position; NaN in x is passed over.
inline void require_data(std::string_view function, const data& d, const bounds& b = {}) {
  require_lengths(function, d);
  require(b.lower_bound < b.upper_bound, function, "lower_bound", b.lower_bound,
          "below upper_bound = " + text_of(b.upper_bound));
  for (std::size_t i = 0; i < d.x.size(); ++i) {
    if (std::isnan(d.x[i])) continue;
    const censoring kind = kind_at(d, i);
    if (kind == censoring::between) require_upper(function, d, i);
    if (kind == censoring::below && d.x[i] < b.lower_bound)
      reject_at(function, "x", i, d.x[i],
                "not below lower_bound = " + text_of(b.lower_bound));
    if (kind == censoring::above && d.x[i] > b.upper_bound)
      reject_at(function, "x", i, d.x[i],
                "not above upper_bound = " + text_of(b.upper_bound));
  }
}

/// Any sample as doubles.
template <sample R>
[[nodiscard]] std::vector<double> widened(const R& x) {
  const auto values = ringtrial::detail::as_span(x);
  return {values.begin(), values.end()};
}

}  // namespace detail

/** What a qualifier as written means: "", "=" exact; "<", "<=", "≤", "ND" below; ">", ">=", "≥"
  above; ".." between.

  Source  docs/methods/censored.md.
  Throws  std::invalid_argument for any other text.
*/
[[nodiscard]] inline censoring parse_qualifier(std::string_view text) {
  const auto found = detail::find_qualifier(text);
  if (!found)
    detail::reject("parse_qualifier: qualifier = '" + std::string(text) + "', must be " +
                   std::string(detail::allowed_qualifiers));
  return *found;
}

}  // namespace ringtrial::censored
