// SPDX-License-Identifier: BSL-1.0
#include "posterior_of_mean.hpp"
#include <ringtrial/consensus/hierarchical.hpp>
#include <ringtrial/consensus/median.hpp>
#include <ringtrial/detail/bracketed_root.hpp>
#include <ringtrial/detail/overflow.hpp>

namespace ringtrial::consensus::detail {
namespace {

constexpr std::string_view method = "hierarchical";

/// A t distribution of fewer degrees of freedom reaches over more orders than can be integrated.
constexpr double least_dof = 0.01;

/// Results farther apart than so many u have no density in double: its exponent is their square.
constexpr double farthest = 1e100;

/// The prior of τ, in the unit of the results.
struct prior_of_tau {
  hierarchical_prior rule;
  double scale;

  [[nodiscard]] double log_density(double tau) const {
    const double ratio = tau / scale;
    switch (rule) {
      case hierarchical_prior::half_cauchy:
        return ratio > 1e8 ? -2 * std::log(ratio) : -std::log1p(ratio * ratio);
      case hierarchical_prior::half_normal:
        return -0.5 * ratio * ratio;
      case hierarchical_prior::uniform:
        break;
    }
    return 0;
  }
};

/// One y = ln τ.
struct tau_node {
  double mass = 0, second = 0;
  double tau = 0, log_density = 0;
  mean_given_tau mean{};
};

/// Where to look for the posterior of τ: y from `low` to `high`; above `falling` it only falls, and a τ
/// below `least` moves nothing by more than 1e-10.
struct limits_of_tau {
  double low, high, falling, least;
};

/// The joint posterior on panels of y.
template <class Model>
class posterior {
 public:
  posterior(const Model& model, const prior_of_tau& prior, const limits_of_tau& limits,
            double accuracy)
      : model_(model),
        prior_(prior),
        least_(limits.least),
        without_effects_(model(least_)) {
    const auto edges = significant(limits);
    const auto f = [&](double y) { return node(y); };
    panels_ = integrate<tau_node>(edges, f, accuracy);
    tau_ = panel_distribution(panels_);
    const double mass = total(panels_, &tau_node::mass);
    const double second = total(panels_, &tau_node::second);
    for (const auto& p : panels_)
      for (std::size_t k = 0; k < kronrod_points; ++k) {
        const auto& n = p.nodes[k];
        if (p.weight(k) * std::max(n.mass / mass, n.second / second) > 1e-17)
          nodes_.push_back({p.weight(k) * n.mass / mass, &n});
      }
  }

  /// Σ share · f(node).
  template <class F>
  [[nodiscard]] double expectation(F f) const {
    double sum = 0;
    for (const auto& [share, node] : nodes_) sum += share * f(*node);
    return sum;
  }

  /// Of μ, near `guess` with sd `u`.
  [[nodiscard]] double quantile(double p, double guess, double u) const {
    const auto f = [&](double at) {
      return expectation([&](const tau_node& n) { return n.mean.cdf(at); }) - p;
    };
    function_point low{guess - 2 * u, 0}, high{guess + 2 * u, 0};
    for (double step = 2 * u; (low.value = f(low.at)) > 0; step *= 2) low.at -= step;
    for (double step = 2 * u; (high.value = f(high.at)) < 0; step *= 2) high.at += step;
    return bracketed_root(f, low, high, 1e-12 * u);
  }

  [[nodiscard]] double tau_quantile(double p) const {
    const auto f = [&](double y) { return tau_.cdf(y) - p; };
    return std::exp(bracketed_root(f, {tau_.low(), -p}, {tau_.high(), 1 - p}, 1e-13));
  }

 private:
  static constexpr double negligible = 36;  ///< as far below the top, in ln

  struct scanned {
    double y, log_density, second;
  };

  [[nodiscard]] tau_node node(double y) const {
    const double tau = std::exp(y);
    tau_node n{.tau = tau, .mean = tau < least_ ? without_effects_ : model_(tau)};
    n.log_density = n.mean.log_likelihood + prior_.log_density(n.tau) + y;
    n.mass = std::exp(n.log_density - top_);
    n.second = n.mass * (n.mean.variance + n.mean.mean * n.mean.mean);
    return n;
  }

  [[nodiscard]] scanned scan(double y) const {
    const auto n = node(y);
    return {y, n.log_density, n.mean.variance + n.mean.mean * n.mean.mean};
  }

  /// Edges of the panels worth integrating over, finer near the mode of y, which is one; densities are
  /// relative to the mode from here on.
  [[nodiscard]] std::vector<double> significant(const limits_of_tau& limits) {
    std::vector<scanned> all;
    scanned best{.y = 0, .log_density = -infinity, .second = 1};
    const auto counts = [&](const scanned& a) {
      return a.log_density + std::log1p(a.second / best.second) >=
             best.log_density - negligible;
    };
    for (double y = limits.low; y < limits.high + 1; y += 1) {
      all.push_back(scan(y));
      if (all.back().log_density > best.log_density) best = all.back();
      if (y > limits.falling && !counts(all.back())) break;
    }
    std::erase_if(all, [&](const scanned& a) { return !counts(a); });
    const auto log_density = [&](double y) { return node(y).log_density; };
    const auto mode = highest_point(log_density, best.y - 1, best.y + 1);
    top_ = mode.value;
    return edges_around(mode.at, all.front().y - 1, all.back().y + 1);
  }

