// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/consensus/monte_carlo.hpp>
#include <ringtrial/detail/overflow.hpp>

#include <numbers>

namespace ringtrial::consensus::detail {
namespace {

constexpr std::string_view function = "monte_carlo";

/// Pairs of uniform numbers beyond those of the normal draws: some for each laboratory.
class uniform_source {
 public:
  uniform_source(std::uint64_t seed, std::uint64_t draw, std::size_t laboratory)
      : seed_(seed),
        draw_(draw),
        next_(first + static_cast<std::uint32_t>(laboratory) * most) {}

  [[nodiscard]] std::array<double, 2> next() noexcept {
    return uniform_pair(seed_, draw_, next_++);
  }

 private:
  static constexpr std::uint32_t first = 0x80000000, most = 256;
  std::uint64_t seed_, draw_;
  std::uint32_t next_;
};

/// Bailey's polar form: √(ν(p^(−2/ν) − 1)) cos 2πq.
[[nodiscard]] double student_t_draw(uniform_source& source, double dof) {
  const auto [p, q] = source.next();
  const double squared = dof * std::expm1(-2 * std::log(p) / dof);
  return std::sqrt(squared) * std::cos(2 * std::numbers::pi * q);
}

/// √(χ²/ν): Marsaglia and Tsang's gamma number of shape ν/2, below 1 by that of shape + 1.
[[nodiscard]] double root_chi_squared_draw(uniform_source& source, double dof) {
  const double shape = 0.5 * dof,
               d = std::max(shape, shape < 1 ? shape + 1 : 0) - 1.0 / 3;
  const double boost = shape < 1 ? std::pow(source.next()[0], 1 / shape) : 1;
  for (;;) {
    const auto [p, q] = source.next();
    const double z = normal_draw(p), root = 1 + z / std::sqrt(9 * d),
                 v = root * root * root;
    if (v > 0 && std::log(q) < 0.5 * z * z + d * (1 - v + std::log(v)))
      return std::sqrt(boost * d * v / shape);
  }
}

/// One simulated round, in the unit of the results.
class simulated_round {
 public:
  simulated_round(const stated_results& s, const fit& f, const monte_carlo_options& o)
      : s_(s), o_(o), x_(s.labs.size()), u_(s.labs.size()) {
    const double tau = s.scaled(f.between_sd);
    centre_ = std::ldexp(std::ldexp(f.value, -s.outer) - s.centre, -s.inner);
    for (const auto& lab : s.labs) {
      sd_.push_back(std::hypot(lab.u, tau));
      dof_.push_back(lab.dof);
    }
  }

  [[nodiscard]] fit operator()(std::uint64_t draw) {
    for (std::size_t i = 0; i < x_.size(); i += 2) {
      const auto p = uniform_pair(o_.seed, draw, static_cast<std::uint32_t>(i / 2));
      for (std::size_t j = i; j < std::min(i + 2, x_.size()); ++j)
        o_.model == monte_carlo_model::stated ? as_stated(draw, j, p[j - i])
                                              : from_model(draw, j, p[j - i]);
    }
    return estimate(o_.method, {x_, u_, dof_}, o_.coverage);
  }

 private:
  void as_stated(std::uint64_t draw, std::size_t j, double p) {
    const auto& lab = s_.labs[j];
    uniform_source source(o_.seed, draw, j);
    const double error =
        std::isinf(lab.dof) ? normal_draw(p) : student_t_draw(source, lab.dof);
    x_[j] = lab.d + lab.u * error;
    u_[j] = lab.u;
  }

  void from_model(std::uint64_t draw, std::size_t j, double p) {
    const auto& lab = s_.labs[j];
    uniform_source source(o_.seed, draw, j);
    x_[j] = centre_ + sd_[j] * normal_draw(p);
    u_[j] = std::isinf(lab.dof) ? lab.u : lab.u * root_chi_squared_draw(source, lab.dof);
  }

