// SPDX-License-Identifier: BSL-1.0
#include "batch_tables.hpp"
#include "testing.hpp"
#include <ringtrial/batch/z.hpp>

namespace {

namespace batch = ringtrial::batch;

TEST(BatchZ, GivesTheBitsOfSingleCalls) {
  std::mt19937_64 engine(3);
  batch_test::each_table<double>([&](const batch::table<double>& x) {
    std::vector<double> x_pt(x.measurands), sigma_pt(x.measurands),
        got(x.laboratories * x.measurands, -1);
    for (std::size_t j = 0; j < x.measurands; ++j) {
      x_pt[j] = batch_test::draw<double>(j % 7, engine);
      const double sigma = std::abs(batch_test::draw<double>(j % 11, engine));
      sigma_pt[j] = std::isinf(sigma) ? 0 : sigma;
    }
    batch::z(x, x_pt, sigma_pt, got);
    for (std::size_t j = 0; j < x.measurands; ++j) {
      const auto sample = batch_test::sample_of(x, j);
      for (std::size_t i = 0; i < x.laboratories; ++i)
        ASSERT_TRUE(batch_test::same_number(
            got[i * x.measurands + j],
            ringtrial::scores::z(sample[i], x_pt[j], sigma_pt[j])))
            << "laboratory " << i << ", measurand " << j;
    }
  });
}

TEST(BatchZ, CutsLongRowsRight) {
  const std::size_t p = 3, m = 20'001;
  std::vector<double> x(p * m), x_pt(m), sigma_pt(m, 2.0), got(p * m);
  for (std::size_t k = 0; k < x.size(); ++k) x[k] = static_cast<double>(k % 977);
  for (std::size_t j = 0; j < m; ++j) x_pt[j] = static_cast<double>(j % 5);
  batch::z({x.data(), p, m, static_cast<std::ptrdiff_t>(m), 1}, x_pt, sigma_pt, got);
  for (std::size_t k = 0; k < x.size(); ++k) ASSERT_EQ(got[k], (x[k] - x_pt[k % m]) / 2);
}

/// With overflow on the way, results that were not reported, and no target.
TEST(BatchZ, WritesPastTheCachesFromAnyAddressOn) {
  const std::size_t p = 3, m = 400'003;
  ASSERT_TRUE(batch::detail::is_past_caches(p * m, m));
  std::vector<double> x(p * m), x_pt(m, -1.0), sigma_pt(m, 3.0), got(p * m + 1);
  for (std::size_t k = 0; k < x.size(); ++k) x[k] = static_cast<double>(k % 977);
  x[5] = x[p * m - 1] = std::numeric_limits<double>::quiet_NaN();
  x[0] = x[m + 1] = std::numeric_limits<double>::max();
  x_pt[0] = x_pt[1] = -std::numeric_limits<double>::max();
  sigma_pt[2] = 0;
  for (const bool rows : {true, false}) {
    const batch::table<double> t{x.data(), p, m,
                                 rows ? static_cast<std::ptrdiff_t>(m) : 1,
                                 rows ? 1 : static_cast<std::ptrdiff_t>(p)};
    batch::z(t, x_pt, sigma_pt, std::span(got).subspan(1));
    for (std::size_t k = 0; k < x.size(); ++k)
      ASSERT_TRUE(batch_test::same_number(
          got[k + 1],
          ringtrial::scores::z(
              t.column(k % m)[static_cast<std::ptrdiff_t>(k / m) * t.laboratory_stride],
              x_pt[k % m], sigma_pt[k % m])))
          << k;
  }
}

TEST(BatchZ, TakesOneNumberForARun) {
  const std::size_t most = 40;
  std::vector<double> x(most), x_pt(most), sigma_pt(most), got(most + 1);
  for (std::size_t i = 0; i < most; ++i) {
    x[i] = static_cast<double>(i * i);
    x_pt[i] = static_cast<double>(i) + 0.1;
    sigma_pt[i] = static_cast<double>(i + 3);
  }
  for (std::size_t n = 1; n <= most; ++n)
    for (unsigned form = 0; form < 8; ++form) {
      const bool one_x_pt = form & 1, one_sigma_pt = form & 2;
      batch::detail::z({x.data(), x_pt.data(), sigma_pt.data(), got.data() + n % 2, n,
                        one_x_pt, one_sigma_pt, (form & 4) != 0});
      for (std::size_t i = 0; i < n; ++i)
        ASSERT_EQ(got[i + n % 2],
                  (x[i] - x_pt[one_x_pt ? 0 : i]) / sigma_pt[one_sigma_pt ? 0 : i]);
    }
}

TEST(BatchZ, RefusesWrongLengthsAndWhatTheSingleCallRefuses) {
  const std::vector<double> values{1, 2, 3, 4}, two{1, 2}, bad{1, -2}, one{1};
  const batch::table<double> x{values.data(), 2, 2, 2, 1};
  std::vector<double> out(4), short_out(3);
  EXPECT_EQ(testing_tools::complaint([&] { batch::z(x, one, two, out); }),
            "batch::z: x_pt.size() = 1, must be one value a measurand, 2");
  EXPECT_EQ(testing_tools::complaint([&] { batch::z(x, two, two, short_out); }),
            "batch::z: out.size() = 3, must be one value a result, 4");
  const std::vector<std::size_t> offsets{0, 1, 4};
  EXPECT_EQ(
      testing_tools::complaint(
          [&] { batch::z(batch::ragged<double>(values, offsets), two, two, out); }),
      "batch::z: x is ragged, must have one result of every laboratory and measurand");
  EXPECT_EQ(testing_tools::complaint([&] { batch::z(x, two, bad, out); }),
            "z: sigma_pt[1] = -2, must be finite and not negative");
}

}  // namespace
