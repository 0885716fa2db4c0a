// SPDX-License-Identifier: BSL-1.0
#include "tables.hpp"
#include <ringtrial/batch/sn.hpp>

BENCH_TABLES(batch_sn, double, double, ringtrial::batch::sn(x, out));
BENCH_TABLES(batch_sn_float, float, float, ringtrial::batch::sn(x, out));
