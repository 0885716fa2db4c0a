// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/texts.hpp>

#include <cmath>
#include <cstddef>
#include <string>

namespace ringtrial::qualitative {

struct dpod_options {
  double confidence = 0.95;  ///< in (0, 1)
};

struct dpod_result {
  double difference = detail::nan;  ///< pod_a − pod_b
  double lower = detail::nan;
  double upper = detail::nan;
  double pod_a = detail::nan;
  double pod_b = detail::nan;
  status_t status = outcome::too_few;
};

namespace detail {

inline void require_positive_of(char which, std::size_t positive, std::size_t n) {
  require(positive <= n, "dpod", std::string("positive_") + which,
          static_cast<double>(positive),
          std::string("an integer from 0 to n_") + which + " = " + std::to_string(n));
}

}  // namespace detail

/** Difference of two independent probabilities of detection.

      d ∓ √((p − l)² + (u' − p')²) with the Wilson limits l, u of both: Newcombe's hybrid score

  Source  Newcombe, Stat. Med. 17 (1998) 873, method 10; AOAC INTERNATIONAL, Official Methods of
          Analysis, Appendices H and J (dPOD).
  Input   positive ≤ n of methods a and b.
  Result  without unit. `too_few` if either n is 0: what needs it is NaN.
  Throws  std::invalid_argument for positive > n, a confidence outside (0, 1).
  Cost    O(1).
*/
[[nodiscard]] inline dpod_result dpod(std::size_t positive_a, std::size_t n_a,
                                      std::size_t positive_b, std::size_t n_b,
                                      const dpod_options& options = {}) {
  detail::require_confidence("dpod", options.confidence);
  detail::require_positive_of('a', positive_a, n_a);
  detail::require_positive_of('b', positive_b, n_b);
  const auto a = proportion(positive_a, n_a, {.confidence = options.confidence});
  const auto b = proportion(positive_b, n_b, {.confidence = options.confidence});
  dpod_result r{.pod_a = a.estimate, .pod_b = b.estimate};
  if (n_a == 0 || n_b == 0) return r;
  r.difference = r.pod_a - r.pod_b;
  r.lower = r.difference - std::hypot(r.pod_a - a.lower, b.upper - r.pod_b);
  r.upper = r.difference + std::hypot(a.upper - r.pod_a, r.pod_b - b.lower);
  r.status = outcome::ok;
  return r;
}

}  // namespace ringtrial::qualitative
