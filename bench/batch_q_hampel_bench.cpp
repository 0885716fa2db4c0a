// SPDX-License-Identifier: BSL-1.0
#include "tables.hpp"
#include <ringtrial/batch/q_hampel.hpp>

using ringtrial::robust::q_hampel_result;

BENCH_TABLES(batch_q_hampel, double, q_hampel_result<double>,
             ringtrial::batch::q_hampel(x, out));
