// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"
#include <ringtrial/batch/threads.hpp>
#include <ringtrial/simulate/bootstrap.hpp>

namespace simulate = ringtrial::simulate;

/// 10 000 resamples on one thread; items are resamples.
static void bootstrap(benchmark::State& state, simulate::estimator which) {
  constexpr std::size_t resamples = 10'000;
  ringtrial::batch::set_threads(1);
  samples data(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    auto r = simulate::bootstrap(
        data.next(), {.statistic = {.estimator = which}, .resamples = resamples});
    benchmark::DoNotOptimize(r.upper);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(resamples));
}

static void few_sizes(benchmark::internal::Benchmark* b) {
  b->Arg(10)->Arg(30)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);
}

BENCHMARK_CAPTURE(bootstrap, median, simulate::estimator::median)->Apply(few_sizes);
BENCHMARK_CAPTURE(bootstrap, mean, simulate::estimator::mean)->Apply(few_sizes);
BENCHMARK_CAPTURE(bootstrap, algorithm_a, simulate::estimator::algorithm_a)
    ->Apply(few_sizes);
BENCHMARK_CAPTURE(bootstrap, qn, simulate::estimator::qn)->Apply(few_sizes);
