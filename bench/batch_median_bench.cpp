// SPDX-License-Identifier: BSL-1.0
#include "tables.hpp"
#include <ringtrial/batch/median.hpp>

BENCH_TABLES(batch_median, double, double, ringtrial::batch::median(x, out));
BENCH_TABLES(batch_median_float, float, float, ringtrial::batch::median(x, out));
