// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/robust/mad.hpp>
#ifdef RINGTRIAL_BENCH_GSL
#include <gsl/gsl_statistics_double.h>
#endif

BENCH(mad, ringtrial::robust::mad(x));
#ifdef RINGTRIAL_BENCH_GSL
static double gsl_mad_of(std::span<const double> x) {
  static std::vector<double> work;
  work.resize(x.size());
  return gsl_stats_mad0(x.data(), 1, x.size(), work.data());
}
BENCH(gsl_mad, gsl_mad_of(x));
#endif
