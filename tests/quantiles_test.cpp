// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/quantiles.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace rt = ringtrial;

// Exact constants: 1/Phi^-1(3/4) = 1.482602218505602 (methods/robust.md, 40 digits).
TEST(Quantiles, NormalQuarter) {
  EXPECT_NEAR(1 / rt::normal_quantile(0.75), 1.482602218505602, 1e-15);
  EXPECT_NEAR(rt::normal_cdf(rt::normal_quantile(0.1)), 0.1, 1e-16);
}

// ISO 13528:2022 C.4, printed eta = 1.645 at 1 and 1.517 at 2 degrees of freedom.
TEST(Quantiles, ChiSquaredGivesThePrintedEta) {
  EXPECT_NEAR(std::sqrt(rt::chi_squared_quantile(0.9, 1)), 1.645, 5e-4);
  EXPECT_NEAR(std::sqrt(rt::chi_squared_quantile(0.9, 2) / 2), 1.517, 5e-4);
}

// Student 1908 tables as in every textbook: t(0.975; 10) = 2.228; F(0.95; 3, 10) = 3.708.
TEST(Quantiles, StudentAndFisher) {
  EXPECT_NEAR(rt::student_t_quantile_upper(0.025, 10), 2.228, 5e-4);
  EXPECT_NEAR(rt::fisher_f_quantile_upper(0.05, 3, 10), 3.708, 5e-4);
}

// exp(c ln λ − λ − ln Γ(c + 1)) in mpmath, 30 digits.
TEST(Quantiles, PoissonProbabilities) {
  EXPECT_NEAR(rt::poisson_pmf(3, 2.5), 0.21376301724973645, 1e-15);
  EXPECT_NEAR(rt::poisson_pmf(0, 600) / 2.6503965530043108e-261, 1, 1e-13);
  EXPECT_NEAR(rt::poisson_pmf(1000, 900) / 5.9269532854188998e-5, 1, 1e-13);
  EXPECT_TRUE(std::isnan(rt::poisson_pmf(1, 0)));
}

TEST(Quantiles, OutsideTheRangeIsNaN) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isnan(rt::normal_quantile(0)));
  EXPECT_TRUE(std::isnan(rt::normal_quantile(nan)));
  EXPECT_TRUE(std::isnan(rt::chi_squared_quantile(0.5, -1)));
  EXPECT_TRUE(std::isnan(rt::fisher_f_quantile_upper(1.5, 2, 2)));
}
