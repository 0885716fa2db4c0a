// SPDX-License-Identifier: BSL-1.0
#include "estimates_of_measurands.hpp"
#include "plain_scores.hpp"
#include "sorted_columns.hpp"
#include <ringtrial/batch/evaluate.hpp>
#include <ringtrial/round/evaluate.hpp>
#include <ringtrial/round/review.hpp>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <string>
#include <utility>

namespace ringtrial::batch {
namespace {

using round::measurand_options;

/// Findings of the threads, in the order of the measurands in the end.
class collected_findings {
 public:
  /// Those of the measurands of one chunk.
  void add(std::vector<measurand_finding> findings) {
    if (findings.empty()) return;
    const std::scoped_lock lock(mutex_);
    chunks_.push_back(std::move(findings));
  }
  /// Those of the block are all there.
  void end_block() {
    std::ranges::sort(chunks_, {}, [](const auto& c) { return c.front().measurand; });
    for (const auto& chunk : chunks_) all_.insert(all_.end(), chunk.begin(), chunk.end());
    chunks_.clear();
  }
  [[nodiscard]] std::vector<measurand_finding>& all() noexcept { return all_; }

 private:
  std::mutex mutex_;
  std::vector<std::vector<measurand_finding>> chunks_;
  std::vector<measurand_finding> all_;
};

/// Every result reported is used as it is.
[[nodiscard]] bool is_plain(const measurand_options& o, const uncertainty_tables& u) {
  return o.selection.excluded.empty() && o.selection.withdrawn.empty() &&
         !o.selection.gross_error_percent &&
         o.selection.outliers == round::outlier_rule::none &&
         o.transform == scores::transform::none &&
         o.assigned.method != round::assigned_method::expert && u.u.data == nullptr &&
         u.U.data == nullptr && u.k.data == nullptr;
}

/// The values of one measurand, NaN for each where the table has none.
[[nodiscard]] std::vector<double> column_of(const table<double>& x, std::size_t measurand,
                                            std::size_t n) {
  if (x.data == nullptr) return std::vector(n, round::nan);
  const auto values = gathered(x, measurand);
  return {values.begin(), values.end()};
}

[[nodiscard]] round::laboratory_results results_of(const table<double>& x,
                                                   const uncertainty_tables& stated,
                                                   std::size_t measurand) {
  const std::size_t n = x.length(measurand);
  round::laboratory_results r{.value = column_of(x, measurand, n),
                              .qualifier = std::vector(n, censored::censoring::exact),
                              .u = column_of(stated.u, measurand, n),
                              .U = column_of(stated.U, measurand, n),
                              .k = column_of(stated.k, measurand, n),
                              .variance = std::vector(n, round::nan)};
  for (double& value : r.value) {
    value += 0.0;  // of the two zeros 0, as the mean of replicates has it
    r.n.push_back(std::isnan(value) ? 0 : 1);
  }
  return r;
}

/// One block of measurands after the other.
class evaluator {
 public:
  evaluator(const measurand_options& o, const uncertainty_tables& stated,
            const evaluation_columns& out, const evaluate_options& how,
            const result_layout& layout, std::size_t most)
      : o_(o),
        out_(out),
        review_(how.review),
        plain_(is_plain(o, stated)),
        layout_(layout),
        estimates_(o, how.review),
        scores_(o, most) {}

  void run(const table<double>& x, const uncertainty_tables& stated, std::size_t first) {
    if (plain_)
      run_plain(x, first);
    else
      run_with_rules(x, stated, first);
  }
  [[nodiscard]] std::vector<measurand_finding>& findings() { return found_.all(); }

 private:
  void run_plain(const table<double>& x, std::size_t first) {
    const auto estimates = estimates_.find(x);
    each(x, first, [&](std::size_t j, std::vector<round::finding>& findings) {
      auto& s = out_.measurands[first + j];
      round::item_checks nothing;
      s = {};
      round::summarise(s, estimates[j], {}, {}, false, o_, nothing, findings);
      s.n_reported = s.statistics.n;
      s.n_excluded = 0;
      scores_.set(j, s);
      if (review_) look_at(x, j, estimates[j], s, findings);
    });
    scores_.write(x, first, layout_, out_);
  }

