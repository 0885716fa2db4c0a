// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/table.hpp>
#include <ringtrial/batch/threads.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <ctime>
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

/// The best of several runs: in processor time on one thread, so that other programs matter little.
class best_time {
 public:
  explicit best_time(bool one_thread) : one_thread_(one_thread) {}
  template <class F>
  double take(F f) {
    const double begin = now();
    f();
    benchmark::ClobberMemory();
    const double took = now() - begin;
    seconds_ = std::min(seconds_, took);
    return took;
  }
  [[nodiscard]] double seconds() const { return seconds_; }

 private:
  [[nodiscard]] double now() const {
    if (one_thread_) return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
    const std::chrono::duration<double> time =
        std::chrono::steady_clock::now().time_since_epoch();
    return time.count();
  }

  bool one_thread_;
  double seconds_ = std::numeric_limits<double>::infinity();
};

/// estimate(table, results): laboratories, measurands, rows or columns, % missing, threads. In turn
/// with a copy of the values, what the memory allows: the unit of the counter "copies".
template <class T, class R, class F>
void run_on_tables(benchmark::State& state, F estimate, std::size_t results_each = 1) {
  const auto measurands = static_cast<std::size_t>(state.range(1));
  const bench_table<T> x(static_cast<std::size_t>(state.range(0)), measurands,
                         state.range(2) != 0, static_cast<std::size_t>(state.range(3)));
  std::vector<R> results(measurands * results_each);
  ringtrial::batch::set_threads(static_cast<std::size_t>(state.range(4)));
  std::vector<T> room(x.values);
  best_time copy(state.range(4) == 1), call(state.range(4) == 1);
  for (auto _ : state) {
    copy.take(
        [&] { std::memcpy(room.data(), x.values.data(), x.values.size() * sizeof(T)); });
    state.SetIterationTime(call.take([&] { estimate(x.view, results); }));
  }
  state.counters["ns_measurand"] = call.seconds() * 1e9 / static_cast<double>(measurands);
  state.counters["copies"] = call.seconds() / copy.seconds();
}

/// Shapes far beyond the caches; then growth with the laboratories, and with the measurands.
inline void all_tables(benchmark::internal::Benchmark* b) {
  b->ArgNames({"labs", "measurands", "rows", "missing", "threads"})
      ->Args({50, 200'000, 1, 0, 1})
      ->Args({50, 200'000, 0, 0, 1})
      ->Args({50, 200'000, 1, 5, 1})
      ->Args({20, 400'000, 1, 0, 1})
      ->Args({200, 50'000, 1, 0, 1})
      ->Args({50, 200'000, 1, 0, 2});
  for (const int labs : {5, 10, 30, 100}) b->Args({labs, 5'000'000 / labs, 1, 0, 1});
  for (const int measurands : {1'000, 10'000}) b->Args({50, measurands, 1, 0, 1});
  b->Iterations(11)->UseManualTime()->Unit(benchmark::kMillisecond);
}

/// BENCH_TABLES(name, value type, result type, call of x and out).
#define BENCH_TABLES(NAME, T, R, ...)                                                    \
  static void NAME(benchmark::State& state) {                                            \
    run_on_tables<T, R>(state, [](const auto& x, std::vector<R>& out) { __VA_ARGS__; }); \
  }                                                                                      \
  BENCHMARK(NAME)->Apply(all_tables)