  const stated_results& s_;
  const monte_carlo_options& o_;
  double centre_ = 0;
  std::vector<double> sd_, dof_, x_, u_;
};

/// What the draws gave, in the unit of the results; NaN where a draw has no value.
struct simulated {
  std::vector<double> values, taus;

  simulated(const stated_results& s, const fit& f, const monte_carlo_options& o)
      : values(o.draws, not_a_number), taus(o.draws, not_a_number) {
    batch::detail::each_chunk(o.draws, s.labs.size(),
                              [&](std::size_t k, std::size_t last) {
                                simulated_round round(s, f, o);
                                for (; k < last; ++k) {
                                  const auto drawn = round(k);
                                  if (drawn.status != status_t::ok) continue;
                                  values[k] = drawn.value;
                                  taus[k] = drawn.between_sd;
                                }
                              });
    const auto missing = [](double v) { return std::isnan(v); };
    std::erase_if(values, missing);
    std::erase_if(taus, missing);
  }
};

void require_options(const arguments& a, const monte_carlo_options& o) {
  require_draws(function, o.draws);
  require(o.method != estimator::cox_b,
          "monte_carlo: estimator = 'cox_b' is a simulation itself, must be another");
  require_arrays(function, a, o.model == monte_carlo_model::stated ? 2 : 0);
}

/// The fit of the data, with the τ that the model has.
fit fit_of_data(const arguments& a, const monte_carlo_options& o) {
  std::vector<double> x(a.x.begin(), a.x.end());
  const auto dof = a.dof();
  for (std::size_t i = 0; dof && i < x.size(); ++i)
    if (std::isnan((*dof)[i])) x[i] = not_a_number;
  return estimate(o.method, {x, a.u, a.given_dof}, o.coverage);
}

/// The fit as the model of the draws: without a τ of its own it has that of mandel_paule().
fit model_of(fit f, const arguments& a) {
  if (std::isnan(f.between_sd)) {
    const auto other = estimate(estimator::mandel_paule, a, f.coverage);
    f.between_sd = other.status == status_t::ok ? other.between_sd : 0;
  }
  return f;
}

void set_draws(monte_carlo_result& r, const stated_results& s, simulated drawn) {
  auto& values = drawn.values;
  r.failed = r.draws - values.size();
  if (values.size() < 2) {
    give_up(r, status_t::too_few);
    return;
  }
  const double count = static_cast<double>(values.size());
  double sum = 0;
  for (const double v : values) sum += v;
  const double u = sd_of(values, sum / count), tail = (1 - r.coverage) / 2;
  r.standard_uncertainty = s.width(u);
  r.mean_of_draws = s.value(sum / count);
  r.median_of_draws = s.value(quantile_of(values, 0.5));
  r.monte_carlo_error = s.width(u / std::sqrt(count));
  r.df = not_a_number;
  if (!drawn.taus.empty()) {
    r.between_lower = s.width(quantile_of(drawn.taus, tail));
    r.between_upper = s.width(quantile_of(drawn.taus, 1 - tail));
  }
  set_interval(r, s, values);
  if (ringtrial::detail::overflows({r.between_upper, r.monte_carlo_error}))
    give_up(r, status_t::not_finite);
  if (r.status == status_t::not_finite)
    r.mean_of_draws = r.median_of_draws = r.between_lower = r.between_upper =
        r.monte_carlo_error = not_a_number;
}

}  // namespace

monte_carlo_result monte_carlo_of(arguments a, const monte_carlo_options& o) {
  if (!o.dof.empty()) a.given_dof = o.dof;
  require_options(a, o);
  monte_carlo_result r;
  const auto s = begin(r, {function, o.coverage, 1, true}, a);
  r.estimator = name(o.method);
  r.draws = o.draws;
  r.seed = o.seed;
  const auto f = fit_of_data(a, o);
  static_cast<fit&>(r) = f;
  r.method = function;
  if (r.status != status_t::ok) return r;
  set_draws(r, s, simulated(s, model_of(f, a), o));
  return r;
}

}  // namespace ringtrial::consensus::detail
