// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/estimate.hpp>
#include <ringtrial/detail/mandel_paule.hpp>
#include <ringtrial/detail/moments.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/detail/weighted_means.hpp>
#include <ringtrial/outcome.hpp>

#include <string>
#include <string_view>

namespace ringtrial::assigned {

enum class expert_method : unsigned char {
  automatic,          ///< mean without u, dersimonian_laird with u
  mean,               ///< x̄, s/√n
  median,             ///< median, 1.25 · MADe/√n
  weighted_mean,      ///< w = 1/u²
  birge,              ///< as weighted_mean, u times max(1, √(Q/(n − 1)))
  dersimonian_laird,  ///< w = 1/(u² + τ²), τ² from Q
  mandel_paule,       ///< w = 1/(u² + τ²), Σ w (x − x̂)² = n − 1
};

[[nodiscard]] constexpr std::string_view name(expert_method m) noexcept {
  switch (m) {
    case expert_method::automatic:
      return "automatic";
    case expert_method::mean:
      return "mean";
    case expert_method::median:
      return "median";
    case expert_method::weighted_mean:
      return "weighted_mean";
    case expert_method::birge:
      return "birge";
    case expert_method::dersimonian_laird:
      return "dersimonian_laird";
    case expert_method::mandel_paule:
      return "mandel_paule";
  }
  return "unknown";
}

struct expert_laboratories_options {
  expert_method method = expert_method::automatic;
  double u_common = 0;  ///< what all laboratories share, such as a common calibrant, ≥ 0
};

struct expert_laboratories_result {
  double value = detail::not_a_number;                 ///< unit of the data
  double standard_uncertainty = detail::not_a_number;  ///< unit of the data
  double between_sd = detail::not_a_number;            ///< τ, unit of the data
  double chi2 = detail::not_a_number;                  ///< Q with τ = 0; NaN without u
  std::vector<double> weights{};  ///< sum 1; NaN for a skipped laboratory
  std::size_t n = 0;              ///< laboratories used
  expert_method method = expert_method::automatic;
  status_t status = status_t::too_few;

  operator estimate() const { return {value, standard_uncertainty}; }
};

}  // namespace ringtrial::assigned

namespace ringtrial::detail {

/// A combined value in the unit of the stated_results.
struct expert_fit {
  double d = not_a_number;  ///< deviation of the value from the centre
  double u = not_a_number, between_sd = not_a_number, chi2 = not_a_number;
  std::vector<double> weights{};
  status_t status = status_t::ok;
};

[[nodiscard]] inline bool is_weighted(assigned::expert_method method) noexcept {
  return method != assigned::expert_method::mean &&
         method != assigned::expert_method::median;
}

/// Q with τ = 0; NaN unless every laboratory states a u above 0.
[[nodiscard]] inline double heterogeneity(const stated_results& r) {
  for (const auto& lab : r.labs)
    if (!(lab.u > 0)) return not_a_number;
  return fit_weighted_mean(r, 0).chi2();
}

/// x̄ and s/√n; τ² is s² less what the stated uncertainties explain.
[[nodiscard]] inline expert_fit fit_mean(const stated_results& r, bool stated) {
  double sum = 0, squares = 0, variances = 0;
  for (const auto& lab : r.labs) sum += lab.d;
  expert_fit f{.d = sum / r.size()};
  for (const auto& lab : r.labs) {
    squares += (lab.d - f.d) * (lab.d - f.d);
    variances += lab.u * lab.u;
  }
  const double s = std::sqrt(squares / (r.size() - 1));
  const double mean_u = stated ? std::sqrt(variances / r.size()) : 0;
  f.u = s / std::sqrt(r.size());
  f.between_sd = s < mean_u ? 0 : std::sqrt((s - mean_u) * (s + mean_u));
  f.weights.assign(r.labs.size(), 1 / r.size());
  return f;
}

[[nodiscard]] inline expert_fit fit_median(const stated_results& r) {
  std::vector<double> distances;
  for (const auto& lab : r.labs) distances.push_back(std::abs(lab.d));
  std::sort(distances.begin(), distances.end());
  const double made = 1.4826 * median_of_sorted(distances);
  expert_fit f{.d = 0};
  f.weights.assign(r.labs.size(), 1 / r.size());
  f.status = made > 0 ? status_t::ok : status_t::zero_scale;
  if (made > 0) f.u = 1.25 * made / std::sqrt(r.size());
  return f;
}

[[nodiscard]] inline expert_fit fit_with_between_sd(const stated_results& r, double tau) {
  auto w = fit_weighted_mean(r, tau);
  return {.d = w.mean, .u = w.u, .between_sd = tau, .weights = std::move(w.weights)};
}

[[nodiscard]] inline expert_fit fit_mandel_paule(const stated_results& r) {
  const auto variance = mandel_paule_variance(r, r.size() - 1);
  if (variance.value == 0 && !(r.smallest_u() > 0))
    return {.status = status_t::zero_scale};
  auto f = fit_with_between_sd(r, std::sqrt(variance.value));
  if (!variance.converged) f.status = status_t::max_iterations;
  return f;
}

[[nodiscard]] inline expert_fit fit_experts(const stated_results& r,
                                            assigned::expert_method method, bool stated) {
  using enum assigned::expert_method;
  if (method == mean) return fit_mean(r, stated);
  if (method == median) return fit_median(r);
  if (method == mandel_paule) return fit_mandel_paule(r);
  if (!(r.smallest_u() > 0)) return {.status = status_t::zero_scale};
  const auto common = fit_weighted_mean(r, 0);
  if (method == dersimonian_laird)
    return fit_with_between_sd(r, std::sqrt(dersimonian_laird_variance(common)));
  auto f = fit_with_between_sd(r, 0);
  if (method == birge) f.u *= birge_factor(common.chi2(), r.size());
  return f;
}

/// One laboratory: its own value, and its own u if it has one.
[[nodiscard]] inline expert_fit fit_one(const stated_result& lab) {
  if (std::isnan(lab.u)) return {.d = 0, .status = status_t::too_few};
  return {.d = 0, .u = lab.u, .between_sd = 0, .chi2 = 0, .weights = {1}};
}

inline void require_experts(std::size_t n, std::span<const double> u, bool stated,
                            const assigned::expert_laboratories_options& o) {
  constexpr std::string_view function = "expert_laboratories";
  require(o.u_common >= 0 && std::isfinite(o.u_common), function, "u_common", o.u_common,
          "finite and not negative");
  require(
      stated || o.method == assigned::expert_method::automatic || !is_weighted(o.method),
      "expert_laboratories: u is missing, must be given with method '" +
          std::string(name(o.method)) + "'");
  require(!stated || u.size() == n,
          "expert_laboratories: u has " + std::to_string(u.size()) +
              " values, must have one for each of " + std::to_string(n) + " values of x");
  for (std::size_t i = 0; i < u.size(); ++i)
    if (u[i] < 0) reject_at(function, "u", i, u[i], "not negative");
}

/// Into the unit of the data, with u_common.
inline void set_numbers(assigned::expert_laboratories_result& r, const expert_fit& f,
                        const stated_results& s, double u_common) {
  r.status = f.status;
  const bool linear = r.method != assigned::expert_method::median;
  r.value = linear ? s.value(f.d, f.weights) : s.value(f.d);
  r.standard_uncertainty = std::hypot(s.width(f.u), u_common);
  r.between_sd = s.width(f.between_sd);
  r.chi2 = std::isfinite(f.chi2) ? f.chi2 : not_a_number;
  if (r.status == status_t::ok && !std::isfinite(r.standard_uncertainty)) {
    r.standard_uncertainty = not_a_number;
    r.status = status_t::not_finite;
  }
  for (std::size_t i = 0; i < f.weights.size(); ++i)
    r.weights[s.labs[i].position] = f.weights[i];
}

[[nodiscard]] inline assigned::expert_laboratories_result expert_laboratories_of(
    std::span<const double> x, std::span<const double> u, bool stated,
    const assigned::expert_laboratories_options& o) {
  require_experts(x.size(), u, stated, o);
  assigned::expert_laboratories_result r{.method = o.method};
  if (o.method == assigned::expert_method::automatic)
    r.method = stated ? assigned::expert_method::dersimonian_laird
                      : assigned::expert_method::mean;
  const auto s =
      gather_stated(x, stated ? u : std::span<const double>{}, is_weighted(r.method));
  r.n = s.labs.size();
  r.weights.assign(x.size(), not_a_number);
  if (!s.finite) r.status = status_t::not_finite;
  if (!s.finite || r.n == 0) return r;
  auto fit = r.n == 1 ? fit_one(s.labs.front()) : fit_experts(s, r.method, stated);
  if (r.n > 1 && fit.status != status_t::zero_scale) fit.chi2 = heterogeneity(s);
  if (r.n > 1 && r.method == assigned::expert_method::median) fit.chi2 = heterogeneity(s);
  set_numbers(r, fit, s, o.u_common);
  return r;
}

}  // namespace ringtrial::detail

