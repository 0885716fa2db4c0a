// SPDX-License-Identifier: BSL-1.0
#include "batch_tables.hpp"
#include "testing.hpp"
#include <ringtrial/batch/mad.hpp>

namespace {

namespace batch = ringtrial::batch;
namespace robust = ringtrial::robust;

template <class T>
void expect_single_mads(const robust::mad_options<T>& options) {
  batch_test::expect_numbers_of_single_calls<T>(
      [&](const auto& x, auto out) { batch::mad(x, out, options); },
      [&](const auto& sample) { return robust::mad(sample, options); });
}

TEST(BatchMad, GivesTheBitsOfSingleCalls) {
  expect_single_mads<double>({});
  expect_single_mads<float>({});
  expect_single_mads<double>({.factor = 1});
}

TEST(BatchMad, RefusesWhatTheSingleCallRefuses) {
  EXPECT_EQ(testing_tools::complaint(
                [] { batch::mad(batch::table<double>{}, {}, {.factor = 0}); }),
            "mad: factor = 0, must be finite and positive");
}

}  // namespace
