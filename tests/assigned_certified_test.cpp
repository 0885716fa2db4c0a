// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/assigned/certified.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::nan;
using testing_tools::ulps;

using assigned::distribution;

// Mercury, ISO 13528:2022, E.4: 0.044 with U = 0.0082, k = 2.
TEST(Certified, DividesByWhatUIs) {
  EXPECT_EQ(assigned::certified(0.044, {.U = 0.0082, .k = 2}).standard_uncertainty,
            0.0041);
  EXPECT_EQ(assigned::certified(1, {.u = 0.0}).standard_uncertainty, 0);
  const auto rectangular =
      assigned::certified(100, {.U = 1.5, .distribution = distribution::rectangular});
  EXPECT_LE(ulps(rectangular.standard_uncertainty, 0.8660254037844386), 1);  // 1.5/√3
  const auto triangular =
      assigned::certified(100, {.U = 6, .distribution = distribution::triangular});
  EXPECT_LE(ulps(triangular.standard_uncertainty, std::sqrt(6.0)), 1);
  EXPECT_EQ(name(distribution::triangular), "triangular");
}

TEST(Certified, TellsTheCallersMistakes) {
  const auto text = [](double value, const assigned::certified_options& o) {
    return complaint([&] { (void)assigned::certified(value, o); });
  };
  EXPECT_EQ(text(1, {}),
            "certified: u and U are both missing, exactly one of them must be given");
  EXPECT_EQ(text(1, {.u = 0.1, .U = 0.2, .k = 2}),
            "certified: u and U are both given, exactly one of them must be given");
  EXPECT_EQ(text(1, {.U = 0.2}),
            "certified: k is missing, must be stated with U, even if it is 2");
  EXPECT_EQ(text(1, {.u = 0.2, .k = 2}), "certified: k = 2, must be left out with u");
  EXPECT_EQ(text(1, {.U = 1, .k = 2, .distribution = distribution::rectangular}),
            "certified: k = 2, must be left out with distribution 'rectangular'");
  EXPECT_EQ(text(nan, {.u = 0.2}), "certified: value = nan, must be finite");
  EXPECT_EQ(text(1, {.u = -0.2}), "certified: u = -0.2, must be finite and not negative");
}

}  // namespace
