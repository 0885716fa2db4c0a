// SPDX-License-Identifier: BSL-1.0
#include "batch_tables.hpp"
#include "testing.hpp"
#include <ringtrial/batch/median.hpp>

namespace {

namespace batch = ringtrial::batch;
namespace robust = ringtrial::robust;

template <class T>
void expect_single_medians() {
  batch_test::expect_numbers_of_single_calls<T>(
      [](const auto& x, auto out) { batch::median(x, out); },
      [](const auto& sample) { return robust::median(sample); });
}

TEST(BatchMedian, GivesTheBitsOfSingleCalls) {
  expect_single_medians<double>();
  expect_single_medians<float>();
}

TEST(BatchMedian, WantsOneNumberAMeasurand) {
  const std::vector<double> x(6, 1.0);
  std::vector<double> out(2);
  EXPECT_EQ(testing_tools::complaint([&] {
              batch::median(batch::table<double>{x.data(), 2, 3, 3, 1}, out);
            }),
            "batch::median: out.size() = 2, must be one result a measurand, 3");
}

}  // namespace
