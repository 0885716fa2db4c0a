// SPDX-License-Identifier: BSL-1.0
#include "assigned_values.hpp"
#include "moments.hpp"
#include "requirements.hpp"
#include "rounds.hpp"
#include <ringtrial/simulate/uncertainty.hpp>

#include <cmath>

namespace ringtrial::simulate {
namespace {

struct errors {
  moments value, variance, scale, covered;

  void join(const errors& other) {
    value.join(other.value);
    variance.join(other.variance);
    scale.join(other.scale);
    covered.join(other.covered);
  }
};

void add_tile(const uncertainty_options& o, const batch::table<double>& table,
              errors& sums) {
  auto all = assign_each(table, o.assigned);
  std::vector<double> covered(all.value.size());
  for (std::size_t j = 0; j < covered.size(); ++j) {
    all.value[j] -= o.population.centre;
    covered[j] = std::isnan(all.value[j])
                     ? detail::not_a_number
                     : std::abs(all.value[j]) <= o.k * all.uncertainty[j];
    all.uncertainty[j] *= all.uncertainty[j];
  }
  sums.value.add(all.value);
  sums.variance.add(all.uncertainty);
  sums.scale.add(all.scale);
  sums.covered.add(covered);
}

void add_row(std::size_t laboratories, const std::vector<errors>& groups,
             uncertainty_result& r) {
  const auto all = joined(groups);
  const double sd = all.value.sd(), rmse = std::hypot(all.value.mean, sd);
  const double stated = std::sqrt(all.variance.mean);
  r.laboratories.push_back(laboratories);
  r.bias.push_back(all.value.mean);
  r.sd.push_back(sd);
  r.rmse.push_back(rmse);
  r.stated.push_back(stated);
  r.scale.push_back(all.scale.mean);
  r.sd_error.push_back(
      simulation_error(groups, [](const errors& e) { return e.value.sd(); }));
  r.ratio.push_back(stated / rmse);
  r.factor.push_back(sd * std::sqrt(static_cast<double>(laboratories)) / all.scale.mean);
  r.coverage.push_back(all.covered.mean);
}

}  // namespace

uncertainty_result uncertainty(std::span<const std::size_t> laboratories,
                               const uncertainty_options& options) {
  constexpr std::string_view function = "uncertainty";
  require_population(function, options.population);
  require_rounds(function, options.rounds);
  requirement{function}.be_positive("k", options.k);
  for (const std::size_t n : laboratories) require_laboratories(function, n, 2);
  (void)assigned::from_participants(std::span<const double>{}, options.assigned);
  uncertainty_result r;
  r.estimator = options.assigned.estimator;
  r.rounds = options.rounds;
  for (const std::size_t n : laboratories) {
    const auto groups = over_rounds(
        options.population, {.laboratories = n, .seed = options.seed}, options.rounds,
        errors{}, [&](errors& sums, std::span<const double> results) {
          add_tile(options, table_of(results, n), sums);
        });
    add_row(n, groups, r);
  }
  return r;
}

}  // namespace ringtrial::simulate
