// SPDX-License-Identifier: BSL-1.0
#include "requirements.hpp"
#include <ringtrial/assigned/minimum_laboratories.hpp>
#include <ringtrial/simulate/design.hpp>
#include <ringtrial/simulate/signals.hpp>
#include <ringtrial/simulate/uncertainty.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace ringtrial::simulate {
namespace {

constexpr std::size_t fewest = 2;

void require_options(const design_options& o) {
  constexpr std::string_view function = "design";
  const requirement must{function};
  require_population(function, o.population);
  require_rounds(function, o.rounds);
  must.be_positive("sigma_pt", o.sigma_pt);
  must.be_positive("ratio", o.ratio);
  if (o.u) must.be_positive("u", *o.u);
  for (const std::size_t n : o.laboratories) require_laboratories(function, n, fewest);
  for (const double b : o.bias) must.be_finite("bias", b);
  must.be(o.most >= fewest && o.most <= 1'000'000, "most", static_cast<double>(o.most),
          "from 2 to 1000000");
}

/// What the assigned value is off with p laboratories; each p is simulated once.
class search {
 public:
  explicit search(const design_options& o)
      : o_(o), goal_(o.u.value_or(o.ratio * o.sigma_pt)) {}

  [[nodiscard]] double goal() const { return goal_; }

  /// By the stated or by the true uncertainty; 0 if there is none.
  [[nodiscard]] std::size_t needed(bool stated) {
    std::size_t enough = fewest, too_few = fewest - 1;
    while (!is_enough(enough, stated)) {
      if (enough == o_.most) return 0;
      too_few = enough;
      enough = std::min(2 * enough, o_.most);
    }
    while (enough - too_few > 1) {
      const std::size_t middle = too_few + (enough - too_few) / 2;
      (is_enough(middle, stated) ? enough : too_few) = middle;
    }
    return enough;
  }

 private:
  struct uncertainties {
    double stated, really;
  };

  [[nodiscard]] bool is_enough(std::size_t p, bool stated) {
    const auto [said, true_one] = of(p);
    return (stated ? said : true_one) <= goal_ * (1 + 1e-12);
  }

  [[nodiscard]] uncertainties of(std::size_t p) {
    const auto known = known_.find(p);
    if (known != known_.end()) return known->second;
    const auto r = uncertainty(std::array{p}, {.population = o_.population,
                                               .assigned = o_.assigned,
                                               .rounds = o_.rounds,
                                               .seed = o_.seed});
    return known_[p] = {r.stated.front(), r.rmse.front()};
  }

  const design_options& o_;
  double goal_;
  std::map<std::size_t, uncertainties> known_;
};

/// The numbers of laboratories to look at, each once.
[[nodiscard]] std::vector<std::size_t> looked_at(const design_options& o,
                                                 const design_result& r) {
  auto all = o.laboratories;
  for (const std::size_t needed : {r.needed, r.needed_really})
    if (needed > 0) all.push_back(needed);
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

void set_uncertainty(design_result& r, const design_options& o) {
  const auto found = uncertainty(r.laboratories, {.population = o.population,
                                                  .assigned = o.assigned,
                                                  .rounds = o.rounds,
                                                  .seed = o.seed});
  r.u = found.rmse;
  r.stated = found.stated;
  for (const double u : r.u) r.smallest_sigma_pt.push_back(u / o.ratio);
}

void set_signals(design_result& r, const design_options& o) {
  std::vector<double> bias{0};
  for (const double b : o.bias) bias.push_back(b * o.sigma_pt);
  const auto found = signals(r.laboratories, bias,
                             {.population = o.population,
                              .assigned = o.assigned,
                              .sigma_pt = o.sigma_pt,
                              .rounds = o.rounds,
                              .seed = o.seed});
  for (std::size_t row = 0, at = 0; row < r.laboratories.size(); ++row) {
    r.false_questionable.push_back(found.questionable[at]);
    r.false_unsatisfactory.push_back(found.unsatisfactory[at]);
    r.false_signals.push_back(static_cast<double>(r.laboratories[row]) *
                              found.unsatisfactory[at++]);
    for (std::size_t b = 0; b < o.bias.size(); ++b)
      r.caught.push_back(found.unsatisfactory[at++]);
  }
}

}  // namespace

design_result design(const design_options& options) {
  require_options(options);
  search search(options);
  design_result r;
  r.goal = search.goal();
  r.needed = search.needed(true);
  r.needed_really = search.needed(false);
  r.by_formula = static_cast<std::size_t>(assigned::minimum_laboratories(
      options.population.total_sd(), options.sigma_pt,
      detail::factor_of(options.assigned), r.goal / options.sigma_pt));
  r.laboratories = looked_at(options, r);
  r.bias = options.bias;
  r.rounds = options.rounds;
  r.status =
      r.needed > 0 && r.needed_really > 0 ? status_t::ok : status_t::not_identified;
  set_uncertainty(r, options);
  set_signals(r, options);
  return r;
}

}  // namespace ringtrial::simulate
