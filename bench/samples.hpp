// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <vector>

/** Samples as laboratories send them: seeded, normal, a twentieth displaced.

  A benchmark goes round a quarter of a million values: the same few sets again and again teach the
  branch predictor, and are up to ten times as fast.
*/
class samples {
 public:
  explicit samples(std::size_t n)
      : n_(n), values_(n * std::max<std::size_t>(2, total / n)) {
    std::mt19937_64 engine(n);
    std::normal_distribution<double> normal(10, 1), displacement(0, 8);
    for (double& x : values_)
      x = std::abs(normal(engine) + (engine() % 20 == 0 ? displacement(engine) : 0));
  }

  [[nodiscard]] std::span<const double> next() noexcept {
    position_ = position_ + 2 * n_ <= values_.size() ? position_ + n_ : 0;
    return std::span(values_).subspan(position_, n_);
  }

 private:
  static constexpr std::size_t total = 1 << 18;
  std::size_t n_, position_ = 0;
  std::vector<double> values_;
};

/// estimate(sample) on one sample after the other.
template <class F>
void run_on_samples(benchmark::State& state, F estimate) {
  samples data(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    auto result = estimate(data.next());
    benchmark::DoNotOptimize(result);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// As above for a peer that works on a copy and overwrites it.
template <class F>
void run_on_copies(benchmark::State& state, F estimate) {
  samples data(static_cast<std::size_t>(state.range(0)));
  std::vector<double> copy(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    const auto x = data.next();
    std::copy(x.begin(), x.end(), copy.begin());
    auto result = estimate(std::span<double>(copy));
    benchmark::DoNotOptimize(result);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

inline void all_sizes(benchmark::internal::Benchmark* b) {
  for (const int n : {10, 30, 100, 1000, 10'000, 100'000, 1'000'000}) b->Arg(n);
}

/// BENCH(name, expression of x): x is the sample.
#define BENCH(NAME, ...)                                                          \
  static void NAME(benchmark::State& state) {                                     \
    run_on_samples(state, [](std::span<const double> x) { return __VA_ARGS__; }); \
  }                                                                               \
  BENCHMARK(NAME)->Apply(all_sizes)

/// BENCH_COPY(name, expression of x): x is a copy that may be overwritten.
#define BENCH_COPY(NAME, ...)                                              \
  static void NAME(benchmark::State& state) {                              \
    run_on_copies(state, [](std::span<double> x) { return __VA_ARGS__; }); \
  }                                                                        \
  BENCHMARK(NAME)->Apply(all_sizes)
