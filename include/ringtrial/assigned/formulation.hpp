// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/estimate.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/detail/sorted.hpp>
#include <ringtrial/outcome.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ringtrial::assigned {

struct formulation_options {
  std::span<const double> u_masses{};     ///< standard uncertainties; empty: all 0
  std::span<const double> u_fractions{};  ///< likewise
  std::optional<double> total{};    ///< final mass weighed on its own, unit of the masses
  std::optional<double> u_total{};  ///< its standard uncertainty; only with total
  double u_other = 0;               ///< anything else, unit of the fractions
};

struct formulation_result {
  double value = std::numeric_limits<double>::quiet_NaN();  ///< unit of the fractions
  double standard_uncertainty = std::numeric_limits<double>::quiet_NaN();
  /// |c|·u of the masses, the fractions, the total (only where given), u_other.
  std::vector<double> contributions{};
  status_t status = status_t::too_few;

  operator estimate() const { return {value, standard_uncertainty}; }
};

}  // namespace ringtrial::assigned

namespace ringtrial::detail {

inline void require_parts(std::string_view name, std::span<const double> values,
                          bool zero_allowed) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values[i]) || values[i] < 0 || (values[i] == 0 && !zero_allowed))
      reject_at("formulation", name, i, values[i],
                zero_allowed ? "finite and not negative" : "finite and positive");
}

/// One value for each mass.
inline void require_as_many(std::string_view name, std::size_t got, std::size_t masses) {
  require(got == masses, "formulation: " + std::string(name) + " has " +
                             std::to_string(got) + " values, must have one for each of " +
                             std::to_string(masses) + " masses");
}

inline void require_uncertainty(std::string_view name, double u) {
  require(std::isfinite(u) && u >= 0, "formulation", name, u, "finite and not negative");
}

/// Masses divided by a power of two near the largest, so that no sum or product overflows.
struct scaled_masses {
  std::vector<double> masses;
  double sum = 0;  ///< of the masses
  double all = 0;  ///< M: the sum, or the total
  int exponent = 0;

  [[nodiscard]] double share(double mass) const noexcept {
    return std::ldexp(mass, -exponent) / all;
  }
};

[[nodiscard]] inline scaled_masses scale_masses(std::span<const double> masses,
                                                const std::optional<double>& total) {
  scaled_masses s;
  s.exponent = std::ilogb(
      std::max(total.value_or(0), *std::max_element(masses.begin(), masses.end())));
  for (const double mass : masses) {
    s.masses.push_back(std::ldexp(mass, -s.exponent));
    s.sum += s.masses.back();
  }
  s.all = total ? std::ldexp(*total, -s.exponent) : s.sum;
  return s;
}

inline void require_formulation(std::span<const double> masses,
                                std::span<const double> fractions,
                                const assigned::formulation_options& o) {
  require(!masses.empty(), "formulation: masses is empty, must have at least one value");
  require_as_many("fractions", fractions.size(), masses.size());
  if (!o.u_masses.empty()) require_as_many("u_masses", o.u_masses.size(), masses.size());
  if (!o.u_fractions.empty())
    require_as_many("u_fractions", o.u_fractions.size(), masses.size());
  require_parts("masses", masses, false);
  require_parts("fractions", fractions, true);
  require_parts("u_masses", o.u_masses, true);
  require_parts("u_fractions", o.u_fractions, true);
  require_uncertainty("u_other", o.u_other);
  require(o.total || !o.u_total, "formulation", "u_total", o.u_total.value_or(0),
          "left out without total");
  require_uncertainty("u_total", o.u_total.value_or(0));
  if (!o.total) return;
  const auto s = scale_masses(masses, std::isfinite(*o.total) ? *o.total : 0);
  require(s.all >= s.sum * (1 - 1e-12), "formulation", "total", *o.total,
          "finite and not below the sum of the masses");
}

/// Σ mᵢwᵢ/M. Where M is the sum of the masses, rounding does not leave the range of the fractions.
[[nodiscard]] inline double mixture(const scaled_masses& s,
                                    std::span<const double> fractions, bool weighed) {
  double sum = 0, by_shares = 0;
  for (std::size_t i = 0; i < fractions.size(); ++i) {
    sum += s.masses[i] * fractions[i];
    by_shares += s.masses[i] / s.all * fractions[i];
  }
  const double value = std::isfinite(sum) ? sum / s.all : by_shares;
  const auto [low, high] = std::minmax_element(fractions.begin(), fractions.end());
  return weighed ? value : std::clamp(value, *low, *high);
}

