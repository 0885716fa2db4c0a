// SPDX-License-Identifier: BSL-1.0
#include "fixed_points.hpp"
#include <ringtrial/batch/algorithm_a.hpp>

namespace ringtrial::batch {
template <real T>
void algorithm_a(const table<T>& x,
                 std::type_identity_t<std::span<robust::algorithm_a_result<T>>> out,
                 const robust::algorithm_a_options<T>& options) {
  const auto single = [&](std::span<const T> sample) {
    return robust::algorithm_a(sample, options);
  };
  check_call(x, out, "batch::algorithm_a", single);
  if (options.stopping != robust::stopping::fixed_point)
    return each_sample(x, out, single);
  const algorithm_a_constants constants{static_cast<double>(options.k),
                                        ringtrial::detail::correction_of(options)};
  each_measurand<fixed_points<T>>(
      x, ringtrial::detail::purpose::squares, networks(x, sorting_network), out,
      [&](const tile<T>& t, auto& state) { state.find(t, constants); },
      [](const tile<T>& t, std::size_t lane, const auto& state, auto& result) {
        return state.of_lane(t, lane, result);
      },
      single);
}

template void algorithm_a(const table<double>&,
                          std::span<robust::algorithm_a_result<double>>,
                          const robust::algorithm_a_options<double>&);
template void algorithm_a(const table<float>&,
                          std::span<robust::algorithm_a_result<float>>,
                          const robust::algorithm_a_options<float>&);

}  // namespace ringtrial::batch
