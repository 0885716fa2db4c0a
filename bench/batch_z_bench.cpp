// SPDX-License-Identifier: BSL-1.0
#include "tables.hpp"
#include <ringtrial/batch/z.hpp>

static void batch_z(benchmark::State& state) {
  const auto measurands = static_cast<std::size_t>(state.range(1));
  const std::vector<double> x_pt(measurands, 10.0), sigma_pt(measurands, 1.25);
  run_on_tables<double, double>(
      state,
      [&](const auto& x, auto& out) { ringtrial::batch::z(x, x_pt, sigma_pt, out); },
      static_cast<std::size_t>(state.range(0)));
}
BENCHMARK(batch_z)->Apply(all_tables);
