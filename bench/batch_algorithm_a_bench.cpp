// SPDX-License-Identifier: BSL-1.0
#include "tables.hpp"
#include <ringtrial/batch/algorithm_a.hpp>

using ringtrial::robust::algorithm_a_result;

BENCH_TABLES(batch_algorithm_a, double, algorithm_a_result<double>,
             ringtrial::batch::algorithm_a(x, out));
