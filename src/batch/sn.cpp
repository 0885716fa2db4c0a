// SPDX-License-Identifier: BSL-1.0
#include "sorted_columns.hpp"
#include <ringtrial/batch/sn.hpp>

namespace ringtrial::batch {
namespace {

template <real T>
struct low_medians {
  alignas(64) double found[tile_width<T>];
};

}  // namespace

template <real T>
void sn(const table<T>& x, std::type_identity_t<std::span<T>> out,
        const robust::sn_options<T>& options) {
  const auto single = [&](std::span<const T> sample) {
    return robust::sn(sample, options);
  };
  check_call(x, out, "batch::sn", single);
  const networks selecting(x, middle_network);
  const auto lanes = [&](const tile<T>& t, low_medians<T>& state) {
    double* room = workspace<low_medians<T>, double>(2 * t.size * most_lanes);
    best_kernels<T>().low_medians(t, selecting.of(t.size), room, state.found);
  };
  const auto of_lane = [&](const tile<T>& t, std::size_t lane,
                           const low_medians<T>& state, T& result) {
    const std::size_t n = t.count(lane);
    result = static_cast<T>(n < 2 ? ringtrial::detail::not_a_number
                                  : ringtrial::detail::sn_of_low_median(
                                        state.found[lane], n, options.finite_sample) +
                                        0.0);
    return true;
  };
  each_measurand<low_medians<T>>(x, ringtrial::detail::purpose::differences,
                                 networks(x, sorting_network), out, lanes, of_lane,
                                 single);
}

template void sn(const table<double>&, std::span<double>,
                 const robust::sn_options<double>&);
template void sn(const table<float>&, std::span<float>, const robust::sn_options<float>&);

}  // namespace ringtrial::batch
