// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/table.hpp>
#include <ringtrial/simulate/estimator.hpp>

#include <span>

namespace ringtrial::simulate {

/// estimate() of sorted, finite values of ordinary size, which need not be sorted again.
[[nodiscard]] double estimate_sorted(std::span<const double> v, const statistic& what);

/// estimate() of every measurand of a table, in lanes where the batch engine has them.
void estimate_each(const batch::table<double>& x, const statistic& what,
                   std::span<double> out);

/// Whether the batch engine has lanes for that, and for samples of so many values.
[[nodiscard]] bool has_lanes(const statistic& what, std::size_t values);

}  // namespace ringtrial::simulate
