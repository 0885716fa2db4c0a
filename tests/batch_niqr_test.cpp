// SPDX-License-Identifier: BSL-1.0
#include "batch_tables.hpp"
#include "testing.hpp"
#include <ringtrial/batch/niqr.hpp>

namespace {

namespace batch = ringtrial::batch;
namespace robust = ringtrial::robust;

template <class T>
void expect_single_niqrs(const robust::niqr_options<T>& options) {
  batch_test::expect_numbers_of_single_calls<T>(
      [&](const auto& x, auto out) { batch::niqr(x, out, options); },
      [&](const auto& sample) { return robust::niqr(sample, options); });
}

TEST(BatchNiqr, GivesTheBitsOfSingleCalls) {
  using rule = robust::quartile_rule;
  for (const rule quartiles : {rule::inclusive, rule::exclusive, rule::tukey})
    expect_single_niqrs<double>({.quartiles = quartiles});
  expect_single_niqrs<float>({});
}

TEST(BatchNiqr, RefusesWhatTheSingleCallRefuses) {
  EXPECT_EQ(testing_tools::complaint(
                [] { batch::niqr(batch::table<double>{}, {}, {.factor = -1}); }),
            "niqr: factor = -1, must be finite and positive");
}

}  // namespace
