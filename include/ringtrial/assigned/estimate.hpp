// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace ringtrial::assigned {

/// A value with its standard uncertainty, in one unit; every result of this folder converts to it.
struct estimate {
  double value, standard_uncertainty;
};

}  // namespace ringtrial::assigned
