// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

namespace ringtrial::batch {

/// The processors that this process may use, at least 1.
[[nodiscard]] std::size_t usable_processors();

}  // namespace ringtrial::batch
