// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>
#include <ringtrial/detail/sorted.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

/** Results with stated uncertainties as every method wants them.

  Everything is computed on deviations from the median, divided by a power of two near the largest of
  them, and in sorted order: neither offset, unit nor order of the laboratories moves a result by more
  than rounding the data does.
*/
namespace ringtrial::consensus::detail {

using namespace ringtrial::detail;

inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// The arrays of a call; those not given are none. An empty dof is none too: all are infinite.
struct arguments {
  using optional_array = std::optional<std::span<const double>>;

  std::span<const double> x;
  optional_array u = {}, given_dof = {};

  [[nodiscard]] optional_array dof() const {
    return given_dof && given_dof->empty() ? std::nullopt : given_dof;
  }
};

/// One laboratory in the unit of `stated_results`.
struct stated_result {
  double d;              ///< deviation from the centre,
  double u;              ///< standard uncertainty; NaN where none is stated
  double dof;            ///< degrees of freedom of u; infinite where none are stated
  std::size_t position;  ///< in the input
  double tail = 0;       ///< what rounding left out of d
};

struct stated_results {
  std::vector<stated_result>
      labs;                  ///< sorted by deviation, uncertainty, degrees of freedom
  double centre = 0;         ///< the median, times 2^-outer
  int outer = 0, inner = 0;  ///< exponents taken out before and after the centre
  bool finite = true;

  [[nodiscard]] double size() const noexcept { return static_cast<double>(labs.size()); }
  /// In the unit of the data, with what rounding d left out.
  [[nodiscard]] double value(double d, double rest = 0) const noexcept {
    const double sum = (centre + std::ldexp(d, inner)) + std::ldexp(rest, inner);
    return std::ldexp(sum, outer) + 0.0;
  }
  [[nodiscard]] double width(double u) const noexcept {
    return std::ldexp(u, inner + outer);
  }
  /// A width of the data in the unit of the results.
  [[nodiscard]] double scaled(double u) const noexcept {
    return std::ldexp(u, -(inner + outer));
  }
  [[nodiscard]] double smallest_u() const noexcept {
    double u = labs.front().u;
    for (const auto& lab : labs) u = std::min(u, lab.u);
    return u;
  }
  [[nodiscard]] double range() const noexcept { return labs.back().d - labs.front().d; }
};

/// What rounding left out of a − b (Knuth).
[[nodiscard]] inline double difference_tail(double a, double b) noexcept {
  const double difference = a - b, part = a - difference;
  return (part - b) + (a - (difference + part));
}

inline void subtract_median(stated_results& r) {
  std::vector<double> x;
  double largest = 0;
  for (const auto& lab : r.labs) largest = std::max(largest, std::abs(lab.d));
  r.outer = largest > 0x1p1000 ? 8 : 0;
  for (auto& lab : r.labs) {
    lab.u = std::ldexp(lab.u, -r.outer);
    x.push_back(lab.d = std::ldexp(lab.d, -r.outer));
  }
  std::sort(x.begin(), x.end());
  r.centre = median_of_sorted(x);
  for (auto& lab : r.labs) {
    lab.tail = difference_tail(lab.d, r.centre);
    lab.d -= r.centre;
  }
}

inline void divide_by_size(stated_results& r) {
  double largest = 0;
  for (const auto& lab : r.labs)
    largest = std::max({largest, std::abs(lab.d), std::isnan(lab.u) ? 0 : lab.u});
  r.inner = largest > 0 ? std::ilogb(largest) : 0;
  for (auto& lab : r.labs) {
    lab.d = std::ldexp(lab.d, -r.inner);
    lab.tail = std::ldexp(lab.tail, -r.inner);
    lab.u = std::ldexp(lab.u, -r.inner);
  }
}

/// Laboratories without NaN in any array that is given.
[[nodiscard]] inline stated_results gather(const arguments& a) {
  stated_results r;
  const auto dof = a.dof();
  for (std::size_t i = 0; i < a.x.size(); ++i) {
    const stated_result lab{a.x[i], a.u ? (*a.u)[i] : not_a_number,
                            dof ? (*dof)[i] : infinity, i};
    if (std::isnan(lab.d) || (a.u && std::isnan(lab.u)) || std::isnan(lab.dof)) continue;
    r.finite = r.finite && std::isfinite(lab.d) && !std::isinf(lab.u);
    r.labs.push_back(lab);
  }
  if (!r.finite || r.labs.empty()) return r;
  subtract_median(r);
  divide_by_size(r);
  const auto key = [](const stated_result& lab) {
    return std::tuple(lab.d, lab.tail, std::isnan(lab.u) ? 0 : lab.u, lab.dof,
                      lab.position);
  };
  std::sort(r.labs.begin(), r.labs.end(),
            [&](const auto& a_, const auto& b) { return key(a_) < key(b); });
  return r;
}

inline void require_as_many(std::string_view method, std::string_view name,
                            std::span<const double> values, std::size_t n) {
  require(values.size() == n, std::string(method) + ": x has " + std::to_string(n) +
                                  " values and " + std::string(name) + " has " +
                                  std::to_string(values.size()) +
                                  ", must have as many as x");
}

inline void require_probability(std::string_view method, std::string_view name,
                                double value) {
  require(value > 0 && value < 1, method, name, value, "above 0 and below 1");
}

/// Mistakes in the arrays; `least_dof` is what every dof must exceed.
inline void require_arrays(std::string_view method, const arguments& a,
                           double least_dof = 0) {
  const auto dof = a.dof();
  if (a.u) require_as_many(method, "u", *a.u, a.x.size());
  if (dof) require_as_many(method, "dof", *dof, a.x.size());
  for (std::size_t i = 0; a.u && i < a.x.size(); ++i)
    if ((*a.u)[i] < 0) reject_at(method, "u", i, (*a.u)[i], "not negative");
  for (std::size_t i = 0; dof && i < a.x.size(); ++i)
    if ((*dof)[i] <= least_dof)
      reject_at(method, "dof", i, (*dof)[i], "above " + text_of(least_dof));
}

}  // namespace ringtrial::consensus::detail
