// SPDX-License-Identifier: BSL-1.0
#include "batch_tables.hpp"
#include "testing.hpp"
#include <ringtrial/batch/describe.hpp>

namespace {

namespace batch = ringtrial::batch;
namespace round_ = ringtrial::round;

void expect_same(const round_::statistics& got, const round_::statistics& expected) {
  using s = round_::statistics;
  EXPECT_EQ(got.n, expected.n);
  EXPECT_EQ(got.iterations, expected.iterations);
  EXPECT_EQ(got.status, expected.status);
  for (const auto figure : {&s::robust_mean, &s::robust_sd, &s::median, &s::mad, &s::niqr,
                            &s::mean, &s::sd, &s::minimum, &s::maximum})
    ASSERT_TRUE(batch_test::same_number(got.*figure, expected.*figure))
        << got.*figure << " for " << expected.*figure;
}

TEST(BatchDescribe, GivesTheBitsOfSingleCalls) {
  batch_test::each_table<double>([](const batch::table<double>& x) {
    std::vector<round_::statistics> got(x.measurands);
    batch::describe(x, got);
    for (std::size_t j = 0; j < x.measurands; ++j) {
      SCOPED_TRACE(testing::Message() << "measurand " << j);
      ASSERT_NO_FATAL_FAILURE(
          expect_same(got[j], round_::describe(batch_test::sample_of(x, j))));
    }
  });
}

TEST(BatchDescribe, RefusesAWrongNumberOfResults) {
  EXPECT_EQ(testing_tools::complaint([] {
              std::vector<round_::statistics> two(2);
              batch::describe(batch::table<double>{}, two);
            }),
            "batch::describe: out.size() = 2, must be one result a measurand, 0");
}

}  // namespace
