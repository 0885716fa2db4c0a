// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/hampel_roots.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>

namespace ringtrial::robust {

template <real T>
struct hampel_options {
  T a = T(1.5);  ///< up to a scales a value counts in full, 0 < a ≤ b
  T b = T(3);    ///< from b on its pull fades, b < c
  T c = T(4.5);  ///< beyond c it counts nothing
};

template <real T>
struct hampel_result {
  T location = std::numeric_limits<T>::quiet_NaN();  ///< unit of the data
  std::size_t roots = 0;                             ///< how many roots there are
  std::size_t n = 0;                                 ///< values used
  status_t status = status_t::too_few;
};

}  // namespace ringtrial::robust

namespace ringtrial::detail {

template <real T>
void require_hampel(std::string_view function, const robust::hampel_options<T>& o) {
  const double a = static_cast<double>(o.a), b = static_cast<double>(o.b),
               c = static_cast<double>(o.c);
  require(a > 0 && std::isfinite(a), function, "a", a, "finite and positive");
  require(b >= a && std::isfinite(b), function, "b", b, "finite and not below a");
  require(c > b && std::isfinite(c), function, "c", c, "finite and above b");
}

}  // namespace ringtrial::detail

namespace ringtrial::robust {

/** Hampel's location with a given scale: the root nearest the median.

  Roots T of Σ ψ((xᵢ − T)/s) = 0 with at least one |xᵢ − T| < c s, where ψ(q) is q up to a, a up
  to b, falls to 0 at c and is 0 beyond, with the sign of q. Between the points xᵢ ± a s,
  xᵢ ± b s, xᵢ ± c s the sum is linear, so all roots are found exactly; iteration from a start can
  end at another one.

  Source  ISO 13528:2022, C.5.3.
  Input   x: values in one unit; NaN is skipped. scale: in that unit.
  Result  location in that unit and the number of roots, `ok`; if two roots are equally near
          (within 1e-9 scales) the median itself; NaN with `too_few` for no value, `not_finite`
          for an infinity.
  Throws  std::invalid_argument for a scale that is not finite and positive, or unless
          0 < a ≤ b < c.
  Cost    O(n log n).
*/
template <sample R>
[[nodiscard]] hampel_result<value_t<R>> hampel(
    const R& x, std::type_identity_t<value_t<R>> scale,
    const hampel_options<value_t<R>>& options = {}) {
  using T = value_t<R>;
  const double s = static_cast<double>(scale);
  detail::require(s > 0 && std::isfinite(s), "hampel", "scale", s, "finite and positive");
  detail::require_hampel("hampel", options);
  const auto v = detail::sort_reported(detail::as_span(x), detail::purpose::differences);
  if (!v.finite) return {.n = v.values.size(), .status = status_t::not_finite};
  if (v.values.empty()) return {};
  const auto r = detail::hampel_of_sorted(
      v.span(), std::ldexp(s, -v.exponent),
      {static_cast<double>(options.a), static_cast<double>(options.b),
       static_cast<double>(options.c)});
  return {static_cast<T>(v.unit(r.location)), r.roots, v.values.size(), status_t::ok};
}

}  // namespace ringtrial::robust
