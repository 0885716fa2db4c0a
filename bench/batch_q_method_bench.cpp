// SPDX-License-Identifier: BSL-1.0
#include "tables.hpp"
#include <ringtrial/batch/q_method.hpp>

using ringtrial::robust::q_method_result;

BENCH_TABLES(batch_q_method, double, q_method_result<double>,
             ringtrial::batch::q_method(x, out));
