// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace ringtrial::detail {

/// A point of a function.
struct function_point {
  double at, value;
};

/** The root between two points where f has opposite signs or is 0, to `tolerance` or the last bits.

  Source  Chandrupatla, Adv. Eng. Softw. 28 (1997) 145: inverse quadratic interpolation where it
          is safe, else bisection; some 8 evaluations for a smooth f, never many more than 100.
*/
template <class F>
[[nodiscard]] double bracketed_root(const F& f, function_point latest,
                                    function_point other, double tolerance) {
  if (latest.value == 0) return latest.at;
  if (other.value == 0) return other.at;
  double step = 0.5;
  while (true) {
    const double at = latest.at + step * (other.at - latest.at);
    const function_point next{at, f(at)};
    function_point before = latest;
    if ((next.value > 0) != (latest.value > 0)) {
      before = other;
      other = latest;
    }
    latest = next;
    const auto& best = std::abs(latest.value) < std::abs(other.value) ? latest : other;
    const double last_bits =
        2 * std::numeric_limits<double>::epsilon() * std::abs(best.at);
    const double least = (last_bits + 0.5 * tolerance) / std::abs(other.at - latest.at);
    if (!(least <= 0.5) || best.value == 0) return best.at;
    const double x = (latest.at - other.at) / (before.at - other.at);
    const double y = (latest.value - other.value) / (before.value - other.value);
    step = 0.5;
    if (y * y < x && (1 - y) * (1 - y) < 1 - x)
      step = latest.value / (other.value - latest.value) * before.value /
                 (other.value - before.value) +
             (before.at - latest.at) / (other.at - latest.at) * latest.value /
                 (before.value - latest.value) * other.value /
                 (before.value - other.value);
    step = std::clamp(step, least, 1 - least);
  }
}

}  // namespace ringtrial::detail
