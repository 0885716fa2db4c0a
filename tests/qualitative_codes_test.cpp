// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/qualitative/code_agreement.hpp>
#include <ringtrial/qualitative/code_consensus.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::qualitative;
using words = std::vector<std::string_view>;

// Harmonized System codes of computers and parts; qualitative/code_agreement and /code_consensus of
// tests/reference/qualitative.json.
const words codes = {"8471.30.00", "8471300000", "8471410000", "84733010",
                     "9031",       "",           "847130"};

TEST(CodeAgreement, MatchesLevelByLevel) {
  const auto r = code_agreement(codes, "8471300000");
  EXPECT_EQ(r.count, (std::vector<std::size_t>{5, 4, 3, 2, 1}));
  EXPECT_EQ(r.matched[0], 8);
  EXPECT_EQ(r.matched[4], 0);
  EXPECT_TRUE(std::isnan(r.matched[5]));
  EXPECT_NEAR(r.score[0], 0.8, 1e-15);
  const std::vector<verdict> signal = {verdict::questionable,   verdict::satisfactory,
                                       verdict::questionable,   verdict::unsatisfactory,
                                       verdict::unsatisfactory, verdict::not_scored,
                                       verdict::questionable};
  EXPECT_EQ(r.signal, signal);
  EXPECT_NEAR(r.lower[0], 0.4364971778135299, 1e-12);
}

TEST(CodeAgreement, KeepsLeadingZerosAndShortRulings) {
  const auto r = code_agreement(words{"0106", "0106.11", "106"}, "010611");
  EXPECT_EQ(r.matched, (std::vector<double>{4, 6, 0}));
  EXPECT_EQ(r.score[1], 1);
  EXPECT_TRUE(std::isnan(r.agreement[3]));
}

TEST(CodeAgreement, WeighsLevels) {
  const auto r = code_agreement(words{"8471"}, "847130", {{2, 4, 6}, {1, 2, 1}});
  EXPECT_EQ(r.score[0], 0.75);
}

template <class F>
std::string complaint(F f) {
  try {
    f();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(CodeAgreement, TellsTheCallersMistakes) {
  EXPECT_EQ(
      complaint([] {
        (void)code_agreement(words{"8471", "84X1"}, "8471");
      }),
      "code_agreement: code[1] = '84X1', must be digits with dots, blanks or hyphens");
  EXPECT_EQ(complaint([] { (void)code_agreement(codes, ""); }),
            "code_agreement: assigned = '', must be a code of at least 2 digits");
  EXPECT_EQ(complaint([] {
              (void)code_agreement(codes, "8471", {{4, 2}, {}});
            }),
            "code_agreement: levels[1] = 2, must be above the level before it");
  EXPECT_EQ(complaint([] {
              (void)code_agreement(codes, "8471", {{2, 4}, {1}});
            }),
            "code_agreement: weights has length 1, must have that of levels, 2");
}

TEST(CodeConsensus, GoesDownWhileItHolds) {
  const auto r = code_consensus(codes);
  EXPECT_EQ(r.code, "847130");
  EXPECT_EQ(r.digits, 6u);
  EXPECT_EQ(r.count, (std::vector<std::size_t>{5, 4, 3}));
  EXPECT_EQ(r.prefix, (std::vector<std::string>{"84", "8471", "847130"}));
  EXPECT_FALSE(r.tied);
}

TEST(CodeConsensus, TakesTheSmallestTextOfATie) {
  const auto r = code_consensus(words{"21", "20"});
  EXPECT_EQ(r.code, "20");
  EXPECT_TRUE(r.tied);
  EXPECT_EQ(code_consensus(words{"21", "20"}, {.required = 0.6}).code, "");
  EXPECT_EQ(code_consensus(words{""}).status, outcome::too_few);
}

}  // namespace