  void run_with_rules(const table<double>& x, const uncertainty_tables& stated,
                      std::size_t first) {
    std::vector<round::evaluation> all(x.measurands);
    std::vector<std::size_t> offsets{0};
    for (std::size_t j = 0; j < x.measurands; ++j)
      offsets.push_back(offsets.back() + x.length(j));
    std::vector<double> used(offsets.back());
    each(x, first, [&](std::size_t j, std::vector<round::finding>&) {
      all[j] = round::begin(results_of(x, stated, j), o_);
      std::ranges::copy(all[j].selection.x,
                        used.begin() + static_cast<std::ptrdiff_t>(offsets[j]));
    });
    const auto estimates = estimates_.find(ragged<double>(used, offsets));
    each(x, first, [&](std::size_t j, std::vector<round::finding>& findings) {
      auto& e = all[j];
      round::finish(e, estimates[j], o_);
      if (review_) look_at(e.results.value, e.selection.x, estimates[j], e, e.findings);
      put(e, first + j);
      findings = std::move(e.findings);
      e = {};
    });
  }

  void look_at(const table<double>& x, std::size_t j, const round::estimates& e,
               const round::summary& s, std::vector<round::finding>& findings) const {
    const auto all = column_of(x, j, x.length(j));
    look_at(all, all, e, s, findings);
  }
  /// Of `found` all values reported, of `used` those that the statistics use.
  void look_at(const std::vector<double>& found, std::span<const double> used,
               const round::estimates& e, const round::summary& s,
               std::vector<round::finding>& findings) const {
    const auto reported = static_cast<std::size_t>(
        std::ranges::count_if(found, [](double v) { return !std::isnan(v); }));
    round::review({used, found, reported, 0}, e, s.target.sigma_pt, o_, findings);
  }

  void put(const round::evaluation& e, std::size_t measurand) const {
    auto& s = out_.measurands[measurand];
    static_cast<round::summary&>(s) = e;
    s.n_reported = e.n_reported();
    s.n_excluded = e.n_excluded();
    for (std::size_t i = 0; i < e.results.size(); ++i) {
      const std::size_t at = layout_.position(i, measurand);
      for (std::size_t c = 0; c < e.scores.size(); ++c)
        if (!out_.scores[c].empty())
          out_.scores[c][at] = e.scores[c].empty() ? round::nan : e.scores[c][i];
      out_.signal[at] = e.verdicts.signal[i];
      out_.reason[at] = e.verdicts.reason[i];
      out_.use[at] = e.selection.use[i];
    }
  }

  /// f(measurand, an empty list of its findings) on the threads there are.
  template <class F>
  void each(const table<double>& x, std::size_t first, F f) {
    each_chunk_of(x, [&](std::size_t begin, std::size_t end) {
      std::vector<measurand_finding> found;
      std::vector<round::finding> here;
      for (std::size_t j = begin; j < end; ++j) {
        f(j, here);
        for (const auto& one : here) found.push_back({one, first + j});
        here.clear();
      }
      found_.add(std::move(found));
    });
    found_.end_block();
  }

  const measurand_options& o_;
  const evaluation_columns& out_;
  bool review_, plain_;
  result_layout layout_;
  estimates_of_measurands estimates_;
  plain_scores scores_;
  collected_findings found_;
};

void require_size(const char* name, std::size_t size, std::size_t wanted,
                  const char* one_a) {
  ringtrial::detail::require(size == wanted, "batch::evaluate", name,
                             static_cast<double>(size),
                             std::string("one ") + one_a + ", " + std::to_string(wanted));
}

void check_columns(const evaluation_columns& out, const result_layout& layout,
                   const round::scores_given& given) {
  const std::size_t results = layout.count();
  require_size("out.measurands.size()", out.measurands.size(), layout.measurands,
               "summary a measurand");
  require_size("out.signal.size()", out.signal.size(), results, "signal a result");
  require_size("out.reason.size()", out.reason.size(), results, "reason a result");
  require_size("out.use.size()", out.use.size(), results, "use a result");
  for (std::size_t s = 0; s < given.size(); ++s)
    require_size("out.scores[].size()", out.scores[s].size(), given[s] ? results : 0,
                 "number a result of each possible score");
}

/// Not negative, of the shape of the results.
template <real T>
void check_uncertainty(const table<double>& u, const table<T>& x, const char* name,
                       const char* allowed, double least) {
  if (u.data == nullptr) return;
  ringtrial::detail::require(
      u.measurands == x.measurands && (u.offsets == nullptr) == (x.offsets == nullptr),
      std::string("batch::evaluate: ")
          .append(name)
          .append(" has another shape than the results"));
  for (std::size_t j = 0; j < u.measurands; ++j) {
    ringtrial::detail::require(u.length(j) == x.length(j),
                               std::string("batch::evaluate: ")
                                   .append(name)
                                   .append(" has another shape than the results"));
    const auto values = gathered(u, j);
    for (std::size_t i = 0; i < values.size(); ++i)
      ringtrial::detail::require(
          !(values[i] < least || std::isinf(values[i])), "evaluate",
          std::string(name) + " of laboratory " + std::to_string(i) + ", measurand " +
              std::to_string(j),
          values[i], allowed);
  }
}

/// One table after the other as double, in the same orientation.
class doubles {
 public:
  [[nodiscard]] const table<double>& of(const table<double>& x) const { return x; }

