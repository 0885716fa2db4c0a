// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/consensus/largest_consistent_subset.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <vector>

namespace {

using namespace ringtrial;
using consensus::largest_consistent_subset;

// metRology 0.9-29-2, LCS(x, u): 1, 2, 4, 5 (from 1).
TEST(LargestConsistentSubset, AgreesWithMetRology) {
  const std::vector<double> x = {34.3, 32.9, 34.53, 32.42, 31.9, 35.8};
  const std::vector<double> u = {1.03, 0.69, 0.83, 0.29, 0.4, 0.38};
  const auto r = largest_consistent_subset(x, u);
  EXPECT_EQ(r.indices, (std::vector<std::size_t>{0, 1, 3, 4}));
  EXPECT_EQ(r.excluded, (std::vector<std::size_t>{2, 5}));
  EXPECT_EQ(r.weights[2], 0);
  EXPECT_FALSE(r.consistent);
  EXPECT_LE(r.subset_chi2, r.critical);
}

/// The least χ² of the subsets of each size, by enumeration.
double naive_least(const std::vector<double>& x, const std::vector<double>& u, int size) {
  double least = 1e300;
  const auto n = x.size();
  for (unsigned mask = 1; mask < 1u << n; ++mask) {
    if (__builtin_popcount(mask) != size) continue;
    double sum = 0, moment = 0, chi2 = 0;
    for (std::size_t i = 0; i < n; ++i)
      if ((mask >> i & 1) != 0) {
        sum += 1 / (u[i] * u[i]);
        moment += x[i] / (u[i] * u[i]);
      }
    for (std::size_t i = 0; i < n; ++i)
      if ((mask >> i & 1) != 0) chi2 += std::pow((x[i] - moment / sum) / u[i], 2);
    least = std::min(least, chi2);
  }
  return least;
}

TEST(LargestConsistentSubset, HasTheLeastChiSquaredOfItsSize) {
  std::mt19937_64 engine(4);
  std::normal_distribution<double> normal(0, 3);
  std::uniform_real_distribution<double> uniform(0.1, 1.5);
  for (int trial = 0; trial < 40; ++trial) {
    std::vector<double> x(10), u(10);
    for (double& v : x) v = normal(engine);
    for (double& v : u) v = uniform(engine);
    const auto r = largest_consistent_subset(x, u);
    const auto size = static_cast<int>(r.subset_size);
    if (size == 1) continue;
    EXPECT_NEAR(r.subset_chi2, naive_least(x, u, size), 1e-10);
    if (size == 10) continue;
    EXPECT_GT(naive_least(x, u, size + 1), chi_squared_quantile(0.95, size));
  }
}

TEST(LargestConsistentSubset, OfAThousandLaboratoriesIsQuick) {
  std::mt19937_64 engine(9);
  std::normal_distribution<double> normal(0, 3);
  std::uniform_real_distribution<double> uniform(0.5, 1.5);
  std::vector<double> x(1000), u(1000);
  for (double& v : x) v = normal(engine);
  for (double& v : u) v = uniform(engine);
  const auto start = std::chrono::steady_clock::now();
  const auto r = largest_consistent_subset(x, u);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  EXPECT_GT(r.subset_size, 100u);
  EXPECT_LT(took.count(), 30);  // some 0.1 s; enumeration would not end
}

}  // namespace
