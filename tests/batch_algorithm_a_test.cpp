// SPDX-License-Identifier: BSL-1.0
#include "batch_tables.hpp"
#include "testing.hpp"
#include <ringtrial/batch/algorithm_a.hpp>

namespace {

namespace batch = ringtrial::batch;
namespace robust = ringtrial::robust;

template <class T>
void expect_single_results(const robust::algorithm_a_options<T>& options) {
  batch_test::each_table<T>([&](const batch::table<T>& x) {
    std::vector<robust::algorithm_a_result<T>> got(x.measurands);
    batch::algorithm_a(x, got, options);
    for (std::size_t j = 0; j < x.measurands; ++j) {
      const auto expected = robust::algorithm_a(batch_test::sample_of(x, j), options);
      SCOPED_TRACE(testing::Message() << "measurand " << j);
      ASSERT_EQ(got[j].status, expected.status);
      ASSERT_TRUE(batch_test::same_number(got[j].location, expected.location))
          << got[j].location << " for " << expected.location;
      ASSERT_TRUE(batch_test::same_number(got[j].scale, expected.scale))
          << got[j].scale << " for " << expected.scale;
      ASSERT_EQ(got[j].winsorized, expected.winsorized);
      ASSERT_EQ(got[j].n, expected.n);
      ASSERT_EQ(got[j].iterations, expected.iterations);
    }
  });
}

TEST(BatchAlgorithmA, GivesTheBitsOfSingleCalls) {
  expect_single_results<double>({});
  expect_single_results<float>({});
}

TEST(BatchAlgorithmA, GivesThemWithEveryOption) {
  using robust::correction;
  expect_single_results<double>({.k = 1, .correction = correction::exact});
  expect_single_results<double>({.k = 0.4, .correction = correction::given, .factor = 2});
  expect_single_results<double>({.stopping = robust::stopping::three_figures});
}

TEST(BatchAlgorithmA, RefusesWhatTheSingleCallRefuses) {
  EXPECT_EQ(testing_tools::complaint(
                [] { batch::algorithm_a(batch::table<double>{}, {}, {.k = 0}); }),
            "algorithm_a: k = 0, must be finite and positive");
}

}  // namespace
