// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/sn.hpp>
#ifdef RINGTRIAL_BENCH_GSL
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#endif

BENCH(sn, ringtrial::robust::sn(x));
#ifdef RINGTRIAL_BENCH_GSL
static double gsl_sn_of(std::span<double> x) {
  static std::vector<double> work;
  work.resize(x.size());
  gsl_sort(x.data(), 1, x.size());
  return gsl_stats_Sn_from_sorted_data(x.data(), 1, x.size(), work.data());
}
BENCH_COPY(gsl_sn, gsl_sn_of(x));
#endif
