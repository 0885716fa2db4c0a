// SPDX-License-Identifier: BSL-1.0
#include "batch_tables.hpp"
#include "testing.hpp"
#include <ringtrial/batch/algorithm_a.hpp>
#include <ringtrial/batch/mad.hpp>
#include <ringtrial/batch/median.hpp>
#include <ringtrial/batch/niqr.hpp>
#include <ringtrial/batch/q_hampel.hpp>
#include <ringtrial/batch/q_method.hpp>
#include <ringtrial/batch/qn.hpp>
#include <ringtrial/batch/sn.hpp>

#include <algorithm>

namespace {

namespace batch = ringtrial::batch;
namespace robust = ringtrial::robust;

/// Measurands of 0 to 300 laboratories, most of them of few.
template <class T>
struct ragged_rounds {
  std::vector<T> values;
  std::vector<std::size_t> offsets{0};

  ragged_rounds() {
    std::mt19937_64 engine(11);
    for (std::size_t j = 0; j < 400; ++j) {
      const std::size_t n = j % 50 == 0 ? engine() % 301 : engine() % 40;
      for (std::size_t i = 0; i < n; ++i)
        values.push_back(batch_test::draw<T>(j, engine));
      offsets.push_back(values.size());
    }
  }
  [[nodiscard]] std::span<const T> sample(std::size_t j) const {
    return std::span(values).subspan(offsets[j], offsets[j + 1] - offsets[j]);
  }
};

template <class T, class Batch, class Single>
void expect_single_numbers(Batch estimate, Single single) {
  const ragged_rounds<T> rounds;
  std::vector<T> got(rounds.offsets.size() - 1);
  estimate(batch::ragged<T>(rounds.values, rounds.offsets), std::span<T>(got));
  for (std::size_t j = 0; j < got.size(); ++j)
    ASSERT_TRUE(batch_test::same_number(got[j], single(rounds.sample(j))))
        << "measurand " << j << " of " << rounds.sample(j).size();
}

template <class T>
void expect_all_single_numbers() {
  expect_single_numbers<T>([](auto x, auto out) { batch::median(x, out); },
                           [](auto s) { return robust::median(s); });
  expect_single_numbers<T>([](auto x, auto out) { batch::mad(x, out); },
                           [](auto s) { return robust::mad(s); });
  expect_single_numbers<T>([](auto x, auto out) { batch::niqr(x, out); },
                           [](auto s) { return robust::niqr(s); });
  expect_single_numbers<T>([](auto x, auto out) { batch::sn(x, out); },
                           [](auto s) { return robust::sn(s); });
  expect_single_numbers<T>([](auto x, auto out) { batch::qn(x, out); },
                           [](auto s) { return robust::qn(s); });
}

TEST(BatchTable, OfRaggedMeasurandsGivesTheBitsOfSingleCalls) {
  expect_all_single_numbers<double>();
  expect_all_single_numbers<float>();
}

template <class R, class Batch, class Single>
void expect_single_scales(Batch estimate, Single single) {
  const ragged_rounds<double> rounds;
  std::vector<R> got(rounds.offsets.size() - 1);
  estimate(batch::ragged<double>(rounds.values, rounds.offsets), std::span<R>(got));
  for (std::size_t j = 0; j < got.size(); ++j) {
    const auto expected = single(rounds.sample(j));
    SCOPED_TRACE(testing::Message() << "measurand " << j);
    ASSERT_EQ(got[j].status, expected.status);
    ASSERT_EQ(got[j].n, expected.n);
    ASSERT_TRUE(batch_test::same_number(got[j].scale, expected.scale));
  }
}

TEST(BatchTable, OfRaggedMeasurandsGivesEveryResult) {
  expect_single_scales<robust::algorithm_a_result<double>>(
      [](auto x, auto out) { batch::algorithm_a(x, out); },
      [](auto s) { return robust::algorithm_a(s); });
  expect_single_scales<robust::q_method_result<double>>(
      [](auto x, auto out) { batch::q_method(x, out); },
      [](auto s) { return robust::q_method(s); });
  expect_single_scales<robust::q_hampel_result<double>>(
      [](auto x, auto out) { batch::q_hampel(x, out); },
      [](auto s) { return robust::q_hampel(s); });
}

TEST(BatchTable, HasPartsInEitherForm) {
  const std::vector<double> values{1, 2, 3, 4, 5, 6};
  const std::vector<std::size_t> offsets{1, 2, 2, 5, 6};
  const auto ragged = batch::ragged<double>(values, offsets).part(2, 2);
  EXPECT_EQ(ragged.measurands, 2U);
  EXPECT_EQ(ragged.column(0), values.data() + 2);
  EXPECT_EQ(ragged.length(0), 3U);
  EXPECT_EQ(ragged.length(1), 1U);
  const batch::table<double> rows{values.data(), 2, 3, 3, 1};
  const auto part = rows.part(1, 2);
  EXPECT_EQ(part.measurands, 2U);
  EXPECT_EQ(part.column(1), values.data() + 2);
  EXPECT_EQ(part.length(1), 2U);
}

template <class R, class Batch>
void expect_same_of_sorted(const batch::table<double>& sorted, Batch estimate) {
  auto unsorted = sorted;
  unsorted.sorted = false;
  std::vector<R> got(sorted.measurands), expected(sorted.measurands);
  estimate(sorted, std::span<R>(got));
  estimate(unsorted, std::span<R>(expected));
  for (std::size_t j = 0; j < got.size(); ++j)
    ASSERT_TRUE(batch_test::same_number(got[j], expected[j]))
        << "measurand " << j << " of " << sorted.laboratories;
}

// 37 measurands leave lanes empty; the calls on unsorted tables are held against single ones above.
TEST(BatchTable, TakesSortedValuesAsTheyAre) {
  std::mt19937_64 engine(5);
  const std::size_t count = 37;
  for (const std::size_t p : {1, 2, 3, 7, 16, 33, 100, 256, 300}) {
    std::vector<double> values(p * count);
    for (std::size_t j = 0; j < count; ++j) {
      const auto sample = std::span(values).subspan(j * p, p);
      for (double& v : sample) {
        v = batch_test::draw<double>(j, engine);
        if (std::isnan(v)) v = 1;
      }
      std::ranges::sort(sample);
    }
    const auto length = static_cast<std::ptrdiff_t>(p);
    const batch::table<double> x{.data = values.data(),
                                 .laboratories = p,
                                 .measurands = count,
                                 .laboratory_stride = 1,
                                 .measurand_stride = length,
                                 .sorted = true};
    using numbers = std::span<double>;
    expect_same_of_sorted<double>(x, [](auto t, numbers out) { batch::median(t, out); });
    expect_same_of_sorted<double>(x, [](auto t, numbers out) { batch::mad(t, out); });
    expect_same_of_sorted<double>(x, [](auto t, numbers out) { batch::niqr(t, out); });
    expect_same_of_sorted<double>(x, [](auto t, numbers out) { batch::sn(t, out); });
    expect_same_of_sorted<double>(x, [](auto t, numbers out) { batch::qn(t, out); });
    expect_same_of_sorted<double>(x, [](auto t, numbers out) {
      std::vector<robust::algorithm_a_result<double>> found(out.size());
      batch::algorithm_a(t, std::span(found));
      std::ranges::transform(found, out.begin(), [](auto& r) { return r.scale; });
    });
    expect_same_of_sorted<double>(x, [](auto t, numbers out) {
      std::vector<robust::q_hampel_result<double>> found(out.size());
      batch::q_hampel(t, std::span(found));
      std::ranges::transform(found, out.begin(), [](auto& r) { return r.location; });
    });
  }
}

TEST(BatchTable, RefusesOffsetsThatGoBackOrBeyond) {
  const std::vector<double> values(5);
  const auto complaint = [&](std::vector<std::size_t> offsets) {
    return testing_tools::complaint(
        [&] { (void)batch::ragged<double>(values, offsets); });
  };
  EXPECT_EQ(complaint({}),
            "batch::ragged: offsets is empty, must hold one for each measurand and one "
            "for the end");
  EXPECT_EQ(complaint({0, 3, 2}), "batch::ragged: offsets[2] = 2, must be from 3 to 5");
  EXPECT_EQ(complaint({0, 6}), "batch::ragged: offsets[1] = 6, must be from 0 to 5");
  EXPECT_EQ(complaint({2, 5}), "");
}

}  // namespace
