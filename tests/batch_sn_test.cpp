// SPDX-License-Identifier: BSL-1.0
#include "batch_tables.hpp"
#include <ringtrial/batch/sn.hpp>

namespace {

namespace batch = ringtrial::batch;
namespace robust = ringtrial::robust;

template <class T>
void expect_single_numbers(const robust::sn_options<T>& options) {
  batch_test::expect_numbers_of_single_calls<T>(
      [&](const auto& x, auto out) { batch::sn(x, out, options); },
      [&](const auto& sample) { return robust::sn(sample, options); });
}

TEST(BatchSn, GivesTheBitsOfSingleCalls) {
  expect_single_numbers<double>({});
  expect_single_numbers<float>({});
}

}  // namespace
