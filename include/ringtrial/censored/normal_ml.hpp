// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/censored/detail/normal_maximum.hpp>
#include <ringtrial/censored/detail/reported.hpp>
#include <ringtrial/outcome.hpp>

namespace ringtrial::censored {

/// What is normally distributed.
enum class distribution : unsigned char {
  normal,     ///< x
  lognormal,  ///< ln x
};

[[nodiscard]] constexpr std::string_view name(distribution d) noexcept {
  switch (d) {
    case distribution::normal:
      return "normal";
    case distribution::lognormal:
      return "lognormal";
  }
  return "unknown";
}

struct normal_ml_options {
  double lower_bound = -std::numeric_limits<double>::infinity();  ///< unit of x
  double upper_bound = std::numeric_limits<double>::infinity();   ///< unit of x
  censored::distribution distribution = censored::distribution::normal;
  std::size_t max_iterations = 200;
};

struct normal_ml_result {
  double location = detail::not_a_number;  ///< μ: unit of x, of ln x for lognormal
  double scale = detail::not_a_number;     ///< σ: divisor n without censoring
  double standard_error_location = detail::not_a_number;
  double standard_error_scale = detail::not_a_number;
  double correlation = detail::not_a_number;  ///< of the two estimates
  double mean = detail::not_a_number, median = detail::not_a_number,
         sd = detail::not_a_number;  ///< unit of x
  double log_likelihood = detail::not_a_number;
  std::size_t n = 0, n_left = 0, n_right = 0, n_interval = 0, iterations = 0;
  status_t status = outcome::too_few;
};

namespace detail {

[[nodiscard]] inline bool is_exact(const interval& x) noexcept {
  return x.lower == x.upper;
}

/// Logarithms need positive limits; "<" reaches down to 0 whatever lower_bound says.
inline void require_positive(const data& d) {
  for (std::size_t i = 0; i < d.x.size(); ++i)
    if (std::isfinite(d.x[i]) && !(d.x[i] > 0))
      reject_at("normal_ml", "x", i, d.x[i], "positive for distribution 'lognormal'");
}

[[nodiscard]] inline std::vector<interval> logarithms(std::vector<interval> all) {
  for (auto& x : all) {
    x.lower = std::log(std::max(x.lower, 0.0));
    x.upper = std::log(x.upper);
  }
  return all;
}

/// Whether all found values agree and lie in every interval.
[[nodiscard]] inline bool one_value(const std::vector<interval>& all) {
  const auto first = std::ranges::find_if(all, is_exact);
  return first != all.end() && std::ranges::all_of(all, [v = first->lower](auto& x) {
           return x.lower <= v && v <= x.upper;
         });
}

/// Whether some point lies in every interval; ends that differ in the last bits touch.
[[nodiscard]] inline bool share_a_point(const std::vector<interval>& all) {
  const double lower = std::ranges::max_element(all, {}, &interval::lower)->lower;
  const double upper = std::ranges::min_element(all, {}, &interval::upper)->upper;
  return lower <= upper || agree(lower, upper);
}

/** Only "<" and ">" limits, and the maximum is at σ = ∞.

  ℓ is concave in (η, θ); at θ = 0 its maximum over η is at Φ(η) = n_right/n, where ∂ℓ/∂θ is in
  proportion to the mean of the "<" limits minus the mean of the ">" limits.
*/
[[nodiscard]] inline bool runs_to_infinity(const std::vector<interval>& all,
                                           double range) {
  double below = 0, above = 0, n_below = 0;
  for (const auto& x : all) {
    if (std::isfinite(x.lower) && std::isfinite(x.upper)) return false;
    (std::isfinite(x.upper) ? below : above) +=
        std::isfinite(x.upper) ? x.upper : x.lower;
    n_below += std::isfinite(x.upper) ? 1 : 0;
  }
  const double n_above = static_cast<double>(all.size()) - n_below;
  return below / n_below - above / n_above <= 1e-12 * range;
}

/// Centre and unit of the data: the median of all finite limits and their range.
struct frame {
  double centre = 0, unit = 1;
};

[[nodiscard]] inline frame frame_of(const std::vector<interval>& all) {
  std::vector<double> limits;
  for (const auto& x : all)
    for (const double end : {x.lower, x.upper})
      if (std::isfinite(end)) limits.push_back(end);
  std::ranges::sort(limits);
  return {ringtrial::detail::median_of_sorted(limits), limits.back() - limits.front()};
}

/// Errors of μ and σ from the information in η and θ, in units of the frame.
inline void set_errors(normal_ml_result& r, const likelihood& l, normal_parameters p) {
  const double determinant = l.eta_eta * l.theta_theta - l.eta_theta * l.eta_theta;
  const double var_eta = -l.theta_theta / determinant,
               var_theta = -l.eta_eta / determinant,
               covariance = l.eta_theta / determinant;
  const double mu = p.eta / p.theta, theta2 = p.theta * p.theta;
  const double var_mu = (var_eta - 2 * mu * covariance + mu * mu * var_theta) / theta2;
  const double var_sigma = var_theta / (theta2 * theta2);
  const double both = (mu * var_theta - covariance) / (theta2 * p.theta);
  r.standard_error_location = std::sqrt(var_mu);
  r.standard_error_scale = std::sqrt(var_sigma);
  r.correlation = both / std::sqrt(var_mu * var_sigma);
}

/// From units of the frame to those of the (logarithms of the) data.
inline void set_unit(normal_ml_result& r, const frame& f, int exponent,
                     double found_values) {
  r.location = std::ldexp(f.centre + f.unit * r.location, exponent);
  for (double* length : {&r.scale, &r.standard_error_location, &r.standard_error_scale})
    *length = std::ldexp(*length * f.unit, exponent);
  r.log_likelihood -= found_values * (std::log(f.unit) + exponent * std::numbers::ln2);
}

/// Mean, median and standard deviation of x.
inline void set_moments(normal_ml_result& r, distribution d) {
  const bool logs = d == distribution::lognormal;
  r.median = logs ? std::exp(r.location) : r.location;
  r.mean = logs ? std::exp(r.location + r.scale * r.scale / 2) : r.location;
  r.sd = logs ? r.mean * std::sqrt(std::expm1(r.scale * r.scale)) : r.scale;
}

inline void set_zero_scale(normal_ml_result& r, const std::vector<interval>& all) {
  r.location = std::ranges::find_if(all, is_exact)->lower;
  r.scale = 0;
  r.status = outcome::zero_scale;
}

/// Fits intervals that share no value; they may be of logarithms.
inline void fit_normal(normal_ml_result& r, std::vector<interval> all,
                       std::size_t max_iterations) {
  const double largest = largest_end(all);
  const int exponent = largest > 0 ? std::ilogb(largest) : 0;
  scale_by_two_to(all, -exponent);
  const frame f = frame_of(all);
  const auto found = std::ranges::count_if(all, is_exact);
  r.status = outcome::not_identified;
  if (found == 0 && (share_a_point(all) || runs_to_infinity(all, f.unit))) return;
  for (auto& x : all) x = {(x.lower - f.centre) / f.unit, (x.upper - f.centre) / f.unit};
  const normal_maximum top(all, max_iterations);
  const double sigma = 1 / top.at().theta;
  r.iterations = top.iterations();
  if (found == 0 && !(sigma > 1e-8 && sigma < 1e8)) return;
  r.status = top.settled() ? outcome::ok : outcome::max_iterations;
  r.location = top.at().eta * sigma;
  r.scale = sigma;
  r.log_likelihood = top.found().value;
  set_errors(r, top.found(), top.at());
  set_unit(r, f, exponent, static_cast<double>(found));
}

[[nodiscard]] inline double sum_of_logarithms(const std::vector<interval>& logs) {
  double sum = 0;
  for (const auto& x : logs) sum += is_exact(x) ? x.lower : 0;
  return sum;
}

/// From the intervals of finite results; r has the counts.
inline void fit_intervals(normal_ml_result& r, std::vector<interval> all,
                          const normal_ml_options& o) {
  if (r.n < 2) return;
  const bool lognormal = o.distribution == distribution::lognormal;
  if (one_value(all)) {
    set_zero_scale(r, all);
    const double value = r.location;
    if (lognormal) r.location = std::log(value);
    r.median = r.mean = value;
    r.sd = 0;
    return;
  }
  if (lognormal) all = logarithms(std::move(all));
  const double jacobian = lognormal ? sum_of_logarithms(all) : 0;
  fit_normal(r, std::move(all), o.max_iterations);
  r.log_likelihood -= jacobian;
  set_moments(r, o.distribution);
}

inline void require_iterations(std::string_view function, std::size_t max_iterations) {
  require(max_iterations >= 1, function, "max_iterations",
          static_cast<double>(max_iterations), "at least 1");
}

}  // namespace detail

/** Mean and standard deviation of a normal (or lognormal) by maximum likelihood, from results of which
  some are only known to lie in an interval.

      ℓ = Σ found ln[φ((x − μ)/σ)/σ] + Σ intervals ln[Φ((b − μ)/σ) − Φ((a − μ)/σ)]

  Source  Cohen, Technometrics 1 (1959) 217; Olsen, Econometrica 46 (1978) 1211: ℓ is concave in μ/σ and
          1/σ, so Newton finds its only maximum; Helsel 2012, ch. 6–7.
  Input   x, upper and bounds in one unit; NaN counts as not reported. lower_bound 0 turns "<L" into (0, L].
  Result  location and scale in that unit (of ln x for lognormal) with errors from the observed information;
          mean, median, sd in the unit of x. `zero_scale`: all found values agree and lie in every
          interval. `not_identified`: no found value, and a point in every interval or no finite
          maximum. `too_few` for n < 2, `not_finite`, `max_iterations`.
  Throws  std::invalid_argument: the mistakes of intervals(), a limit that is not positive for
          lognormal, max_iterations 0.
  Cost    O(n) a step, some 10 steps.
  Prefer  for n ≥ 10 and few outliers, up to 80 % censored; robust() where a gross error is in question:
          one ruins this.
*/
[[nodiscard]] inline normal_ml_result normal_ml(const data& d,
                                                const normal_ml_options& options = {}) {
  const bounds b{options.lower_bound, options.upper_bound};
  detail::require_data("normal_ml", d, b);
  detail::require_iterations("normal_ml", options.max_iterations);
  if (options.distribution == distribution::lognormal) detail::require_positive(d);
  normal_ml_result r;
  if (!detail::count_reported(r, d))
    r.status = outcome::not_finite;
  else
    detail::fit_intervals(r, detail::reported_intervals(d, b), options);
  return r;
}

/// The same for any sample; float values are widened.
template <sample R>
[[nodiscard]] normal_ml_result normal_ml(const R& x, std::span<const censoring> qualifier,
                                         const normal_ml_options& options = {}) {
  const auto values = detail::widened(x);
  return normal_ml(data{values, qualifier}, options);
}

template <sample R>
[[nodiscard]] normal_ml_result normal_ml(const R& x, std::span<const censoring> qualifier,
                                         std::span<const double> upper,
                                         const normal_ml_options& options = {}) {
  const auto values = detail::widened(x);
  return normal_ml(data{values, qualifier, upper}, options);
}

}  // namespace ringtrial::censored
