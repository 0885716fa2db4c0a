// SPDX-License-Identifier: BSL-1.0
#include "assigned_values.hpp"
#include "requirements.hpp"
#include "rounds.hpp"
#include <ringtrial/assigned/negligible.hpp>
#include <ringtrial/scores/signal.hpp>
#include <ringtrial/scores/z.hpp>
#include <ringtrial/scores/z_prime.hpp>
#include <ringtrial/simulate/signals.hpp>

#include <cmath>

namespace ringtrial::simulate {
namespace {

struct counts {
  std::size_t questionable = 0, unsatisfactory = 0, z_prime = 0, not_scored = 0;
};

/// For each bias.
struct all_counts {
  std::vector<counts> of;
};

class study {
 public:
  study(std::size_t laboratories, std::span<const double> bias, const signals_options& o)
      : n_(laboratories), bias_(bias), o_(o) {}

  /// The results are those without a bias; they are changed.
  void add_tile(std::span<double> results, all_counts& sums) const {
    std::vector<double> own;
    for (std::size_t j = 0; j < results.size(); j += n_) own.push_back(results[j]);
    for (std::size_t b = 0; b < bias_.size(); ++b) {
      for (std::size_t r = 0; r < own.size(); ++r) results[r * n_] = own[r] + bias_[b];
      const auto x_pt = assigned(results);
      for (std::size_t r = 0; r < own.size(); ++r)
        add(results[r * n_], x_pt, r, sums.of[b]);
    }
  }

 private:
  [[nodiscard]] assigned_values assigned(std::span<const double> results) const {
    const std::size_t rounds = results.size() / n_;
    if (o_.assigned) return assign_each(table_of(results, n_), *o_.assigned);
    return {std::vector<double>(rounds, o_.population.centre),
            std::vector<double>(rounds), std::vector<double>(rounds)};
  }

  void add(double x, const assigned_values& of, std::size_t r, counts& c) const {
    const double u = of.uncertainty[r], sigma = o_.sigma_pt.value_or(of.scale[r]);
    const bool with_u = o_.score == signal_score::z_prime ||
                        (o_.score == signal_score::scheme && std::isfinite(u) &&
                         !assigned::negligible(u, sigma));
    const double score = !std::isfinite(of.value[r]) ? detail::not_a_number
                         : with_u ? scores::z_prime(x, of.value[r], sigma, u)
                                  : scores::z(x, of.value[r], sigma);
    const auto verdict = scores::signal(score);
    c.questionable += verdict == scores::verdict::questionable;
    c.unsatisfactory += verdict == scores::verdict::unsatisfactory;
    c.not_scored += verdict == scores::verdict::not_scored;
    c.z_prime += with_u;
  }

  std::size_t n_;
  std::span<const double> bias_;
  const signals_options& o_;
};

[[nodiscard]] counts total(const std::vector<all_counts>& groups, std::size_t b) {
  counts all;
  for (const auto& g : groups) {
    all.questionable += g.of[b].questionable;
    all.unsatisfactory += g.of[b].unsatisfactory;
    all.z_prime += g.of[b].z_prime;
    all.not_scored += g.of[b].not_scored;
  }
  return all;
}

void add_row(std::size_t laboratories, double bias, const counts& c, std::size_t rounds,
             signals_result& r) {
  const auto share = [&](std::size_t count) {
    return static_cast<double>(count) / static_cast<double>(rounds);
  };
  const double p = share(c.unsatisfactory);
  r.laboratories.push_back(laboratories);
  r.bias.push_back(bias);
  r.questionable.push_back(share(c.questionable));
  r.unsatisfactory.push_back(p);
  r.unsatisfactory_error.push_back(std::sqrt(p * (1 - p) / static_cast<double>(rounds)));
  r.z_prime.push_back(share(c.z_prime));
  r.not_scored.push_back(share(c.not_scored));
}

void require_options(std::span<const std::size_t> laboratories,
                     std::span<const double> bias, const signals_options& o) {
  constexpr std::string_view function = "signals";
  const requirement must{function};
  require_population(function, o.population);
  require_rounds(function, o.rounds);
  for (const std::size_t n : laboratories) require_laboratories(function, n, 2);
  for (const double b : bias) must.be_finite("bias", b);
  if (o.sigma_pt) must.be_positive("sigma_pt", *o.sigma_pt);
  detail::require(o.assigned || o.sigma_pt,
                  "signals: without an estimator sigma_pt must be given");
  if (o.assigned)
    (void)assigned::from_participants(std::span<const double>{}, *o.assigned);
}

}  // namespace

signals_result signals(std::span<const std::size_t> laboratories,
                       std::span<const double> bias, const signals_options& options) {
  require_options(laboratories, bias, options);
  signals_result r;
  if (options.assigned) r.estimator = options.assigned->estimator;
  r.score = options.score;
  r.rounds = options.rounds;
  for (const std::size_t n : laboratories) {
    const study of_size(n, bias, options);
    const auto groups = over_rounds(
        options.population, {.laboratories = n, .seed = options.seed, .competent = 1},
        options.rounds, all_counts{std::vector<counts>(bias.size())},
        [&](all_counts& sums, std::span<double> results) {
          of_size.add_tile(results, sums);
        });
    for (std::size_t b = 0; b < bias.size(); ++b)
      add_row(n, bias[b], total(groups, b), options.rounds, r);
  }
  return r;
}

}  // namespace ringtrial::simulate
