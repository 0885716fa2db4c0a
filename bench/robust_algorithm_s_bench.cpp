// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/algorithm_s.hpp>

BENCH(algorithm_s, ringtrial::robust::algorithm_s(x, 2));
