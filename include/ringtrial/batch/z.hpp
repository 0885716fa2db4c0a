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
  Cost    the time of the memory where the measurands of a laboratory lie side by side; on several
          threads, see threads().
*/
void z(const table<double>& x, std::span<const double> x_pt,
       std::span<const double> sigma_pt, std::span<double> out);

}  // namespace ringtrial::batch

namespace ringtrial::batch::detail {

/// z scores of n results that lie side by side; nothing is checked.
void z_run(const double* x, const double* x_pt, const double* sigma_pt, double* out,
           std::size_t n);

}  // namespace ringtrial::batch::detail
