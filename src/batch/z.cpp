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

/// Some laboratories' results for some measurands.
struct piece {
  std::size_t laboratory, laboratories, measurand, measurands;
};

/// A table in pieces: runs of rows that lie in one block, or what the caches hold whichever way it
/// is read.
class pieces {
 public:
  explicit pieces(const table<double>& x)
      : x_(x),
        tall_(x.measurand_stride == 1 ? 1 : 64),
        wide_(x.measurand_stride == 1 ? 4096 : 512),
        along_((x.measurands + wide_ - 1) / wide_) {}

  [[nodiscard]] std::size_t count() const {
    return along_ * ((x_.laboratories + tall_ - 1) / tall_);
  }
  [[nodiscard]] std::size_t results() const { return tall_ * wide_; }
  [[nodiscard]] piece operator[](std::size_t i) const {
    const std::size_t laboratory = i / along_ * tall_, measurand = i % along_ * wide_;
    return {laboratory, std::min(tall_, x_.laboratories - laboratory), measurand,
            std::min(wide_, x_.measurands - measurand)};
  }

 private:
  const table<double>& x_;
  std::size_t tall_, wide_, along_;
};

struct rows {
  const double* first;
  std::ptrdiff_t stride;
};

/// The results of a piece, those of each laboratory side by side.
[[nodiscard]] rows rows_of(const table<double>& x, const piece& p) {
  struct use;
  const double* from = x.column(p.measurand) +
                       static_cast<std::ptrdiff_t>(p.laboratory) * x.laboratory_stride;
  if (x.measurand_stride == 1) return {from, x.laboratory_stride};
  const std::size_t stride = p.measurands + 8;  // rows 2ⁿ apart share places in the cache
  double* to = workspace<use, double>(p.laboratories * stride);
  for (std::size_t j = 0; j < p.measurands; ++j, from += x.measurand_stride)
    for (std::size_t i = 0; i < p.laboratories; ++i)
      to[i * stride + j] = from[static_cast<std::ptrdiff_t>(i) * x.laboratory_stride];
  return {to, static_cast<std::ptrdiff_t>(stride)};
}

}  // namespace

void detail::z(const z_run& run) {
  if (best_kernels<double>().quotients(run)) return;
  for (std::size_t i = 0; i < run.n; ++i)
    if (std::isinf(run.out[i]))
      run.out[i] = ringtrial::detail::finished<double>(
          ringtrial::detail::z_formula{}(run.x[i], run.x_pt[run.one_x_pt ? 0 : i],
                                         run.sigma_pt[run.one_sigma_pt ? 0 : i]));
}

void z(const table<double>& x, std::span<const double> x_pt,
       std::span<const double> sigma_pt, std::span<double> out) {
  ringtrial::detail::require(x.offsets == nullptr,
                             "batch::z: x is ragged, must have one result of every "
                             "laboratory and measurand");
  require_size("x_pt.size()", x_pt.size(), x.measurands, "value a measurand");
  require_size("sigma_pt.size()", sigma_pt.size(), x.measurands, "value a measurand");
  require_size("out.size()", out.size(), x.laboratories * x.measurands, "value a result");
  ringtrial::detail::require_rules(ringtrial::detail::z_formula{}, 0,
                                   std::span<const double>{}, x_pt, sigma_pt);
  const auto score = [&](const piece& p) {
    auto [row, stride] = rows_of(x, p);
    for (std::size_t i = 0; i < p.laboratories; ++i, row += stride)
      detail::z({.x = row,
                 .x_pt = x_pt.data() + p.measurand,
                 .sigma_pt = sigma_pt.data() + p.measurand,
                 .out = out.data() + (p.laboratory + i) * x.measurands + p.measurand,
                 .n = p.measurands,
                 .past_caches = detail::is_past_caches(out.size(), p.measurands)});
  };
  const pieces all(x);
  detail::each_chunk(all.count(), all.results(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) score(all[i]);
  });
}

}  // namespace ringtrial::batch
