// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/algorithm_a.hpp>

BENCH(algorithm_a, ringtrial::robust::algorithm_a(x));
