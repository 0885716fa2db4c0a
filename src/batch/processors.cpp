// SPDX-License-Identifier: BSL-1.0
#include "processors.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <thread>

#ifdef __linux__
#include <sched.h>
#endif

namespace ringtrial::batch {
namespace {

[[nodiscard]] std::size_t allowed_by_affinity() {
#ifdef __linux__
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0)
    return static_cast<std::size_t>(CPU_COUNT(&set));
#endif
  return std::thread::hardware_concurrency();
}

[[nodiscard]] double number_in(const char* file) {
  double number = -1;
  std::ifstream(file) >> number;
  return number;
}

/// Processors' worth of time that the control group gives; infinity without a limit.
[[nodiscard]] double allowed_by_control_group() {
  double quota = -1, period = 0;
  if (std::ifstream second("/sys/fs/cgroup/cpu.max"); second) {
    std::string first;
    second >> first >> period;
    if (first != "max") quota = std::strtod(first.c_str(), nullptr);
  } else {
    quota = number_in("/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
    period = number_in("/sys/fs/cgroup/cpu/cpu.cfs_period_us");
  }
  return quota > 0 && period > 0 ? std::ceil(quota / period)
                                 : std::numeric_limits<double>::infinity();
}

}  // namespace

std::size_t usable_processors() {
  const double cores =
      static_cast<double>(std::max<std::size_t>(1, allowed_by_affinity()));
  return static_cast<std::size_t>(
      std::min(cores, std::max(1.0, allowed_by_control_group())));
}

}  // namespace ringtrial::batch
