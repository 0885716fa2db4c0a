// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/batch/threads.hpp>
#include <ringtrial/detail/normal_draw.hpp>
#include <ringtrial/detail/philox.hpp>
#include <ringtrial/simulate/population.hpp>

#include <benchmark/benchmark.h>

#include <random>
#include <vector>

namespace simulate = ringtrial::simulate;

namespace {

constexpr std::size_t laboratories = 20, rounds = 400;

void count_numbers(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(laboratories * rounds));
}

/// Rounds of 20 laboratories on one thread; items are numbers.
void draw(benchmark::State& state, const simulate::population& from) {
  ringtrial::batch::set_threads(1);
  std::vector<double> x(laboratories * rounds);
  std::size_t first = 0;
  for (auto _ : state) {
    simulate::draw(from, {.laboratories = laboratories, .first = first += rounds}, x);
    benchmark::DoNotOptimize(x.data());
    benchmark::ClobberMemory();
  }
  count_numbers(state);
}

/// What the generator alone takes.
void uniform_numbers(benchmark::State& state) {
  std::vector<double> x(laboratories * rounds);
  std::uint64_t draw = 0;
  for (auto _ : state) {
    for (std::size_t i = 0; i < x.size(); i += 2) {
      const auto [a, b] =
          ringtrial::detail::uniform_pair(1, draw, static_cast<std::uint32_t>(i));
      x[i] = a;
      x[i + 1] = b;
    }
    ++draw;
    benchmark::DoNotOptimize(x.data());
    benchmark::ClobberMemory();
  }
  count_numbers(state);
}

void std_normal_distribution(benchmark::State& state) {
  std::vector<double> x(laboratories * rounds);
  std::mt19937_64 engine(1);
  std::normal_distribution<double> normal;
  for (auto _ : state) {
    for (double& v : x) v = normal(engine);
    benchmark::DoNotOptimize(x.data());
    benchmark::ClobberMemory();
  }
  count_numbers(state);
}

BENCHMARK_CAPTURE(draw, normal, simulate::population{});
BENCHMARK_CAPTURE(draw, student, simulate::population{.shape = simulate::shape::student});
BENCHMARK_CAPTURE(draw, gross_errors, simulate::population{.gross_share = 0.1});
BENCHMARK(uniform_numbers);
BENCHMARK(std_normal_distribution);

}  // namespace
