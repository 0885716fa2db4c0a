// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/table.hpp>
#include <ringtrial/scores/z.hpp>

#include <span>

namespace ringtrial::batch {

/** scores::z() of every result of a table against the x_pt and σ_pt of its measurand, the same to the
    last bit.

  out: laboratory by laboratory, the measurands side by side.

  Throws  std::invalid_argument if x_pt or sigma_pt do not hold one value a measurand, if out does
          not hold one a result, for a ragged table, and for a negative or infinite sigma_pt, before anything is
          computed.
  Cost    the time of the memory, more where the measurands of a laboratory do not lie side by side;
          on several threads, see threads().
*/
void z(const table<double>& x, std::span<const double> x_pt,
       std::span<const double> sigma_pt, std::span<double> out);

}  // namespace ringtrial::batch

namespace ringtrial::batch::detail {

/** Results that lie side by side, as do what they are scored against, or one number stands for all.

  A table is best gone through from its end to its beginning: new memory of `out` is cleared by the
  system some pages at a time, those that are asked for first being the last. */
struct z_run {
  const double *x, *x_pt, *sigma_pt;
  double* out;
  std::size_t n;
  bool one_x_pt = false, one_sigma_pt = false;
  bool past_caches = false;  ///< out is written past the caches
};

/// z scores of a run; nothing is checked.
void z(const z_run& run);

/// Whether to write runs of n of so many results past the caches: reading their lines first would be
/// in vain, and a short run would be half a line at either end.
[[nodiscard]] constexpr bool is_past_caches(std::size_t results, std::size_t n) noexcept {
  return results > std::size_t{1} << 20 && n >= 256;
}

}  // namespace ringtrial::batch::detail
