// SPDX-License-Identifier: BSL-1.0
#include "batch_tables.hpp"
#include "testing.hpp"
#include <ringtrial/batch/evaluate.hpp>
#include <ringtrial/round/evaluate.hpp>

#include <numeric>

namespace {

namespace batch = ringtrial::batch;
namespace round_ = ringtrial::round;
using ringtrial::assigned::estimator;
using round_::measurand_options;
using testing_tools::complaint;

/// Everything that batch::evaluate writes, in room of its own.
struct evaluated {
  std::vector<batch::measurand_summary> measurands;
  std::array<std::vector<double>, 7> scores;
  std::vector<round_::signal> signal;
  std::vector<round_::reason> reason;
  std::vector<round_::use> use;
  std::vector<batch::measurand_finding> findings;

  template <class T>
  evaluated(const batch::table<T>& x, std::size_t results, const measurand_options& o,
            const batch::uncertainty_tables& u = {},
            const batch::evaluate_options& how = {})
      : measurands(x.measurands), signal(results), reason(results), use(results) {
    const auto given = round_::possible_scores(o, u.u.data || u.U.data);
    batch::evaluation_columns out{
        .measurands = measurands, .signal = signal, .reason = reason, .use = use};
    for (std::size_t s = 0; s < given.size(); ++s) {
      if (given[s]) scores[s].assign(results, -77);
      out.scores[s] = scores[s];
    }
    findings = batch::evaluate(x, o, out, u, how);
  }
};

template <class T>
round_::evaluation single(const batch::table<T>& x, std::size_t j,
                          const measurand_options& o,
                          const batch::uncertainty_tables& u = {}) {
  const auto n = x.length(j);
  std::vector<std::int32_t> laboratory(n);
  std::iota(laboratory.begin(), laboratory.end(), 0);
  const auto column = [&](const auto& t) {
    std::vector<double> values;
    for (std::size_t i = 0; i < n; ++i)
      values.push_back(
          t.data == nullptr
              ? round_::nan
              : static_cast<double>(
                    t.column(j)[static_cast<std::ptrdiff_t>(i) * t.laboratory_stride]));
    return values;
  };
  const auto value = column(x), own_u = column(u.u), own_U = column(u.U), k = column(u.k);
  const std::vector<std::int8_t> qualifier(n);
  return round_::evaluate({laboratory, value, qualifier, own_u, own_U, k, n}, o);
}

void expect_same_findings(const evaluated& got, std::size_t j, std::size_t& from,
                          const std::vector<round_::finding>& expected) {
  for (const auto& f : expected) {
    ASSERT_LT(from, got.findings.size());
    const auto& g = got.findings[from++];
    ASSERT_EQ(g.measurand, j);
    ASSERT_EQ(name(g.code), name(f.code));
    ASSERT_EQ(g.laboratory, f.laboratory);
    for (std::size_t i = 0; i < 4; ++i)
      ASSERT_TRUE(batch_test::same_number(g.numbers[i], f.numbers[i])) << name(f.code);
  }
}

void expect_same_summary(const batch::measurand_summary& got,
                         const round_::evaluation& e) {
  EXPECT_EQ(name(got.status()), name(e.status()));
  EXPECT_EQ(got.n_reported, e.n_reported());
  EXPECT_EQ(got.n_excluded, e.n_excluded());
  EXPECT_EQ(got.plan.given, e.plan.given);
  EXPECT_EQ(got.plan.verdict, e.plan.verdict);
  EXPECT_EQ(got.assigned.n, e.assigned.n);
  EXPECT_EQ(got.assigned.iterations, e.assigned.iterations);
  EXPECT_EQ(name(got.assigned.status), name(e.assigned.status));
  EXPECT_EQ(got.statistics.n, e.statistics.n);
  const auto same = [](double a, double b) {
    ASSERT_TRUE(batch_test::same_number(a, b)) << a << " for " << b;
  };
  same(got.assigned.x_pt, e.assigned.x_pt);
  same(got.assigned.u_pt, e.assigned.u_pt);
  same(got.target.sigma_pt, e.target.sigma_pt);
  same(got.statistics.robust_sd, e.statistics.robust_sd);
  same(got.statistics.sd, e.statistics.sd);
  same(got.statistics.niqr, e.statistics.niqr);
}

/// position(laboratory, measurand) of a result.
template <class T, class Position>
void expect_single_evaluations(const batch::table<T>& x, std::size_t results,
                               const measurand_options& o, Position position,
                               const batch::uncertainty_tables& u = {}) {
  const evaluated got(x, results, o, u);
  std::size_t from = 0;
  for (std::size_t j = 0; j < x.measurands; ++j) {
    SCOPED_TRACE(testing::Message() << "measurand " << j);
    const auto e = single(x, j, o, u);
    ASSERT_NO_FATAL_FAILURE(expect_same_summary(got.measurands[j], e));
    ASSERT_NO_FATAL_FAILURE(expect_same_findings(got, j, from, e.findings));
    for (std::size_t i = 0; i < x.length(j); ++i) {
      const std::size_t at = position(i, j);
      ASSERT_EQ(name(got.signal[at]), name(e.verdicts.signal[i]));
      ASSERT_EQ(name(got.reason[at]), name(e.verdicts.reason[i]));
      ASSERT_EQ(got.use[at], e.selection.use[i]);
      for (std::size_t s = 0; s < 7; ++s) {
        if (got.scores[s].empty()) {
          ASSERT_TRUE(e.scores[s].empty());
          continue;
        }
        const double expected = e.scores[s].empty() ? round_::nan : e.scores[s][i];
        ASSERT_TRUE(batch_test::same_number(got.scores[s][at], expected))
            << "score " << s << ": " << got.scores[s][at] << " for " << expected;
      }
    }
  }
  EXPECT_EQ(from, got.findings.size());
}

template <class T>
void expect_single_evaluations(const batch::table<T>& x, const measurand_options& o,
                               const batch::uncertainty_tables& u = {}) {
  const bool by_measurand = x.laboratory_stride == 1;
  expect_single_evaluations(
      x, x.laboratories * x.measurands, o,
      [&](std::size_t i, std::size_t j) {
        return by_measurand ? j * x.laboratories + i : i * x.measurands + j;
      },
      u);
}

/// The schemes that go different ways through the engine.
std::vector<measurand_options> schemes() {
  using round_::assigned_method;
  using round_::target_method;
  std::vector<measurand_options> all(15);
  all[1].target = {.method = target_method::fixed, .sigma_pt = 1.5};
  all[1].assigned.participants.estimator = estimator::median_niqr;
  all[2].assigned.participants.estimator = estimator::q_hampel;
  all[3].assigned.participants = {.estimator = estimator::median_mad, .factor = 1.1};
  all[4].assigned.participants = {.estimator = estimator::median_qn,
                                  .finite_sample = false};
  all[5].assigned.participants.estimator = estimator::biweight;
  all[6].assigned.participants.estimator = estimator::mean;
  all[6].scoring.scores = {round_::score::z, round_::score::z_prime};
  all[7].assigned.participants.algorithm_a = {
      .k = 1, .correction = ringtrial::robust::correction::exact};
  all[8].assigned.method = assigned_method::certified;
  all[8].assigned.value = 10;
  all[8].assigned.certified = {.u = 0.4};
  all[8].target.data = {.estimator = ringtrial::target::scale_estimator::niqr,
                        .factor = 0.8};
  all[9].target = {.method = target_method::percent, .percent = 8};
  all[9].scoring.when_u_large = round_::large_uncertainty::no_scores;
  all[10].target.delta_e = 3;
  all[10].scoring.scores = {round_::score::percent_allowance, round_::score::zeta,
                            round_::score::e_n};
  all[10].scoring.missing_u = ringtrial::scores::missing_uncertainty::zero;
  all[11].selection = {.excluded = {1}, .withdrawn = {0}, .gross_error_percent = 50};
  all[12].selection.outliers = round_::outlier_rule::grubbs_cochran;
  all[12].transform = ringtrial::scores::transform::ln;
  all[13].assigned.method = assigned_method::expert;
  all[13].assigned.experts = {0, 2, 3};
  all[14].assigned.method = assigned_method::none;
  all[14].assigned.minimum_laboratories = 2;
  return all;
}

TEST(BatchEvaluate, GivesTheBitsOfSingleEvaluations) {
  std::mt19937_64 engine(7);
  std::size_t layout = 0;
  for (const auto& o : schemes())
    for (const std::size_t p : {1, 2, 3, 5, 12, 20, 64, 257}) {
      batch::set_threads(1 + layout % 3);
      SCOPED_TRACE(testing::Message() << p << " laboratories, layout " << layout % 4);
      const auto x = batch_test::random_table<double>(p, 27, layout++ % 4, engine);
      ASSERT_NO_FATAL_FAILURE(expect_single_evaluations(x.view, o));
    }
  for (const std::size_t p : {3, 20}) {
    const auto x = batch_test::random_table<float>(p, 33, layout++ % 4, engine);
    ASSERT_NO_FATAL_FAILURE(expect_single_evaluations(x.view, measurand_options{}));
  }
  batch::set_threads(1);
}

TEST(BatchEvaluate, GivesThemBlockAfterBlock) {
  std::mt19937_64 engine(11);
  for (const std::size_t p : {2, 400}) {
    const std::size_t most = p == 2 ? 8192 : 327;
    const auto x = batch_test::random_table<double>(p, most + 9, p == 2, engine);
    const evaluated got(x.view, p * (most + 9), {}, {}, {.review = false});
    for (const std::size_t j : {std::size_t{0}, most - 1, most, most + 8}) {
      const auto e = single(x.view, j, {});
      ASSERT_NO_FATAL_FAILURE(expect_same_summary(got.measurands[j], e));
      for (std::size_t i = 0; i < p; ++i) {
        const std::size_t at = p == 2 ? j * p + i : i * (most + 9) + j;
        ASSERT_EQ(name(got.signal[at]), name(e.verdicts.signal[i]));
        ASSERT_EQ(got.use[at], e.selection.use[i]);
      }
    }
  }
}

TEST(BatchEvaluate, TakesRaggedMeasurands) {
  std::mt19937_64 engine(3);
  const std::vector<std::size_t> offsets{4, 4, 9, 10, 30, 330, 342};
  std::vector<double> values;
  std::vector<float> floats;
  for (std::size_t i = 0; i < 342; ++i) {
    values.push_back(batch_test::draw<double>(i < 30 ? 12 : i, engine));
    floats.push_back(static_cast<float>(values.back()));
  }
  const auto position = [&](std::size_t i, std::size_t j) { return offsets[j] - 4 + i; };
  for (const auto& o : schemes())
    ASSERT_NO_FATAL_FAILURE(expect_single_evaluations(
        batch::ragged<double>(values, offsets), 338, o, position));
  ASSERT_NO_FATAL_FAILURE(expect_single_evaluations(batch::ragged<float>(floats, offsets),
                                                    338, measurand_options{}, position));
}

TEST(BatchEvaluate, ReadsTheUncertaintiesOfTheLaboratories) {
  std::mt19937_64 engine(5);
  const auto x = batch_test::random_table<double>(12, 40, 0, engine);
  auto u = x.values, k = x.values;
  for (std::size_t i = 0; i < u.size(); ++i) {
    u[i] = i % 5 == 0 ? round_::nan : 0.1 * static_cast<double>(i % 7);
    k[i] = i % 3 == 0 ? round_::nan : 2.2;
  }
  auto as_u = x.view, as_k = x.view;
  as_u.data = u.data();
  as_k.data = k.data();
  measurand_options o;
  o.scoring.missing_k = 2;
  ASSERT_NO_FATAL_FAILURE(expect_single_evaluations(x.view, o, {.u = as_u}));
  ASSERT_NO_FATAL_FAILURE(expect_single_evaluations(x.view, o, {.U = as_u, .k = as_k}));
  ASSERT_NO_FATAL_FAILURE(
      expect_single_evaluations(x.view, o, {.u = as_k, .U = as_u, .k = as_k}));
}

TEST(BatchEvaluate, LeavesOutOnlyTheReviewWhenAsked) {
  const std::vector<double> tied{1, 1, 1, 5, 5, 5, 5, 1, 1, 5, 1, 5};
  const batch::table<double> x{tied.data(), 12, 1, 1, 12};
  const evaluated all(x, 12, {}), some(x, 12, {}, {}, {.review = false});
  EXPECT_EQ(all.scores[0], some.scores[0]);
  EXPECT_EQ(all.signal, some.signal);
  EXPECT_GT(all.findings.size(), some.findings.size());
  EXPECT_EQ(some.findings.size(), 1U);  // u(x_pt) is not negligible
}

TEST(BatchEvaluate, RefusesMistakes) {
  const std::vector<double> values{1, 2, 3, 4}, bad{1, 2, -1, 1};
  const batch::table<double> x{values.data(), 2, 2, 2, 1}, u{bad.data(), 2, 2, 2, 1};
  EXPECT_EQ(complaint([&] { evaluated(x, 4, {}, {.u = u}); }),
            "evaluate: u of laboratory 1, measurand 0 = -1, must be finite and not "
            "negative");
  EXPECT_EQ(complaint([&] { evaluated(x, 4, {}, {.k = u}); }),
            "evaluate: k of laboratory 1, measurand 0 = -1, must be finite and positive");
  EXPECT_EQ(complaint([&] { evaluated(x, 3, {}); }),
            "batch::evaluate: out.signal.size() = 3, must be one signal a result, 4");
  measurand_options o;
  o.selection.outlier_alpha = 0.1;
  EXPECT_EQ(complaint([&] { evaluated(x, 4, o); }),
            "evaluate: outlier_alpha = 0.1, must be 0.05 or 0.01");
  const batch::table<double> other{bad.data(), 1, 2, 2, 1};
  EXPECT_EQ(complaint([&] { evaluated(x, 4, {}, {.u = other}); }),
            "batch::evaluate: u has another shape than the results");
}

}  // namespace
