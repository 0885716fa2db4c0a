// SPDX-License-Identifier: BSL-1.0
#include "tables.hpp"
#include <ringtrial/batch/qn.hpp>

BENCH_TABLES(batch_qn, double, double, ringtrial::batch::qn(x, out));
BENCH_TABLES(batch_qn_float, float, float, ringtrial::batch::qn(x, out));
