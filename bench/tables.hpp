// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/table.hpp>
#include <ringtrial/batch/threads.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

/// A table of laboratories × measurands far larger than the caches: normal values.
template <class T>
struct bench_table {
  bench_table(std::size_t laboratories, std::size_t measurands, bool rows,
              std::size_t missing)
      : values(laboratories * measurands) {
    std::mt19937_64 engine(laboratories);
    std::normal_distribution<T> normal(10, 1);
    for (T& x : values)
      x = engine() % 100 < missing ? std::numeric_limits<T>::quiet_NaN() : normal(engine);
    const auto p = static_cast<std::ptrdiff_t>(laboratories),
               m = static_cast<std::ptrdiff_t>(measurands);
    view = {values.data(), laboratories, measurands, rows ? m : 1, rows ? 1 : p};
  }
  std::vector<T> values;
  ringtrial::batch::table<T> view;
};

/// Seconds a copy of the values takes: what the memory allows, the unit of the counter "copies".
template <class T>
[[nodiscard]] double seconds_of_copy(const std::vector<T>& values) {
  std::vector<T> copy(values);
  double best = std::numeric_limits<double>::infinity();
  for (int round = 0; round < 5; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    std::memcpy(copy.data(), values.data(), values.size() * sizeof(T));
    benchmark::ClobberMemory();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    best = std::min(best, took.count());
  }
  return best;
}

/// estimate(table, results) on one thread; laboratories, measurands, rows or columns, % missing.
template <class T, class R, class F>
void run_on_tables(benchmark::State& state, F estimate) {
  const auto measurands = static_cast<std::size_t>(state.range(1));
  const bench_table<T> x(static_cast<std::size_t>(state.range(0)), measurands,
                         state.range(2) != 0, static_cast<std::size_t>(state.range(3)));
  std::vector<R> results(measurands);
  ringtrial::batch::set_threads(static_cast<std::size_t>(state.range(4)));
  const double copy = seconds_of_copy(x.values);
  double best = std::numeric_limits<double>::infinity();
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    estimate(x.view, results);
    benchmark::ClobberMemory();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    best = std::min(best, took.count());
  }
  state.counters["ns_measurand"] = best * 1e9 / static_cast<double>(measurands);
  state.counters["copies"] = best / copy;
}

inline void all_tables(benchmark::internal::Benchmark* b) {
  b->ArgNames({"labs", "measurands", "rows", "missing", "threads"})
      ->Args({50, 200'000, 1, 0, 1})
      ->Args({50, 200'000, 0, 0, 1})
      ->Args({50, 200'000, 1, 5, 1})
      ->Args({20, 400'000, 1, 0, 1})
      ->Args({200, 50'000, 1, 0, 1})
      ->Args({50, 200'000, 1, 0, 2})
      ->Iterations(7)
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

/// BENCH_TABLES(name, value type, result type, call of x and out).
#define BENCH_TABLES(NAME, T, R, ...)                                                    \
  static void NAME(benchmark::State& state) {                                            \
    run_on_tables<T, R>(state, [](const auto& x, std::vector<R>& out) { __VA_ARGS__; }); \
  }                                                                                      \
  BENCHMARK(NAME)->Apply(all_tables)
