// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/estimate.hpp>
#include <ringtrial/consensus/arithmetic_mean.hpp>
#include <ringtrial/consensus/birge.hpp>
#include <ringtrial/consensus/dersimonian_laird.hpp>
#include <ringtrial/consensus/mandel_paule.hpp>
#include <ringtrial/consensus/median.hpp>
#include <ringtrial/consensus/weighted_mean.hpp>
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

[[nodiscard]] inline bool is_weighted(assigned::expert_method method) noexcept {
  return method != assigned::expert_method::mean &&
         method != assigned::expert_method::median;
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

/// The laboratories that take part.
struct expert_set {
  std::size_t n = 0, last = 0;  ///< how many, and the position of the last
  bool finite = true;           ///< no infinity in x or u
  bool every_u = true;          ///< each of them states one

  expert_set(std::span<const double> x, std::span<const double> u, bool need_u) {
    every_u = !u.empty();
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double stated = u.empty() ? not_a_number : u[i];
      if (std::isnan(x[i]) || (need_u && std::isnan(stated))) continue;
      finite = finite && std::isfinite(x[i]) && !std::isinf(stated);
      every_u = every_u && !std::isnan(stated);
      last = i;
      ++n;
    }
  }
};

/// Two laboratories or more: the methods of `consensus` that bear these names.
[[nodiscard]] inline consensus::fit fit_experts(std::span<const double> x,
                                                std::span<const double> u,
                                                assigned::expert_method method) {
  using enum assigned::expert_method;
  constexpr consensus::median_options iso{consensus::median_uncertainty::iso13528};
  switch (method) {
    case mean:
      return u.empty() ? consensus::arithmetic_mean(x) : consensus::arithmetic_mean(x, u);
    case median:
      return u.empty() ? consensus::median(x, iso) : consensus::median(x, u, iso);
    case weighted_mean:
      return consensus::weighted_mean(x, u);
    case birge:
      return consensus::birge(x, u);
    case mandel_paule:
      return consensus::mandel_paule(x, u);
    default:
      return consensus::dersimonian_laird(x, u);
  }
}

/// One laboratory: its own value, and its own u if it has one.
[[nodiscard]] inline consensus::fit fit_one(double x, double u, std::size_t size,
                                            std::size_t position) {
  consensus::fit f{
      .value = x, .weights = std::vector<double>(size, not_a_number), .n = 1};
  if (std::isnan(u)) return f;
  f.status = status_t::ok;
  f.standard_uncertainty = u;
  f.between_sd = f.chi2 = 0;
  f.weights[position] = 1;
  return f;
}

/// With u_common; what is too large for a double is `not_finite`.
inline void set_numbers(assigned::expert_laboratories_result& r, consensus::fit f,
                        double u_common) {
  r.status = f.status;
  r.value = f.value;
  r.standard_uncertainty = std::hypot(f.standard_uncertainty, u_common);
  r.between_sd = f.between_sd;
  r.chi2 = std::isfinite(f.chi2) ? f.chi2 : not_a_number;
  r.weights = std::move(f.weights);
  if (r.status == status_t::ok && !std::isfinite(r.standard_uncertainty)) {
    r.standard_uncertainty = not_a_number;
    r.status = status_t::not_finite;
  }
}

[[nodiscard]] inline assigned::expert_laboratories_result expert_laboratories_of(
    std::span<const double> x, std::span<const double> u, bool stated,
    const assigned::expert_laboratories_options& o) {
  require_experts(x.size(), u, stated, o);
  assigned::expert_laboratories_result r{.method = o.method};
  if (o.method == assigned::expert_method::automatic)
    r.method = stated ? assigned::expert_method::dersimonian_laird
                      : assigned::expert_method::mean;
  const expert_set set(x, stated ? u : std::span<const double>{}, is_weighted(r.method));
  r.n = set.n;
  r.weights.assign(x.size(), not_a_number);
  if (!set.finite) r.status = status_t::not_finite;
  if (!set.finite || r.n == 0) return r;
  const bool use_u = set.every_u || is_weighted(r.method);
  auto fit = r.n == 1 ? fit_one(x[set.last], stated ? u[set.last] : not_a_number,
                                x.size(), set.last)
                      : fit_experts(x, use_u ? u : std::span<const double>{}, r.method);
  if (stated && !use_u && r.n > 1) fit.between_sd = not_a_number;  // some u is unknown
  set_numbers(r, std::move(fit), o.u_common);
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
