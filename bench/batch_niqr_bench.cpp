// SPDX-License-Identifier: BSL-1.0
#include "tables.hpp"
#include <ringtrial/batch/niqr.hpp>

BENCH_TABLES(batch_niqr, double, double, ringtrial::batch::niqr(x, out));
BENCH_TABLES(batch_niqr_float, float, float, ringtrial::batch::niqr(x, out));
