// SPDX-License-Identifier: BSL-1.0
#include "tables.hpp"
#include <ringtrial/batch/mad.hpp>

BENCH_TABLES(batch_mad, double, double, ringtrial::batch::mad(x, out));
BENCH_TABLES(batch_mad_float, float, float, ringtrial::batch::mad(x, out));
