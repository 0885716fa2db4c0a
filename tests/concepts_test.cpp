// SPDX-License-Identifier: BSL-1.0
// What a sample is, accepted and refused, pinned at compile time.
#include <ringtrial/concepts.hpp>

#include <gtest/gtest.h>
#ifdef RINGTRIAL_TEST_EIGEN
#include <Eigen/Core>
#endif

#include <array>
#include <deque>
#include <list>
#include <span>
#include <string>
#include <vector>

namespace rt = ringtrial;

static_assert(rt::real<double> && rt::real<float>);
static_assert(!rt::real<long double> && !rt::real<int> && !rt::real<const double>);

static_assert(rt::sample<std::vector<double>> && rt::sample<std::vector<float>>);
static_assert(rt::sample<std::span<const double>> && rt::sample<std::array<double, 4>>);
static_assert(!rt::sample<std::vector<int>> && !rt::sample<std::vector<bool>>);
static_assert(!rt::sample<std::deque<double>> && !rt::sample<std::list<double>>);
static_assert(!rt::sample<double> && !rt::sample<std::string>);
static_assert(std::is_same_v<rt::value_t<std::vector<float>>, float>);

#ifdef RINGTRIAL_TEST_EIGEN
static_assert(rt::sample<Eigen::VectorXd> && rt::sample<Eigen::RowVectorXf>);
static_assert(rt::sample<Eigen::ArrayXd>);
static_assert(!rt::sample<Eigen::MatrixXd>);
static_assert(!rt::sample<decltype(std::declval<Eigen::VectorXd>() +
                                   std::declval<Eigen::VectorXd>())>);
static_assert(!rt::sample<decltype(std::declval<Eigen::MatrixXd&>().row(0))>);
static_assert(!rt::sample<Eigen::Map<Eigen::VectorXd, 0, Eigen::InnerStride<>>>);

TEST(Concepts, AnEigenVectorIsSeenAtItsOwnAddress) {
  const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(5, 0, 1);
  const auto seen = rt::detail::as_span(x);
  EXPECT_EQ(seen.data(), x.data());
  EXPECT_EQ(seen.size(), 5U);
}
#endif

TEST(Concepts, ASpanIsSeenAtItsOwnAddress) {
  const std::vector<double> x{1, 2, 3};
  EXPECT_EQ(rt::detail::as_span(x).data(), x.data());
}
