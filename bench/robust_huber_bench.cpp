// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/huber.hpp>

BENCH(huber, ringtrial::robust::huber(x, 1.0));
