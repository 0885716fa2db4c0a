// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/median.hpp>
#ifdef RINGTRIAL_BENCH_GSL
#include <gsl/gsl_statistics_double.h>
#endif

BENCH(median, ringtrial::robust::median(x));
#ifdef RINGTRIAL_BENCH_GSL
BENCH_COPY(gsl_median, gsl_stats_median(x.data(), 1, x.size()));
#endif
