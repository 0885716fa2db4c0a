// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/assigned/from_participants.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;

// Atrazine, ISO 13528:2022, Table E.4; values: from_participants/atrazine_* of
// tests/reference/assigned.json.
const std::vector<double> atrazine = {
    0.04,   0.055, 0.178, 0.202,  0.206, 0.227, 0.228, 0.23,  0.23,  0.235, 0.236, 0.237,
    0.243,  0.244, 0.245, 0.2555, 0.26,  0.264, 0.267, 0.27,  0.273, 0.274, 0.274, 0.278,
    0.2811, 0.287, 0.287, 0.288,  0.289, 0.295, 0.296, 0.311, 0.331, 0.4246};
using assigned::estimator;

TEST(FromParticipants, GivesTheAtrazineValues) {
  const auto a = assigned::from_participants(atrazine);
  EXPECT_NEAR(a.value, 0.25701103928138314, 1e-15);
  EXPECT_NEAR(a.standard_uncertainty, 0.008472010217904715, 1e-16);
  EXPECT_EQ(a.n, 34u);
  const auto q =
      assigned::from_participants(atrazine, {.estimator = estimator::q_hampel});
  EXPECT_NEAR(q.value, 0.2599838615232996, 1e-15);
  const auto m = assigned::from_participants(atrazine, {.estimator = estimator::mean});
  EXPECT_NEAR(m.value, 0.25121176470588236, 1e-15);
  EXPECT_NEAR(m.standard_uncertainty, 0.011526559862273387, 1e-16);
  const auto n =
      assigned::from_participants(atrazine, {.estimator = estimator::median_niqr});
  EXPECT_NEAR(n.standard_uncertainty, 0.00862510491974043, 1e-16);
}

TEST(FromParticipants, TakesAFactorAndOptions) {
  const auto r =
      assigned::from_participants(atrazine, {.estimator = estimator::median_niqr,
                                             .factor = 1.0,
                                             .quartiles = robust::quartile_rule::tukey});
  EXPECT_EQ(r.scale, robust::niqr(atrazine, {.quartiles = robust::quartile_rule::tukey}));
  EXPECT_NEAR(r.standard_uncertainty, r.scale / std::sqrt(34.0), 1e-17);
  const auto plain = assigned::from_participants(
      atrazine, {.estimator = estimator::median_qn, .finite_sample = false});
  EXPECT_EQ(plain.scale,
            robust::qn(atrazine, {.finite_sample = robust::small_sample::none}));
}

TEST(FromParticipants, ReportsWhatItCannotEstimate) {
  for (const auto e : {estimator::algorithm_a, estimator::q_hampel,
                       estimator::median_niqr, estimator::median_mad,
                       estimator::median_qn, estimator::biweight, estimator::mean}) {
    EXPECT_EQ(assigned::from_participants(std::vector{1.0, nan}, {.estimator = e}).status,
              outcome::too_few);
    EXPECT_EQ(
        assigned::from_participants(std::vector{1.0, inf, 2.0}, {.estimator = e}).status,
        outcome::not_finite);
    const auto r =
        assigned::from_participants(std::vector{0.1, 0.1, 0.1}, {.estimator = e});
    EXPECT_EQ(r.status, outcome::zero_scale) << name(e);
    EXPECT_EQ(r.value, 0.1);
    EXPECT_EQ(r.standard_uncertainty, 0);
  }
}

TEST(FromParticipants, ComputesFloatsInDouble) {
  const std::vector<float> x(atrazine.begin(), atrazine.end());
  const std::vector<double> same(x.begin(), x.end());
  EXPECT_EQ(assigned::from_participants(x).value,
            assigned::from_participants(same).value);
}

TEST(FromParticipants, CountsLaboratoriesOfReplicates) {
  const std::vector<double> x = {1, 2, 3, 4, 5, 7};
  const std::vector<long> lab = {1, 1, 2, 2, 3, 3};
  const auto r = assigned::from_participants(x, std::span<const long>(lab),
                                             {.estimator = estimator::q_hampel});
  EXPECT_EQ(r.n, 3u);
  EXPECT_NEAR(r.standard_uncertainty, 1.25 * r.scale / std::sqrt(3.0), 1e-15);
}

TEST(FromParticipants, TellsTheCallersMistakes) {
  EXPECT_EQ(
      complaint([] { (void)assigned::from_participants(atrazine, {.factor = 0.0}); }),
      "from_participants: factor = 0, must be finite and positive");
  const std::vector<int> lab(34, 1);
  EXPECT_NE(complaint([&] {
              (void)assigned::from_participants(atrazine, std::span<const int>(lab));
            }).find("lab goes with estimator 'q_hampel' only, not 'algorithm_a'"),
            std::string::npos);
}

}  // namespace
