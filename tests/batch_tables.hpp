// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/table.hpp>
#include <ringtrial/batch/threads.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <random>
#include <span>
#include <vector>

/// What the tests of rt::batch share: tables made to break it, seen in every orientation, and the
/// promise that a batch call gives the bits of single calls.
namespace batch_test {

using ringtrial::batch::table;

/// One hostile value after the other; a measurand keeps to one kind, so that each kind meets
/// samples it fills alone and neighbours of other kinds.
template <class T>
T draw(std::size_t kind, std::mt19937_64& engine) {
  constexpr T nan = std::numeric_limits<T>::quiet_NaN(),
              infinity = std::numeric_limits<T>::infinity(),
              largest = std::numeric_limits<T>::max(),
              tiny = std::numeric_limits<T>::denorm_min();
  std::normal_distribution<T> normal(10, 1);
  std::cauchy_distribution<T> cauchy;
  const auto dice = engine() % 20;
  switch (kind % 13) {
    case 0:
      return dice < 5 ? nan : normal(engine);
    case 1:
      return std::round(normal(engine));
    case 2:
      return dice < 2 ? nan : cauchy(engine);
    case 3:
      return dice < 10 ? T(0) : -T(0);
    case 4:
      return dice == 0 ? infinity : dice == 1 ? -infinity : normal(engine);
    case 5:
      return (dice < 10 ? 1 : -1) * largest / (dice % 3 == 0 ? T(1) : T(3));
    case 6:
      return tiny * static_cast<T>(dice) * (dice % 2 == 0 ? 1 : -1);
    case 7:
      return dice < 18 ? nan : normal(engine);
    case 8:
      return nan;
    case 9:
      return T(1e9) + normal(engine) * T(1e-6);
    case 10:
      return dice < 14 ? T(3.7) : normal(engine);
    case 11:
      return dice < 4 ? normal(engine) + 8 : normal(engine);
    default:
      return normal(engine);
  }
}

template <class T>
struct seen_table {
  std::vector<T> values;
  table<T> view;
};

/// As rows, as columns, spread out, upside down.
template <class T>
seen_table<T> random_table(std::size_t p, std::size_t count, std::size_t layout,
                           std::mt19937_64& engine) {
  const auto rows = static_cast<std::ptrdiff_t>(p);
  const auto columns = static_cast<std::ptrdiff_t>(count);
  seen_table<T> t{std::vector<T>(6 * p * count + 1), {}};
  t.view = {t.values.data(), p, count, columns, 1};
  if (layout == 1) t.view = {t.values.data(), p, count, 1, rows};
  if (layout == 2) t.view = {t.values.data(), p, count, 3 * columns, 2};
  if (layout == 3) t.view = {t.values.data() + p * count, p, count, -columns, 1};
  for (std::size_t j = 0; j < count; ++j)
    for (std::ptrdiff_t i = 0; i < rows; ++i)
      const_cast<T*>(t.view.column(j))[i * t.view.laboratory_stride] =
          draw<T>(j + p, engine);
  return t;
}

template <class T>
std::vector<T> sample_of(const table<T>& x, std::size_t measurand) {
  std::vector<T> sample;
  for (std::size_t i = 0; i < x.laboratories; ++i)
    sample.push_back(
        x.column(measurand)[static_cast<std::ptrdiff_t>(i) * x.laboratory_stride]);
  return sample;
}

/// The same number to the last bit, or both none.
template <class T>
bool same_number(T a, T b) {
  return std::memcmp(&a, &b, sizeof a) == 0 || (std::isnan(a) && std::isnan(b));
}

/// f(table) for tables of every number of laboratories in every layout; with each number of threads.
template <class T, class F>
void each_table(F f) {
  std::mt19937_64 engine(20260301);
  std::vector<std::size_t> sizes;
  for (std::size_t p = 0; p <= 70; ++p) sizes.push_back(p);
  for (const std::size_t p : {100, 127, 128, 199, 200, 255, 256, 257, 400})
    sizes.push_back(p);
  for (const std::size_t p : sizes)
    for (std::size_t layout = 0; layout < 4; ++layout) {
      ringtrial::batch::set_threads(1 + (p + layout) % 3);
      const std::size_t count = p < 3 ? 700 : (p % 5 == 0 ? 163 : 1 + 7 * p % 75);
      const auto t = random_table<T>(p, count, layout, engine);
      SCOPED_TRACE(testing::Message() << p << " laboratories, layout " << layout);
      f(t.view);
    }
}

/// batch(table, span) gives the bits of single(sample) for every measurand.
template <class T, class Batch, class Single>
void expect_numbers_of_single_calls(Batch batch, Single single) {
  each_table<T>([&](const table<T>& x) {
    std::vector<T> got(x.measurands, T(-1));
    batch(x, std::span<T>(got));
    for (std::size_t j = 0; j < x.measurands; ++j) {
      const T expected = single(sample_of(x, j));
      ASSERT_TRUE(same_number(got[j], expected))
          << "measurand " << j << ": " << got[j] << " for " << expected;
    }
  });
}

}  // namespace batch_test
