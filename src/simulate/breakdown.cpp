// SPDX-License-Identifier: BSL-1.0
#include "moments.hpp"
#include "requirements.hpp"
#include "rounds.hpp"
#include "statistics.hpp"
#include <ringtrial/simulate/breakdown.hpp>

#include <algorithm>
#include <cmath>

namespace ringtrial::simulate {
namespace {

/// For each number of wrong results and each position.
struct biases {
  std::vector<moments> of;

  void join(const biases& other) {
    of.resize(other.of.size());
    for (std::size_t i = 0; i < of.size(); ++i) of[i].join(other.of[i]);
  }
};

void require_options(const breakdown_options& o) {
  constexpr std::string_view function = "breakdown";
  require_population(function, o.population);
  require_laboratories(function, o.laboratories, 2);
  require_rounds(function, o.rounds);
  (void)estimate({}, o.statistic);
  const requirement must{function};
  must.be(o.most_wrong < o.laboratories, "most_wrong", static_cast<double>(o.most_wrong),
          "less than laboratories");
  detail::require(!o.positions.empty(), "breakdown: positions is empty, must hold one");
  for (const double position : o.positions) must.be_finite("positions", position);
}

[[nodiscard]] std::size_t most_wrong(const breakdown_options& o) {
  return o.most_wrong > 0 ? o.most_wrong : o.laboratories / 2;
}

/// Adds the errors of a tile of rounds, for every number of wrong results and every position.
void add_errors(const breakdown_options& o, std::span<double> results, biases& sums) {
  const std::size_t n = o.laboratories, rounds = results.size() / n;
  const double sd = o.population.total_sd();
  const bool scale = is_scale(o.statistic.estimator);
  const double truth = scale ? sd : o.population.centre;
  std::vector<double> found(rounds), changed(results.begin(), results.end());
  for (std::size_t m = 0, at = 0; m <= most_wrong(o); ++m)
    for (const double position : o.positions) {
      for (std::size_t r = 0; r < rounds; ++r)
        std::fill_n(changed.begin() + static_cast<std::ptrdiff_t>(r * n + n - m), m,
                    o.population.centre + position * sd);
      estimate_each(table_of(changed, n), o.statistic, found);
      for (double& v : found) v = (v - truth) / sd;
      sums.of[at++].add(found);
    }
}

/// The row of m wrong results.
void add_row(const breakdown_options& o, std::size_t m, std::span<const moments> row,
             breakdown_result& r) {
  std::size_t worst = 0;
  const auto size = [&](std::size_t i) { return std::abs(row[i].mean); };
  for (std::size_t i = 0; i < row.size(); ++i) {
    r.bias.push_back(row[i].n == 0 ? detail::not_a_number : row[i].mean);
    if (size(i) > size(worst)) worst = i;
  }
  r.wrong.push_back(m);
  r.share.push_back(static_cast<double>(m) / static_cast<double>(o.laboratories));
  r.max_bias.push_back(size(worst));
  r.worst_position.push_back(m == 0 ? detail::not_a_number : o.positions[worst]);
  const auto farthest = static_cast<std::size_t>(
      std::ranges::max_element(o.positions, {}, [](double p) { return std::abs(p); }) -
      o.positions.begin());
  const double carried = std::abs(o.positions[farthest]) / 1000;
  if (r.breaks_at == 0 && m > 0 && size(farthest) > carried) r.breaks_at = m;
}

}  // namespace

breakdown_result breakdown(const breakdown_options& options) {
  require_options(options);
  const std::size_t columns = options.positions.size(), rows = most_wrong(options) + 1;
  const auto groups = over_rounds(
      options.population, {.laboratories = options.laboratories, .seed = options.seed},
      options.rounds, biases{std::vector<moments>(rows * columns)},
      [&](biases& sums, std::span<double> results) {
        add_errors(options, results, sums);
      });
  const auto all = joined(groups);
  breakdown_result r;
  r.estimator = options.statistic.estimator;
  r.laboratories = options.laboratories;
  r.rounds = options.rounds;
  for (std::size_t m = 0; m < rows; ++m)
    add_row(options, m, std::span(all.of).subspan(m * columns, columns), r);
  return r;
}

}  // namespace ringtrial::simulate
