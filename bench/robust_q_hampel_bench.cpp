// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/q_hampel.hpp>

BENCH(q_hampel, ringtrial::robust::q_hampel(x));