  /// Valid until the next call.
  [[nodiscard]] const table<double>& of(const table<float>& x) {
    const result_layout layout(x);
    values_.resize(layout.count());
    for (std::size_t j = 0; j < x.measurands; ++j)
      for (std::size_t i = 0; i < x.length(j); ++i)
        values_[layout.position(i, j)] = static_cast<double>(
            x.column(j)[static_cast<std::ptrdiff_t>(i) * x.laboratory_stride]);
    const auto p = static_cast<std::ptrdiff_t>(x.laboratories),
               m = static_cast<std::ptrdiff_t>(x.measurands);
    table_ = layout.by_measurand
                 ? table<double>{values_.data(), x.laboratories, x.measurands, 1, p}
                 : table<double>{values_.data(), x.laboratories, x.measurands, m, 1};
    if (x.offsets == nullptr) return table_;
    offsets_.clear();
    for (std::size_t j = 0; j <= x.measurands; ++j) offsets_.push_back(layout.start(j));
    table_.offsets = offsets_.data();
    return table_;
  }

 private:
  std::vector<double> values_;
  std::vector<std::size_t> offsets_;
  table<double> table_;
};

[[nodiscard]] uncertainty_tables part_of(const uncertainty_tables& stated,
                                         std::size_t first, std::size_t count) {
  const auto part = [&](const table<double>& u) {
    return u.data == nullptr ? u : u.part(first, count);
  };
  return {part(stated.u), part(stated.U), part(stated.k)};
}

}  // namespace

template <real T>
std::vector<measurand_finding> evaluate(const table<T>& x, const measurand_options& o,
                                        const evaluation_columns& out,
                                        const uncertainty_tables& stated,
                                        const evaluate_options& how) {
  constexpr std::size_t values = 1 << 17;  // in a block
  const bool with_u = stated.u.data != nullptr || stated.U.data != nullptr;
  const result_layout layout(x);
  (void)round::evaluate({}, o);  // what it refuses is refused
  check_columns(out, layout, round::possible_scores(o, with_u));
  constexpr double positive = std::numeric_limits<double>::denorm_min();
  check_uncertainty(stated.u, x, "u", "finite and not negative", 0);
  check_uncertainty(stated.U, x, "U", "finite and not negative", 0);
  check_uncertainty(stated.k, x, "k", "finite and positive", positive);
  const std::size_t most = std::clamp<std::size_t>(
      values / std::max<std::size_t>(x.laboratories, 1), 128, 8192);
  doubles in_double;
  evaluator all(o, stated, out, how, layout, std::min(most, x.measurands));
  for (std::size_t first = 0; first < x.measurands; first += most) {
    const std::size_t count = std::min(most, x.measurands - first);
    all.run(in_double.of(x.part(first, count)), part_of(stated, first, count), first);
  }
  return std::move(all.findings());
}

template std::vector<measurand_finding> evaluate(const table<double>&,
                                                 const measurand_options&,
                                                 const evaluation_columns&,
                                                 const uncertainty_tables&,
                                                 const evaluate_options&);
template std::vector<measurand_finding> evaluate(const table<float>&,
                                                 const measurand_options&,
                                                 const evaluation_columns&,
                                                 const uncertainty_tables&,
                                                 const evaluate_options&);

}  // namespace ringtrial::batch
