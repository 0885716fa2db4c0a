// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/qn.hpp>
#ifdef RINGTRIAL_BENCH_GSL
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#endif

BENCH(qn, ringtrial::robust::qn(x));
#ifdef RINGTRIAL_BENCH_GSL
static double gsl_qn_of(std::span<double> x) {
  static std::vector<double> work;
  static std::vector<int> integers;
  work.resize(3 * x.size());
  integers.resize(5 * x.size());
  gsl_sort(x.data(), 1, x.size());
  return gsl_stats_Qn_from_sorted_data(x.data(), 1, x.size(), work.data(),
                                       integers.data());
}
BENCH_COPY(gsl_qn, gsl_qn_of(x));
#endif
