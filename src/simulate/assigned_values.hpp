// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/from_participants.hpp>
#include <ringtrial/batch/table.hpp>

#include <vector>

namespace ringtrial::simulate {

/// Of each round.
struct assigned_values {
  std::vector<double> value, uncertainty, scale;
};

/// assigned::from_participants() of every measurand of a table, in lanes where there are any.
[[nodiscard]] assigned_values assign_each(
    const batch::table<double>& x, const assigned::from_participants_options& options);

}  // namespace ringtrial::simulate
