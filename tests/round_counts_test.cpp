// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/round/counts.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace {

using namespace ringtrial::round;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct counted {
  std::vector<std::int32_t> laboratory;
  std::vector<double> value, nothing;
  std::vector<std::int8_t> found;

  explicit counted(std::vector<double> v)
      : laboratory(v.size()),
        value(std::move(v)),
        nothing(value.size(), none),
        found(value.size(), 0) {
    std::iota(laboratory.begin(), laboratory.end(), 0);
  }
  [[nodiscard]] count_basis basis(double exposure, double sigma_pt = 100) const {
    measurand_options o;
    o.assigned.method = assigned_method::certified;
    o.assigned.value = 500;
    o.assigned.certified = {.u = 1.0};
    o.target = {.method = target_method::fixed, .sigma_pt = sigma_pt};
    const reported data{laboratory, value,   found,       nothing,
                        nothing,    nothing, value.size()};
    return count_basis_of(evaluate(data, o), o, exposure);
  }
};

TEST(RoundCounts, AreComparedWithPoisson) {
  const auto c = counted({520, 470, 610, 500, 440, 580}).basis(0.1);
  EXPECT_TRUE(c.whole);
  EXPECT_EQ(c.dispersion.mean, 52);
  // D by hand of 52, 47, 61, 50, 44, 58: (0 + 25 + 81 + 4 + 64 + 36)/52
  EXPECT_NEAR(c.dispersion.statistic, 210.0 / 52, 1e-12);
  EXPECT_NEAR(c.sd, std::sqrt(5000.0), 1e-10);
  EXPECT_NEAR(c.share, 0.5, 1e-12);
}

TEST(RoundCounts, AreWholeNumbers) {
  EXPECT_FALSE(counted({520.5, 470, 610, 500, 440, 580}).basis(0.1).whole);
  EXPECT_FALSE(counted({-10, 470, 610, 500, 440, 580}).basis(0.1).whole);
  EXPECT_THROW((void)counted({520, 470, 610, 500, 440}).basis(0), std::invalid_argument);
}

}  // namespace
