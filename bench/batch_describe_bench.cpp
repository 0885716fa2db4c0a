// SPDX-License-Identifier: BSL-1.0
#include "tables.hpp"
#include <ringtrial/batch/describe.hpp>

BENCH_TABLES(batch_describe, double, ringtrial::round::statistics,
             ringtrial::batch::describe(x, out));
