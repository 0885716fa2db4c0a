// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/density/detail/dip_search.hpp>
#include <ringtrial/detail/sorted.hpp>
#include <ringtrial/outcome.hpp>

namespace ringtrial::density {

struct dip_result {
  double dip = ringtrial::detail::not_a_number;  ///< without unit, ≥ 1/(2n)
  double lower = ringtrial::detail::not_a_number,
         upper = ringtrial::detail::not_a_number;  ///< modal interval, unit of x
  std::size_t n = 0;                               ///< values used
  status_t status = status_t::too_few;
};

namespace detail {

/// Of sorted finite values, in their unit.
[[nodiscard]] inline dip_result dip_of_sorted(std::span<const double> v) {
  dip_result r{.n = v.size()};
  if (v.empty()) return r;
  r.status = status_t::ok;
  r.dip = 1 / (2 * static_cast<double>(v.size()));
  r.lower = v.front();
  r.upper = v.back();
  if (v.size() < 4 || v.front() == v.back()) return r;
  const dip_search found(v);
  r.dip = found.dip();
  r.lower = found.lower();
  r.upper = found.upper();
  return r;
}

}  // namespace detail

/** Dip: how far the empirical distribution is from the nearest unimodal one.

      D = min over unimodal G of sup |Fₙ − G|, at least 1/(2n)

  Source  Hartigan and Hartigan, Ann. Statist. 13 (1985) 70; AS 217.
  Input   x: values in one unit; NaN is skipped.
  Result  dip without unit, modal interval in that unit; 1/(2n) for n < 4 or equal values. `too_few`
          if nothing is reported, `not_finite`.
  Cost    O(n) after sorting.
*/
template <sample R>
[[nodiscard]] dip_result dip(const R& x) {
  const auto s = ringtrial::detail::sort_reported(
      ringtrial::detail::as_span(x), ringtrial::detail::purpose::differences);
  dip_result r{.n = s.values.size()};
  r.status = status_t::not_finite;
  if (!s.finite) return r;
  r = detail::dip_of_sorted(s.span());
  r.lower = s.unit(r.lower);
  r.upper = s.unit(r.upper);
  return r;
}

}  // namespace ringtrial::density
