// SPDX-License-Identifier: BSL-1.0
#include "tables.hpp"
#include <ringtrial/batch/evaluate.hpp>

namespace {

namespace batch = ringtrial::batch;
namespace round_ = ringtrial::round;

/// Room for everything that an evaluation writes.
struct room {
  std::vector<batch::measurand_summary> measurands;
  std::array<std::vector<double>, 7> scores;
  std::vector<round_::signal> signal;
  std::vector<round_::reason> reason;
  std::vector<round_::use> use;
  batch::evaluation_columns out;

  room(std::size_t laboratories, std::size_t count, const round_::measurand_options& o)
      : measurands(count),
        signal(laboratories * count),
        reason(laboratories * count),
        use(laboratories * count) {
    const auto given = round_::possible_scores(o, false);
    out = {.measurands = measurands, .signal = signal, .reason = reason, .use = use};
    for (std::size_t s = 0; s < given.size(); ++s) {
      if (given[s]) scores[s].resize(laboratories * count);
      out.scores[s] = scores[s];
    }
  }
};

void run(benchmark::State& state, const round_::measurand_options& o,
         const batch::evaluate_options& how) {
  room r(static_cast<std::size_t>(state.range(0)),
         static_cast<std::size_t>(state.range(1)), o);
  run_on_tables<double, std::size_t>(state, [&](const auto& x, auto& out) {
    out[0] = batch::evaluate(x, o, r.out, {}, how).size();
  });
}

/// The scheme of the standard's defaults: Algorithm A, its scale for σ_pt, D, D%, z or z′.
void batch_evaluate(benchmark::State& state) { run(state, {}, {.review = false}); }

/// z against a given σ_pt and nothing else.
void batch_evaluate_z(benchmark::State& state) {
  round_::measurand_options o;
  o.target = {.method = round_::target_method::fixed, .sigma_pt = 5};
  o.scoring.scores = {round_::score::z};
  o.scoring.when_u_large = round_::large_uncertainty::warn;
  run(state, o, {.review = false});
}

/// With all findings.
void batch_evaluate_reviewed(benchmark::State& state) { run(state, {}, {}); }

}  // namespace

BENCHMARK(batch_evaluate)->Apply(all_tables);
BENCHMARK(batch_evaluate_z)->Apply(all_tables);
BENCHMARK(batch_evaluate_reviewed)
    ->ArgNames({"labs", "measurands", "rows", "missing", "threads"})
    ->Args({20, 10'000, 1, 0, 1})
    ->Args({50, 4'000, 1, 0, 1})
    ->Iterations(3)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
