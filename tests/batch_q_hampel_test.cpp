// SPDX-License-Identifier: BSL-1.0
#include "batch_tables.hpp"
#include "testing.hpp"
#include <ringtrial/batch/q_hampel.hpp>

namespace {

namespace batch = ringtrial::batch;
namespace robust = ringtrial::robust;

template <class T>
void expect_single_results(const robust::hampel_options<T>& options) {
  batch_test::each_table<T>([&](const batch::table<T>& x) {
    std::vector<robust::q_hampel_result<T>> got(x.measurands);
    batch::q_hampel(x, got, options);
    for (std::size_t j = 0; j < x.measurands; ++j) {
      const auto expected = robust::q_hampel(batch_test::sample_of(x, j), options);
      SCOPED_TRACE(testing::Message() << "measurand " << j);
      ASSERT_EQ(got[j].status, expected.status);
      ASSERT_TRUE(batch_test::same_number(got[j].location, expected.location))
          << got[j].location << " for " << expected.location;
      ASSERT_TRUE(batch_test::same_number(got[j].scale, expected.scale))
          << got[j].scale << " for " << expected.scale;
      ASSERT_TRUE(std::isnan(got[j].repeatability));
      ASSERT_EQ(got[j].p, expected.p);
      ASSERT_EQ(got[j].n, expected.n);
    }
  });
}

TEST(BatchQHampel, GivesTheBitsOfSingleCalls) {
  expect_single_results<double>({});
  expect_single_results<float>({});
}

TEST(BatchQHampel, GivesThemWithEveryOption) {
  expect_single_results<double>({.a = 0.5, .b = 0.5, .c = 0.7});
  expect_single_results<double>({.a = 2, .b = 4, .c = 1e9});
}

TEST(BatchQHampel, RefusesWhatTheSingleCallRefuses) {
  EXPECT_EQ(testing_tools::complaint(
                [] { batch::q_hampel(batch::table<double>{}, {}, {.a = 0}); }),
            "q_hampel: a = 0, must be finite and positive");
}

}  // namespace