/// wᵢ − w without the rounding of w, which matters where all fractions nearly agree.
[[nodiscard]] inline std::vector<double> excess_fractions(
    const scaled_masses& s, std::span<const double> fractions, double value) {
  std::vector<double> excess;
  double rest = 0;
  for (std::size_t i = 0; i < fractions.size(); ++i) {
    excess.push_back(fractions[i] - value);
    rest += s.masses[i] / s.all * excess.back();
  }
  for (double& e : excess) e -= rest;
  return excess;
}

/// √Σx², scaled.
[[nodiscard]] inline double root_sum_of_squares(std::span<const double> x) noexcept {
  double largest = 0, sum = 0;
  for (const double value : x) largest = std::max(largest, std::abs(value));
  if (largest == 0) return 0;
  const int exponent = std::ilogb(largest);
  for (const double value : x) {
    const double scaled = std::ldexp(value, -exponent);
    sum += scaled * scaled;
  }
  return std::ldexp(std::sqrt(sum), exponent);
}

[[nodiscard]] inline std::vector<double> formulation_contributions(
    const scaled_masses& s, std::span<const double> fractions, double value,
    const assigned::formulation_options& o) {
  const auto u_of = [](std::span<const double> u, std::size_t i) {
    return u.empty() ? 0.0 : u[i];
  };
  const std::vector<double> slopes =
      o.total ? std::vector<double>(fractions.begin(), fractions.end())
              : excess_fractions(s, fractions, value);
  std::vector<double> parts;
  for (std::size_t i = 0; i < fractions.size(); ++i)
    parts.push_back(std::abs(slopes[i]) * s.share(u_of(o.u_masses, i)));
  for (std::size_t i = 0; i < fractions.size(); ++i)
    parts.push_back(s.masses[i] / s.all * u_of(o.u_fractions, i));
  if (o.total) parts.push_back(value * s.share(o.u_total.value_or(0)));
  parts.push_back(o.u_other);
  return parts;
}

}  // namespace ringtrial::detail

namespace ringtrial::assigned {

/** Assigned value of a gravimetric mixture of components with masses mᵢ and mass fractions wᵢ.

      w = Σ mᵢwᵢ / M,  M = Σ mᵢ, or `total` if the final mass was weighed on its own
      without total: c(mᵢ) = (wᵢ − w)/M;  with total: c(mᵢ) = wᵢ/M, c(M) = −w/M;  c(wᵢ) = mᵢ/M
      u² = Σ c(mᵢ)² u(mᵢ)² + Σ c(wᵢ)² u(wᵢ)² + c(M)² u(M)² + u_other²

  Source  ISO 13528:2022, 7.3; ISO/IEC Guide 98-3, 5.1.2 with the sensitivities above.
  Input   masses > 0, all in one unit; fractions ≥ 0 in any unit (pure material 1, blank matrix 0 or
          its own content). Homogeneity, transport and stability: combine_uncertainty().
  Result  value and contributions in the unit of the fractions, `ok`; `not_finite` and NaN where a
          number is beyond the largest double.
  Throws  std::invalid_argument naming the argument: lengths that differ, an empty list, NaN or an
          infinity, masses not positive, negative fractions or uncertainties, a total below the sum of
          the masses (relative slack 1e-12), u_total without total.
  Cost    O(m), m components.
  Prefer it to a consensus whenever the material can be made so; check it with compare().
*/
[[nodiscard]] inline formulation_result formulation(
    std::span<const double> masses, std::span<const double> fractions,
    const formulation_options& options = {}) {
  detail::require_formulation(masses, fractions, options);
  const auto scaled = detail::scale_masses(masses, options.total);
  formulation_result r;
  r.value = detail::mixture(scaled, fractions, options.total.has_value());
  r.contributions =
      detail::formulation_contributions(scaled, fractions, r.value, options);
  r.standard_uncertainty = detail::root_sum_of_squares(r.contributions);
  r.status = status_t::ok;
  if (!std::isfinite(r.value) || !std::isfinite(r.standard_uncertainty))
    return {.contributions = std::vector(r.contributions.size(), detail::not_a_number),
            .status = status_t::not_finite};
  return r;
}

}  // namespace ringtrial::assigned
