// SPDX-License-Identifier: BSL-1.0
#include "sorted_columns.hpp"
#include <ringtrial/batch/median.hpp>

namespace ringtrial::batch {

template <real T>
void median(const table<T>& x, std::type_identity_t<std::span<T>> out) {
  const auto single = [](std::span<const T> sample) { return robust::median(sample); };
  check_call(x, out, "batch::median", single);
  each_measurand<no_state>(
      x, ringtrial::detail::purpose::order, networks(x, middle_network), out,
      [](const tile<T>&, no_state) {},
      [](const tile<T>& t, std::size_t lane, no_state, T& result) {
        result = static_cast<T>(median_of_lane(t, lane));
        return true;
      },
      single);
}

template void median(const table<double>&, std::span<double>);
template void median(const table<float>&, std::span<float>);

}  // namespace ringtrial::batch
