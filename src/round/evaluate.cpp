// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/round/evaluate.hpp>
#include <ringtrial/round/review.hpp>
#include <ringtrial/round/scale.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ringtrial::round {
namespace {

/// What is compared with the assigned value; NaN where nothing is.
std::vector<double> scorable(const laboratory_results& r, const selection& s,
                             scores::transform t) {
  std::vector<double> x;
  for (std::size_t i = 0; i < r.size(); ++i) {
    const bool scored = r.qualifier[i] == censored::censoring::exact &&
                        s.use[i] != use::withdrawn && s.use[i] != use::expert;
    x.push_back(scored ? on_scale(t, r.value[i]) : nan);
  }
  return x;
}

/// The values that were found as such, not as limits.
std::vector<double> found_values(const reported& data) {
  std::vector<double> found;
  for (std::size_t i = 0; i < data.value.size(); ++i)
    if (data.qualifier[i] == 0) found.push_back(data.value[i]);
  return found;
}

}  // namespace

std::size_t evaluation::n_reported() const noexcept {
  return results.size() -
         static_cast<std::size_t>(std::ranges::count(selection.use, use::not_reported));
}

std::size_t evaluation::n_censored() const noexcept {
  std::size_t n = 0;
  for (std::size_t i = 0; i < results.size(); ++i)
    n += !std::isnan(results.value[i]) &&
         results.qualifier[i] != censored::censoring::exact;
  return n;
}

std::size_t evaluation::n_excluded() const noexcept {
  const auto left_out = std::ranges::count(selection.use, use::censored);
  return n_reported() - selection.n() - static_cast<std::size_t>(left_out);
}

evaluation begin(laboratory_results results, const measurand_options& o) {
  evaluation e;
  e.results = std::move(results);
  const bool apart =
      o.assigned.method == assigned_method::expert && !o.assigned.score_experts;
  e.selection =
      select(e.results, o.selection, apart ? o.assigned.experts : laboratories{},
             o.transform, e.findings);
  e.uncertainties =
      uncertainties_of(e.results, o.scoring.missing_k, o.transform, e.findings);
  return e;
}

void finish(evaluation& e, const estimates& found, const measurand_options& o,
            const item_results& items) {
  summarise(e, found, experts_of(e.results, e.uncertainties, o), items,
            e.uncertainties.any, o, e.items, e.findings);
  const auto x = scorable(e.results, e.selection, o.transform);
  e.scores = compute_scores(e.plan, x, references_of(e.assigned, e.target, o),
                            e.uncertainties, o);
  e.verdicts = judge(e.plan, e.scores, x, e.results, e.selection, e.assigned, e.target,
                     e.uncertainties, o, e.findings);
}

evaluation evaluate(const reported& data, const measurand_options& o,
                    const item_results& items) {
  auto e = begin(results_of_laboratories(data, o.replicates), o);
  const auto found = estimate(e.selection.x, o);
  finish(e, found, o, items);
  review({e.selection.x, found_values(data), e.n_reported(), e.n_censored()}, found,
         e.target.sigma_pt, o, e.findings);
  return e;
}

}  // namespace ringtrial::round
