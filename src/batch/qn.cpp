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
                           const kth_differences<T>& state) -> std::optional<T> {
    const std::size_t n = t.count(lane);
    if (n < 2) return std::numeric_limits<T>::quiet_NaN();
    if (std::isnan(state[lane])) return std::nullopt;
    return static_cast<T>(ringtrial::detail::qn_of_difference(state[lane], n,
                                                              options.finite_sample) +
                          0.0);
  };
  each_measurand<kth_differences<T>>(x, ringtrial::detail::purpose::differences,
                                     sorting_exchanges(x.laboratories), out, lanes,
                                     of_lane, single);
}

template void qn(const table<double>&, std::span<double>,
                 const robust::qn_options<double>&);
template void qn(const table<float>&, std::span<float>, const robust::qn_options<float>&);

}  // namespace ringtrial::batch
