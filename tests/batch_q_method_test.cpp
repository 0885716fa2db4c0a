// SPDX-License-Identifier: BSL-1.0
#include "batch_tables.hpp"
#include <ringtrial/batch/q_method.hpp>

namespace {

namespace batch = ringtrial::batch;
namespace robust = ringtrial::robust;

template <class T>
void expect_single_results() {
  batch_test::each_table<T>([&](const batch::table<T>& x) {
    std::vector<robust::q_method_result<T>> got(x.measurands);
    batch::q_method(x, got);
    for (std::size_t j = 0; j < x.measurands; ++j) {
      const auto expected = robust::q_method(batch_test::sample_of(x, j));
      SCOPED_TRACE(testing::Message() << "measurand " << j);
      ASSERT_EQ(got[j].status, expected.status);
      ASSERT_TRUE(batch_test::same_number(got[j].scale, expected.scale))
          << got[j].scale << " for " << expected.scale;
      ASSERT_TRUE(std::isnan(got[j].repeatability));
      ASSERT_EQ(got[j].p, expected.p);
      ASSERT_EQ(got[j].n, expected.n);
    }
  });
}

TEST(BatchQMethod, GivesTheBitsOfSingleCalls) {
  expect_single_results<double>();
  expect_single_results<float>();
}

}  // namespace
