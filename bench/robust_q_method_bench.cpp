// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/q_method.hpp>

BENCH(q_method, ringtrial::robust::q_method(x));
