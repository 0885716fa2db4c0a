// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/hampel.hpp>

BENCH(hampel, ringtrial::robust::hampel(x, 1.0));
