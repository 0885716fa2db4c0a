// SPDX-License-Identifier: BSL-1.0
#include "kernels.hpp"
#include "workspace.hpp"
#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/batch/z.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace ringtrial::batch {
namespace {

void require_size(const char* name, std::size_t size, std::size_t wanted,
                  const char* one_a) {
  ringtrial::detail::require(size == wanted, "batch::z", name, static_cast<double>(size),
                             std::string("one ") + one_a + ", " + std::to_string(wanted));
}

/// Results [first, first + n) of a laboratory side by side.
[[nodiscard]] const double* results_of(const table<double>& x, std::size_t laboratory,
                                       std::size_t first, std::size_t n) {
  struct use;
  const double* from =
      x.column(first) + static_cast<std::ptrdiff_t>(laboratory) * x.laboratory_stride;
  if (x.measurand_stride == 1) return from;
  double* to = workspace<use, double>(n);
  for (std::size_t i = 0; i < n; ++i)
    to[i] = from[static_cast<std::ptrdiff_t>(i) * x.measurand_stride];
  return to;
}

}  // namespace

void detail::z_run(const double* x, const double* x_pt, const double* sigma_pt,
                   double* out, std::size_t n) {
  if (best_kernels<double>().quotients(x, x_pt, sigma_pt, out, n)) return;
  for (std::size_t i = 0; i < n; ++i)
    if (std::isinf(out[i]))
      out[i] = ringtrial::detail::finished<double>(
          ringtrial::detail::z_formula{}(x[i], x_pt[i], sigma_pt[i]));
}

void z(const table<double>& x, std::span<const double> x_pt,
       std::span<const double> sigma_pt, std::span<double> out) {
  constexpr std::size_t most = 4096;
  ringtrial::detail::require(x.offsets == nullptr,
                             "batch::z: x is ragged, must have one result of every "
                             "laboratory and measurand");
  require_size("x_pt.size()", x_pt.size(), x.measurands, "value a measurand");
  require_size("sigma_pt.size()", sigma_pt.size(), x.measurands, "value a measurand");
  require_size("out.size()", out.size(), x.laboratories * x.measurands, "value a result");
  ringtrial::detail::require_rules(ringtrial::detail::z_formula{}, 0,
                                   std::span<const double>{}, x_pt, sigma_pt);
  const std::size_t pieces = (x.measurands + most - 1) / most;
  detail::each_chunk(
      x.laboratories * pieces, most, [&](std::size_t begin, std::size_t end) {
        for (std::size_t piece = begin; piece < end; ++piece) {
          const std::size_t i = piece / pieces, first = piece % pieces * most,
                            n = std::min(most, x.measurands - first);
          detail::z_run(results_of(x, i, first, n), x_pt.data() + first,
                        sigma_pt.data() + first, out.data() + i * x.measurands + first,
                        n);
        }
      });
}

}  // namespace ringtrial::batch