namespace ringtrial::assigned {

/** Assigned value from expert laboratories; the standard prescribes no procedure, `method` says which.

      mean               x̄                 s/√n
      median             median            1.25 · MADe/√n
      weighted_mean      Σwx/Σw, w = 1/u²  1/√Σw
      birge              the same          max(1, √(Q/(n − 1)))/√Σw
      dersimonian_laird  w = 1/(u² + τ²), τ² = max(0, (Q − (n − 1))/(Σw₀ − Σw₀²/Σw₀)), w₀ = 1/u²
      mandel_paule       w = 1/(u² + τ²), τ² the root of Σ w (x − x̂)² = n − 1, 0 if there is none

  with Q = Σ(x − x̂₀)²/u² at τ = 0; the standard uncertainty is √(that² + u_common²).

  Source  ISO 13528:2022, 7.6; one laboratory: 7.5. Birge, Phys. Rev. 40 (1932) 207; DerSimonian and
          Laird, Control. Clin. Trials 7 (1986) 177; Paule and Mandel, J. Res. NBS 87 (1982) 377.
  Input   x, u: values and standard uncertainties in one unit; u empty: none is stated. A laboratory
          whose x, or for a weighted method u, is NaN is skipped.
  Result  in that unit, `ok`. between_sd: τ; for the mean s, with u √max(0, s² − mean of u²); NaN for
          the median. One laboratory with u: its value and √(u² + u_common²); without: `too_few`, its
          value. None: `too_few`. u = 0 where it is weighted by: `zero_scale`, NaN. MADe = 0:
          `zero_scale`, value given, uncertainty NaN. `not_finite` for an infinity.
  Throws  std::invalid_argument for a negative u, lengths that differ, a weighted method without u, a
          negative u_common.
  Cost    O(n log n).
  Prefer the mean without stated uncertainties, mandel_paule where laboratories disagree beyond them,
  weighted_mean only where Q does not contradict it.
*/
template <sample R>
[[nodiscard]] expert_laboratories_result expert_laboratories(
    const R& x, std::span<const double> u = {},
    expert_laboratories_options options = {}) {
  const bool stated = !u.empty() || detail::as_span(x).empty();
  return detail::expert_laboratories_of(detail::as_doubles(x), u, stated, options);
}

}  // namespace ringtrial::assigned
