// SPDX-License-Identifier: BSL-1.0
#include "kth_differences.hpp"
#include <ringtrial/batch/qn.hpp>

namespace ringtrial::batch {

template <real T>
void qn(const table<T>& x, std::type_identity_t<std::span<T>> out,
        const robust::qn_options<T>& options) {
  const auto single = [&](std::span<const T> sample) {
    return robust::qn(sample, options);
  };
  check_call(x, out, "batch::qn", single);
  const auto lanes = [](const tile<T>& t, kth_differences<T>& state) {
    for (std::size_t lane = 0; lane < tile_width<T>; ++lane) {
      const std::size_t n = t.count(lane);
      state.set_rank(t, lane, n < 2 ? 0 : ringtrial::detail::qn_rank(n));
    }
    state.find(t);
  };
  const auto of_lane = [&](const tile<T>& t, std::size_t lane,
                           const kth_differences<T>& state, T& result) {
    const std::size_t n = t.count(lane);
    const double difference = n < 2 ? ringtrial::detail::not_a_number : state[lane];
    result = static_cast<T>(n < 2 ? difference
                                  : ringtrial::detail::qn_of_difference(
                                        difference, n, options.finite_sample) +
                                        0.0);
    return n < 2 || !std::isnan(difference);
  };
  each_measurand<kth_differences<T>>(x, ringtrial::detail::purpose::differences,
                                     networks(x, sorting_network), out, lanes, of_lane,
                                     single);
}

template void qn(const table<double>&, std::span<double>,
                 const robust::qn_options<double>&);
template void qn(const table<float>&, std::span<float>, const robust::qn_options<float>&);

}  // namespace ringtrial::batch
