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
  const auto of_lane = [&](const tile<T>& t, std::size_t lane, no_state) {
    if (t.count(lane) < 2) return std::numeric_limits<T>::quiet_NaN();
    return static_cast<T>(
        factor * ringtrial::detail::quartile_range_by(
                     t.count(lane), order_of_lane(t, lane), options.quartiles) +
        0.0);
  };
  const auto network = sorting_exchanges(x.laboratories);
  each_measurand<no_state>(
      x, ringtrial::detail::purpose::differences, network, out,
      [](const tile<T>&, no_state) {}, of_lane, single);
}

template void niqr(const table<double>&, std::span<double>,
                   const robust::niqr_options<double>&);
template void niqr(const table<float>&, std::span<float>,
                   const robust::niqr_options<float>&);

}  // namespace ringtrial::batch
