// SPDX-License-Identifier: BSL-1.0
#include "moments.hpp"
#include "requirements.hpp"
#include "rounds.hpp"
#include "statistics.hpp"
#include <ringtrial/simulate/efficiency.hpp>

#include <cmath>

namespace ringtrial::simulate {
namespace {

/// The mean, the standard deviation and the statistics asked for.
struct all_moments {
  std::vector<moments> of;

  void join(const all_moments& other) {
    of.resize(other.of.size());
    for (std::size_t i = 0; i < of.size(); ++i) of[i].join(other.of[i]);
  }
};

[[nodiscard]] double relative_variance(const moments& m) {
  return m.variance() / (m.mean * m.mean);
}

/// Of statistic i, its peer the mean or the standard deviation.
[[nodiscard]] double efficiency_of(const all_moments& all, std::size_t i, bool scale) {
  const moments &peer = all.of[scale ? 1 : 0], &own = all.of[i];
  return scale ? relative_variance(peer) / relative_variance(own)
               : peer.variance() / own.variance();
}

void require_statistics(const efficiency_options& o) {
  detail::require(!o.statistics.empty(),
                  "efficiency: statistics is empty, must name one");
  for (const auto& s : o.statistics) (void)estimate({}, s);
}

class study {
 public:
  explicit study(const efficiency_options& o)
      : o_(o), asked_{{.estimator = estimator::mean}, {.estimator = estimator::sd}} {
    asked_.insert(asked_.end(), o.statistics.begin(), o.statistics.end());
  }

  void run(std::size_t laboratories, efficiency_result& r) const {
    const all_moments start{std::vector<moments>(asked_.size())};
    const auto groups = over_rounds(
        o_.population, {.laboratories = laboratories, .seed = o_.seed}, o_.rounds, start,
        [&](all_moments& sums, std::span<const double> results) {
          const auto table = table_of(results, laboratories);
          std::vector<double> found(table.measurands);
          for (std::size_t i = 0; i < asked_.size(); ++i) {
            estimate_each(table, asked_[i], found);
            const double truth = truth_of(asked_[i]);
            for (double& v : found) v -= truth;
            sums.of[i].add(found);
          }
        });
    for (std::size_t i = 2; i < asked_.size(); ++i) add(laboratories, i, groups, r);
  }

 private:
  /// What location estimators are for; scales are compared by their own mean.
  [[nodiscard]] double truth_of(const statistic& s) const {
    return is_scale(s.estimator) ? 0 : o_.population.centre;
  }

  void add(std::size_t laboratories, std::size_t i,
           const std::vector<all_moments>& groups, efficiency_result& r) const {
    const bool scale = is_scale(asked_[i].estimator);
    const auto all = joined(groups);
    const moments& m = all.of[i];
    const double bias =
        m.n == 0 ? detail::not_a_number : m.mean - (scale ? o_.population.total_sd() : 0);
    r.laboratories.push_back(laboratories);
    r.estimator.push_back(asked_[i].estimator);
    r.mean.push_back(m.n == 0 ? detail::not_a_number : m.mean + truth_of(asked_[i]));
    r.bias.push_back(bias);
    r.sd.push_back(m.sd());
    r.rmse.push_back(std::hypot(bias, m.sd()));
    r.efficiency.push_back(efficiency_of(all, i, scale));
    r.bias_error.push_back(m.sd() / std::sqrt(m.n));
    r.efficiency_error.push_back(simulation_error(
        groups, [&](const all_moments& some) { return efficiency_of(some, i, scale); }));
    r.failed.push_back(o_.rounds - static_cast<std::size_t>(m.n));
  }

  const efficiency_options& o_;
  std::vector<statistic> asked_;
};

}  // namespace

efficiency_result efficiency(std::span<const std::size_t> laboratories,
                             const efficiency_options& options) {
  require_population("efficiency", options.population);
  require_rounds("efficiency", options.rounds);
  require_statistics(options);
  for (const std::size_t n : laboratories) require_laboratories("efficiency", n, 2);
  efficiency_result r;
  r.rounds = options.rounds;
  const study all(options);
  for (const std::size_t n : laboratories) all.run(n, r);
  return r;
}

}  // namespace ringtrial::simulate
