// SPDX-License-Identifier: BSL-1.0
#include "sorted_columns.hpp"
#include <ringtrial/batch/niqr.hpp>

namespace ringtrial::batch {

template <real T>
void niqr(const table<T>& x, std::type_identity_t<std::span<T>> out,
          const robust::niqr_options<T>& options) {
  const auto single = [&](std::span<const T> sample) {
    return robust::niqr(sample, options);
  };
  check_call(x, out, "batch::niqr", single);
  const double factor = static_cast<double>(options.factor);
  const auto of_lane = [&](const tile<T>& t, std::size_t lane, no_state, T& result) {
    const std::size_t n = t.count(lane);
    const auto range = [&] {
      return ringtrial::detail::quartile_range_by(n, order_of_lane(t, lane),
                                                  options.quartiles);
    };
    result =
        static_cast<T>(n < 2 ? ringtrial::detail::not_a_number : factor * range() + 0.0);
    return true;
  };
  each_measurand<no_state>(
      x, ringtrial::detail::purpose::differences, networks(x, sorting_network), out,
      [](const tile<T>&, no_state) {}, of_lane, single);
}

template void niqr(const table<double>&, std::span<double>,
                   const robust::niqr_options<double>&);
template void niqr(const table<float>&, std::span<float>,
                   const robust::niqr_options<float>&);

}  // namespace ringtrial::batch
