// SPDX-License-Identifier: BSL-1.0
#include "batch_tables.hpp"
#include <ringtrial/batch/algorithm_a.hpp>
#include <ringtrial/batch/mad.hpp>
#include <ringtrial/batch/median.hpp>
#include <ringtrial/batch/niqr.hpp>
#include <ringtrial/batch/q_hampel.hpp>
#include <ringtrial/batch/q_method.hpp>
#include <ringtrial/batch/qn.hpp>
#include <ringtrial/batch/sn.hpp>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> allocations{0};

}  // namespace

// Not inline: g++ would take malloc() before delete, and free() after new, for mistakes.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* room = std::malloc(size == 0 ? 1 : size)) return room;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* room) noexcept { std::free(room); }
[[gnu::noinline]] void operator delete(void* room, std::size_t) noexcept {
  std::free(room);
}

namespace {

namespace batch = ringtrial::batch;
namespace robust = ringtrial::robust;

/// Normal values, some not reported.
batch_test::seen_table<double> ordinary_table(std::size_t laboratories,
                                              std::size_t measurands) {
  std::mt19937_64 engine(7);
  std::normal_distribution<double> normal(10, 1);
  batch_test::seen_table<double> t{std::vector<double>(laboratories * measurands), {}};
  for (double& x : t.values)
    x = engine() % 20 == 0 ? std::numeric_limits<double>::quiet_NaN() : normal(engine);
  t.view = {t.values.data(), laboratories, measurands,
            static_cast<std::ptrdiff_t>(measurands), 1};
  return t;
}

template <class R, class F>
std::size_t allocations_of(F estimate, std::size_t measurands) {
  const auto t = ordinary_table(50, measurands);
  std::vector<R> out(measurands);
  const std::size_t before = allocations;
  estimate(t.view, out);
  return allocations - before;
}

template <class R, class F>
void expect_as_many_for_more_measurands(F estimate) {
  constexpr std::size_t rooms = 8;  // of another thread, which may come only now
  for (const std::size_t threads : {1u, 2u}) {
    batch::set_threads(threads);
    (void)allocations_of<R>(estimate, 3000);
    const std::size_t few = allocations_of<R>(estimate, 3000);
    EXPECT_LE(allocations_of<R>(estimate, 30'000), few + (threads - 1) * rooms);
    EXPECT_GT(few, 0u);  // the list of exchanges: the counting counts
  }
}

TEST(BatchAllocation, DoesNotGrowWithTheMeasurands) {
  expect_as_many_for_more_measurands<double>(
      [](const auto& x, auto& out) { batch::median(x, out); });
  expect_as_many_for_more_measurands<double>(
      [](const auto& x, auto& out) { batch::mad(x, out); });
  expect_as_many_for_more_measurands<double>(
      [](const auto& x, auto& out) { batch::niqr(x, out); });
  expect_as_many_for_more_measurands<double>(
      [](const auto& x, auto& out) { batch::sn(x, out); });
  expect_as_many_for_more_measurands<double>(
      [](const auto& x, auto& out) { batch::qn(x, out); });
  expect_as_many_for_more_measurands<robust::algorithm_a_result<double>>(
      [](const auto& x, auto& out) { batch::algorithm_a(x, out); });
  expect_as_many_for_more_measurands<robust::q_method_result<double>>(
      [](const auto& x, auto& out) { batch::q_method(x, out); });
  expect_as_many_for_more_measurands<robust::q_hampel_result<double>>(
      [](const auto& x, auto& out) { batch::q_hampel(x, out); });
}

}  // namespace