  [[nodiscard]] static std::vector<double> edges_around(double mode, double low,
                                                        double high) {
    std::vector<double> edges{low, high};
    double width = 1;
    for (double reach = 0; mode + reach < high || mode - reach > low; reach += width) {
      if (mode + reach < high) edges.push_back(mode + reach);
      if (mode - reach > low && reach > 0) edges.push_back(mode - reach);
      if (reach >= 3) width = std::min(4.0, width * 1.5);
    }
    std::sort(edges.begin(), edges.end());
    return edges;
  }

  struct shared_node {
    double share;
    const tau_node* node;
  };

  const Model& model_;
  prior_of_tau prior_;
  double least_, top_ = 0;
  mean_given_tau without_effects_;
  panels<tau_node> panels_;
  panel_distribution tau_;
  std::vector<shared_node> nodes_;
};

std::size_t least_laboratories(hierarchical_prior prior) {
  return prior == hierarchical_prior::half_normal   ? 2
         : prior == hierarchical_prior::half_cauchy ? 3
                                                    : 5;
}

/// MADe of x, if that is 0 the sd of x, if that is 0 the median of u; in the unit of the results.
double default_scale(const stated_results& s) {
  if (const double made = 1.4826 * median_distance(s); made > 0) return made;
  if (const double squares = plain_mean(s).squares; squares > 0)
    return std::sqrt(squares / (s.size() - 1));
  std::vector<double> u;
  for (const auto& lab : s.labs) u.push_back(lab.u);
  std::sort(u.begin(), u.end());
  return median_of_sorted(u);
}

limits_of_tau limits_for(const stated_results& s, const prior_of_tau& prior) {
  double largest = s.range();
  for (const auto& lab : s.labs) largest = std::max(largest, lab.u);
  if (prior.rule != hierarchical_prior::uniform) largest = std::max(largest, prior.scale);
  const double smallest = std::min(s.smallest_u(), prior.scale);
  return {std::log(smallest) - 33, std::log(largest) + 36, std::log(largest) + 1,
          1e-5 * s.smallest_u()};
}

template <class Model>
void set_posterior(hierarchical_result& r, const stated_results& s, const Model& model,
                   const prior_of_tau& prior, double accuracy) {
  const posterior<Model> p(model, prior, limits_for(s, prior), accuracy);

  const double mean = p.expectation([](const auto& n) { return n.mean.mean; });
  const double variance = p.expectation([&](const auto& n) {
    return n.mean.variance + (n.mean.mean - mean) * (n.mean.mean - mean);
  });
  const double u = std::sqrt(variance), tail = (1 - r.coverage) / 2;
  combined c{.d = mean, .u = u, .between_sd = p.tau_quantile(0.5)};
  for (std::size_t i = 0; i < s.labs.size(); ++i)
    c.weights.push_back(p.expectation(
        [&](const auto& n) { return n.mean.normal ? n.mean.weights[i] : not_a_number; }));
  set_value(r, s, c);
  r.lower = s.value(p.quantile(tail, mean, u));
  r.upper = s.value(p.quantile(1 - tail, mean, u));
  r.median = s.value(p.quantile(0.5, mean, u));
  r.coverage_factor = (r.upper / 2 - r.lower / 2) / r.standard_uncertainty;
  r.between_lower = s.width(p.tau_quantile(tail));
  r.between_upper = s.width(p.tau_quantile(1 - tail));
  r.between_mean = s.width(p.expectation([](const auto& n) { return n.tau; }));
  require_finite(r);
  if (ringtrial::detail::overflows({r.between_sd, r.between_upper, r.between_mean}))
    give_up(r, status_t::not_finite);
  if (r.status == status_t::not_finite)
    r.median = r.between_lower = r.between_upper = r.between_mean = not_a_number;
}

}  // namespace

hierarchical_result hierarchical_of(arguments a, const hierarchical_options& o) {
  if (o.prior_scale)
    require(*o.prior_scale > 0 && std::isfinite(*o.prior_scale), method, "prior_scale",
            *o.prior_scale, "finite and above 0");
  if (!o.dof.empty()) a.given_dof = o.dof;
  hierarchical_result r;
  const auto s =
      begin(r, {method, o.coverage, least_laboratories(o.prior), false, least_dof}, a);
  if (r.status != status_t::ok) return r;
  const double scale = o.prior_scale ? s.scaled(*o.prior_scale) : default_scale(s);
  const prior_of_tau prior{o.prior, std::max(scale, std::numeric_limits<double>::min())};
  const bool known = std::all_of(s.labs.begin(), s.labs.end(),
                                 [](const auto& lab) { return std::isinf(lab.dof); });
  const bool exact = known && o.effects == hierarchical_effects::normal;
  if (!exact && s.range() / s.smallest_u() > farthest) give_up(r, status_t::not_finite);
  if (r.status != status_t::ok) return r;
  const double accuracy = known ? 1e-8 : 1e-6;  // of the 7 points; the 15 are far closer
  if (exact)
    set_posterior(r, s, normal_model(s), prior, accuracy);
  else if (o.effects == hierarchical_effects::laplace)
    set_posterior(r, s, quadrature_model<laplace_mixture>(s, accuracy), prior, accuracy);
  else
    set_posterior(r, s, quadrature_model<normal_mixture>(s, accuracy), prior, accuracy);
  r.prior_scale = r.status == status_t::ok ? s.width(scale) : not_a_number;
  return r;
}

}  // namespace ringtrial::consensus::detail
