// SPDX-License-Identifier: BSL-1.0
#include "medians_and_mads.hpp"
#include "sorted_columns.hpp"
#include <ringtrial/batch/mad.hpp>

namespace ringtrial::batch {

template <real T>
void mad(const table<T>& x, std::type_identity_t<std::span<T>> out,
         const robust::mad_options<T>& options) {
  const auto single = [&](std::span<const T> sample) {
    return robust::mad(sample, options);
  };
  check_call(x, out, "batch::mad", single);
  const double factor = static_cast<double>(options.factor);
  const auto of_lane = [&](const tile<T>& t, std::size_t lane,
                           const medians_and_mads<T>& found, T& result) {
    result =
        static_cast<T>(t.count(lane) < 2 ? ringtrial::detail::not_a_number
                                         : factor * found.mad(t.count(lane), lane) + 0.0);
    return true;
  };
  each_measurand<medians_and_mads<T>>(
      x, ringtrial::detail::purpose::differences, networks(x, sorting_network), out,
      [](const tile<T>& t, auto& found) { found.find(t); }, of_lane, single);
}

template void mad(const table<double>&, std::span<double>,
                  const robust::mad_options<double>&);
template void mad(const table<float>&, std::span<float>,
                  const robust::mad_options<float>&);

}  // namespace ringtrial::batch
