// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/round/categories.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace ringtrial::round;
using words = std::vector<std::string_view>;

category_evaluation evaluate(const words& texts, const category_options& o) {
  std::vector<std::int32_t> laboratory;
  for (std::size_t i = 0; i < texts.size(); ++i)
    laboratory.push_back(static_cast<std::int32_t>(i));
  return evaluate_categories({laboratory, texts, texts.size()}, o);
}

TEST(Categories, ConsensusNeedsItsShare) {
  const words texts = {"a", "a", "a", "a", "b", ""};
  const auto e = evaluate(texts, {});  // 4 of 5 is above 0.75
  EXPECT_EQ(e.assigned, "a");
  EXPECT_EQ(e.signal, (std::vector{signal::satisfactory, signal::satisfactory,
                                   signal::satisfactory, signal::satisfactory,
                                   signal::unsatisfactory, signal::not_reported}));
  const auto strict = evaluate(texts, {.required = 0.9});
  EXPECT_EQ(strict.missing, reason::no_consensus);
  EXPECT_EQ(strict.findings.back().code, finding_code::no_consensus);
  EXPECT_EQ(strict.findings.back().numbers[0], 0.8);
}

TEST(Categories, FewAnswersMakeNoConsensus) {
  const auto e = evaluate({"a", "a", "a", "a"}, {});
  EXPECT_EQ(e.missing, reason::too_few);
  EXPECT_EQ(e.reason[0], reason::too_few);
  EXPECT_EQ(evaluate({}, {}).missing, reason::too_few);
  EXPECT_EQ(evaluate({"a"}, {.assigned = "a"}).signal[0], signal::satisfactory);
}

TEST(Categories, CodesAreComparedByTheirDigits) {
  const category_options o{.kind = category_kind::code, .assigned = "8471.30"};
  const auto e = evaluate({"84713000", "8471-30", "8471", "84x", "8"}, o);
  EXPECT_EQ(e.assigned, "847130");
  EXPECT_EQ(e.signal[0], signal::satisfactory);
  EXPECT_EQ(e.signal[2], signal::questionable);
  EXPECT_EQ(e.reason[3], reason::unknown_category);
  EXPECT_EQ(e.reason[4], reason::unknown_category);  // shorter than a chapter
}

TEST(Categories, AnAnswerThatIsNoLevelIsNotScored) {
  const category_options o{
      .kind = category_kind::ordinal, .assigned = "weak", .levels = {"none", "weak"}};
  const auto e = evaluate({"none", "weak", "strong"}, o);
  EXPECT_EQ(e.signal[0], signal::questionable);
  EXPECT_EQ(e.reason[2], reason::unknown_category);
  EXPECT_EQ(e.use[2], use::excluded);
}

TEST(Categories, ReplicatesMustAgree) {
  const std::vector<std::int32_t> laboratory = {0, 0, 1, 1};
  const words texts = {"a", "a", "a", "b"};
  const auto e = evaluate_categories({laboratory, texts, 2}, {.assigned = "a"});
  EXPECT_EQ(e.signal[0], signal::satisfactory);
  EXPECT_EQ(e.reason[1], reason::replicates_differ);
}

TEST(Categories, MistakesInTheOptionsThrow) {
  const auto complaint = [](const category_options& o) -> std::string {
    try {
      (void)evaluate({"a"}, o);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(
      complaint({.kind = category_kind::ordinal}),
      "evaluate_categories: levels is empty, must list the categories, lowest first");
  EXPECT_EQ(
      complaint({.kind = category_kind::ordinal, .assigned = "x", .levels = {"a", "b"}}),
      "evaluate_categories: assigned_category = 'x', must be one of levels");
  EXPECT_EQ(complaint({.kind = category_kind::code, .assigned = "x"}),
            "evaluate_categories: assigned_category = 'x', must be a code of digits");
}

}  // namespace
