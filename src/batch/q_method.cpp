// SPDX-License-Identifier: BSL-1.0
#include "q_scales.hpp"
#include <ringtrial/batch/q_method.hpp>

#include <cmath>

namespace ringtrial::batch {

template <real T>
void q_method(const table<T>& x,
              std::type_identity_t<std::span<robust::q_method_result<T>>> out) {
  using result = robust::q_method_result<T>;
  const auto single = [](std::span<const T> sample) { return robust::q_method(sample); };
  check_call(x, out, "batch::q_method", single);
  const auto of_lane = [](const tile<T>& t, std::size_t lane, q_scales<T>& scales,
                          result& r) {
    const std::size_t n = t.count(lane);
    r = {.p = n, .n = n};
    if (n < 2) return true;
    const double scale = scales.scale(t, lane);
    r.scale = static_cast<T>(scale + 0.0);
    r.status = ringtrial::detail::status_of_scale(scale);
    return std::isfinite(r.scale);
  };
  each_measurand<q_scales<T>>(
      x, ringtrial::detail::purpose::differences, networks(x, sorting_network), out,
      [](const tile<T>& t, q_scales<T>& scales) { scales.find(t); }, of_lane, single);
}

template void q_method(const table<double>&, std::span<robust::q_method_result<double>>);
template void q_method(const table<float>&, std::span<robust::q_method_result<float>>);

}  // namespace ringtrial::batch
