// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/huber_location.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>

namespace ringtrial::robust {

template <real T>
struct huber_options {
  T k = T(1.5);  ///< values further than k scales pull no harder than one at k, > 0
};

template <real T>
struct huber_result {
  T location = std::numeric_limits<T>::quiet_NaN();  ///< unit of the data
  std::size_t n = 0;                                 ///< values used
  int iterations = 0;  ///< 0: the root is found by search, not iteration
  status_t status = status_t::too_few;
};

/** Huber's location with a given scale.

  The root T of Σ ψ((xᵢ − T)/s) = 0, ψ(t) = min(max(t, −k), k); where the root is an interval, its
  middle.

  Source  ISO 13528:2022, C.3.2 in this form: a robust mean with the scheme's own sigma.
  Input   x: values in one unit; NaN is skipped. scale: in that unit.
  Result  location in that unit, `ok`; NaN with `too_few` for no value, `not_finite` for an
          infinity.
  Throws  std::invalid_argument for a scale or k that is not finite and positive.
  Cost    sorting, then O(n).
*/
template <sample R>
[[nodiscard]] huber_result<value_t<R>> huber(
    const R& x, std::type_identity_t<value_t<R>> scale,
    const huber_options<value_t<R>>& options = {}) {
  using T = value_t<R>;
  const double s = static_cast<double>(scale), k = static_cast<double>(options.k);
  detail::require(s > 0 && std::isfinite(s), "huber", "scale", s, "finite and positive");
  detail::require(k > 0 && std::isfinite(k), "huber", "k", k, "finite and positive");
  const auto v = detail::sort_reported(detail::as_span(x), detail::purpose::differences);
  if (!v.finite) return {.n = v.values.size(), .status = status_t::not_finite};
  if (v.values.empty()) return {};
  const double median = detail::median_of_sorted(v.span());
  const detail::prefix_sums d(v.span(), median);
  const double reach =
      std::min(std::ldexp(k, -v.exponent) * s, std::numeric_limits<double>::max());
  const double root = detail::huber_location(d, reach);
  return {static_cast<T>(v.unit(median + root)), v.values.size(), 0, status_t::ok};
}

}  // namespace ringtrial::robust
