// SPDX-License-Identifier: BSL-1.0
// Compiled once for every instruction set: with Highway this file includes itself.
#include "kernels.hpp"

#include <ringtrial/detail/require.hpp>
#include <ringtrial/detail/sorting.hpp>
#include <ringtrial/robust/sn.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#ifdef RINGTRIAL_HIGHWAY
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "batch/kernels.cpp"
#ifndef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL)
#endif
#include <hwy/cache_control.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
HWY_BEFORE_NAMESPACE();
#else
#define HWY_NAMESPACE N_LANES
#define HWY_ONCE 1
#endif

namespace ringtrial::batch {
namespace HWY_NAMESPACE {
namespace {

// clang-format off
#include "lanes.hpp"
#include "sort_lanes.hpp"
#include "distance_lanes.hpp"
#include "moments_lanes.hpp"
#include "double_rows.hpp"
#include "high_median_lanes.hpp"
#include "pair_lanes.hpp"
#include "prefix_sum_lanes.hpp"
#include "hampel_lanes.hpp"
#include "algorithm_a_lanes.hpp"
#include "quotient_lanes.hpp"
// clang-format on

template <class T>
constexpr kernels<T> all{.sort = &sort_tile<T>,
                         .middle_distances = &middle_distances<T>,
                         .moments = &moments<T>,
                         .low_medians = &low_medians<T>,
                         .count_pairs = &count_pairs<T>,
                         .kth_differences = &kth_differences<T>,
                         .in_scales = &in_scales<T>,
                         .positions = &positions<T>,
                         .surroundings = &surroundings<T>,
                         .algorithm_a = &algorithm_a_tile<T>,
                         .quotients = &quotients};

}  // namespace

extern const kernels<double> of_double;
extern const kernels<float> of_float;
const kernels<double> of_double = all<double>;
const kernels<float> of_float = all<float>;

}  // namespace HWY_NAMESPACE
}  // namespace ringtrial::batch

#ifdef RINGTRIAL_HIGHWAY
HWY_AFTER_NAMESPACE();
#endif

#if HWY_ONCE

namespace ringtrial::batch {
namespace {

enum class level : unsigned char { baseline, avx2, avx512 };

[[nodiscard]] level of_processor() {
#if defined(__x86_64__) && defined(__GNUC__)
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                    __builtin_cpu_supports("aes") && __builtin_cpu_supports("pclmul");
  const bool avx512 =
      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  return avx2 && avx512 ? level::avx512 : avx2 ? level::avx2 : level::baseline;
#else
  return level::baseline;
#endif
}

/// The highest level that may be used, from the environment.
[[nodiscard]] level asked_for() {
  const char* given = std::getenv("RINGTRIAL_ISA");
  const std::string_view text(given == nullptr ? "" : given);
  if (text == "" || text == "avx512") return level::avx512;
  if (text == "avx2") return level::avx2;
  if (text == "baseline") return level::baseline;
  ringtrial::detail::reject("RINGTRIAL_ISA = '" + std::string(text) +
                            "', must be baseline, avx2 or avx512");
}

[[nodiscard]] level chosen() {
  static const level found = std::min(asked_for(), of_processor());
  return found;
}

}  // namespace

#if defined(RINGTRIAL_HIGHWAY) && (HWY_TARGETS & HWY_AVX2)
#define RINGTRIAL_AVX2 N_AVX2
#else
#define RINGTRIAL_AVX2 HWY_NAMESPACE
#endif
#if defined(RINGTRIAL_HIGHWAY) && (HWY_TARGETS & HWY_AVX3)
#define RINGTRIAL_AVX512 N_AVX3
#else
#define RINGTRIAL_AVX512 RINGTRIAL_AVX2
#endif

template <>
const kernels<double>& best_kernels<double>() {
  const level l = chosen();
  return l == level::avx512 ? RINGTRIAL_AVX512::of_double
         : l == level::avx2 ? RINGTRIAL_AVX2::of_double
                            : HWY_NAMESPACE::of_double;
}

template <>
const kernels<float>& best_kernels<float>() {
  const level l = chosen();
  return l == level::avx512 ? RINGTRIAL_AVX512::of_float
         : l == level::avx2 ? RINGTRIAL_AVX2::of_float
                            : HWY_NAMESPACE::of_float;
}

}  // namespace ringtrial::batch

#endif
