// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

namespace ringtrial::batch {

/** How many threads a batch call may use, the calling one among them.

  Until set: the environment variable RINGTRIAL_THREADS, or else the processors that the process may
  use (its affinity and, on Linux, the limit of its control group). No result depends on it.

  Throws  std::invalid_argument if RINGTRIAL_THREADS is not a whole number from 1 to 1024.
*/
[[nodiscard]] std::size_t threads();

/** Sets it for the process.

  Throws  std::invalid_argument for n outside 1 to 1024.
*/
void set_threads(std::size_t n);

}  // namespace ringtrial::batch
