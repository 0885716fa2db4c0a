// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

namespace ringtrial {

/// How an estimate ended. What the data do is told here and never thrown; `ok` implies that
/// every number of the result is finite.
enum class outcome : std::uint8_t {
  ok,              ///< every number is finite
  too_few,         ///< fewer values than the method needs
  zero_scale,      ///< so many equal values that the scale is 0
  not_finite,      ///< an infinity in the data
  max_iterations,  ///< an iterative stopping rule ran out; numbers are the last iterate
  too_sparse,      ///< no bandwidth solves the equation of Sheather and Jones
  not_identified,  ///< the data leave the value open, or the likelihood has no maximum
  degenerate,      ///< a component of a mixture rests on the least spread allowed
  no_variation,  ///< all in one category: there is no agreement beyond chance to speak of
  separated,     ///< a likelihood without a maximum: all positive, or all negative
};

/// The field is called `status`, so its type has a name that cannot hide behind it.
using status_t = outcome;

/// The text of a status in Python, files and reports.
[[nodiscard]] constexpr std::string_view name(outcome status) noexcept {
  switch (status) {
    case outcome::ok:
      return "ok";
    case outcome::too_few:
      return "too_few";
    case outcome::zero_scale:
      return "zero_scale";
    case outcome::not_finite:
      return "not_finite";
    case outcome::max_iterations:
      return "max_iterations";
    case outcome::too_sparse:
      return "too_sparse";
    case outcome::not_identified:
      return "not_identified";
    case outcome::degenerate:
      return "degenerate";
    case outcome::no_variation:
      return "no_variation";
    case outcome::separated:
      return "separated";
  }
  return "unknown";
}

}  // namespace ringtrial
