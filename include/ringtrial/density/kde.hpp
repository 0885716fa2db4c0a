// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/density/bandwidth.hpp>
#include <ringtrial/density/detail/exact_density.hpp>

namespace ringtrial::density {

enum class kde_method : unsigned char {
  automatic,  ///< exact up to 2²⁴ pairs of value and abscissa, else binned
  exact,      ///< every term is summed
  binned,     ///< values share cells of half a bandwidth, by their moments
};

[[nodiscard]] constexpr std::string_view name(kde_method method) noexcept {
  switch (method) {
    case kde_method::automatic:
      return "auto";
    case kde_method::exact:
      return "exact";
    case kde_method::binned:
      return "binned";
  }
  return "unknown";
}

struct kde_options {
  bandwidth_options bandwidth = {};
  std::vector<double> grid =
      {};  ///< abscissae in any order; empty: `points` equally spaced
  std::size_t points =
      201;         ///< from the smallest value − cut·h to the largest + cut·h, ≥ 2
  double cut = 3;  ///< in bandwidths, ≥ 0
  kde_method method = kde_method::automatic;
};

struct kde_result {
  std::vector<double> grid;                            ///< unit of x
  std::vector<double> density;                         ///< per unit of x
  double bandwidth = ringtrial::detail::not_a_number;  ///< unit of x
  std::size_t n = 0;                                   ///< values used
  kde_method method = kde_method::exact;               ///< what was done
  status_t status = status_t::too_few;
};

namespace detail {

inline void require_kde(const kde_options& o) {
  using ringtrial::detail::require;
  require_bandwidth("kde", "bandwidth", o.bandwidth);
  require(o.points >= 2, "kde", "points", static_cast<double>(o.points), "at least 2");
  require(o.cut >= 0 && std::isfinite(o.cut), "kde", "cut", o.cut,
          "finite and not negative");
  for (std::size_t i = 0; i < o.grid.size(); ++i)
    if (!std::isfinite(o.grid[i]))
      ringtrial::detail::reject_at("kde", "grid", i, o.grid[i], "finite");
}

/// Equally spaced from `from` to `to`, both included.
[[nodiscard]] inline std::vector<double> equally_spaced(double from, double to,
                                                        std::size_t points) {
  std::vector<double> grid(points);
  const double last = static_cast<double>(points - 1);
  for (std::size_t i = 0; i < points; ++i) {
    const double part = static_cast<double>(i) / last;
    grid[i] = (1 - part) * from + part * to;
  }
  return grid;
}

/// What is asked for, or exact sums where cells would be too many for their range.
[[nodiscard]] inline kde_method choose_method(kde_method asked, std::size_t n,
                                              std::span<const double> grid, double low,
                                              double high, double h) {
  constexpr std::size_t most_pairs = std::size_t{1} << 24;
  constexpr double most_steps = 1 << 22, steps_in_h = 64;
  if (asked == kde_method::automatic)
    asked = n <= most_pairs / grid.size() ? kde_method::exact : kde_method::binned;
  const auto [least, most] = std::minmax_element(grid.begin(), grid.end());
  const double range = std::max(high, *most) - std::min(low, *least);
  return steps_in_h * (range / h) <= most_steps ? asked : kde_method::exact;
}

/// Σ exp(−u²/2) at each abscissa, from cells; error below 1e-7 n.
[[nodiscard]] inline std::vector<double> binned_sums(std::span<const double> v, double h,
                                                     std::span<const double> grid) {
  standard_values u;
  u.weight.assign(v.size(), 1.0);
  u.at.reserve(v.size());
  for (const double value : v) u.at.push_back((value - v.front()) / h);
  const gaussian_cells<12> cells(u, 0);
  std::vector<double> sums;
  sums.reserve(grid.size());
  for (const double t : grid)
    sums.push_back(std::max(0.0, cells.value_at((t - v.front()) / h)));
  return sums;
}

/// The density on result.grid (in the unit of the values) by result.method.
inline void fill_density(kde_result& r, std::span<const double> v, double h,
                         bool spaced) {
  const exact_density exact(v, h);
  if (r.method == kde_method::binned)
    r.density = binned_sums(v, h, r.grid);
  else if (spaced)
    r.density = exact.on(r.grid);
  else
    for (const double t : r.grid) r.density.push_back(exact.at(t));
  const double area = std::sqrt(2 * std::numbers::pi) * static_cast<double>(v.size()) * h;
  for (double& f : r.density) f /= area;
}

}  // namespace detail

/** Gaussian kernel density.

      f(t) = 1/(n h) Σ φ((t − xᵢ)/h)

  Source  Silverman 1986; ISO 13528:2022, 10.3.2; AMC Technical Brief 4 (2006).
  Input   x: values in one unit; NaN is skipped.
  Result  density per unit of x, area 1. Relative error of `exact` below 4e-16 (10 + m²), m the
          distance to the nearest value in h; error of `binned` below 1e-6 of one kernel's height.
          Without a bandwidth (`too_few`, `zero_scale`, `too_sparse`) or with an infinity
          (`not_finite`): NaN on a given grid, else empty; `not_finite` too for a grid that would go
          beyond the largest double.
  Throws  std::invalid_argument for points < 2, a negative cut, an abscissa that is not finite, a
          bad bandwidth.
  Cost    sorting, then O(n · points); O(n + points) with `binned`.
*/
template <sample R>
[[nodiscard]] kde_result kde(const R& x, const kde_options& options = {}) {
  detail::require_kde(options);
  using ringtrial::detail::purpose;
  const auto s = ringtrial::detail::sort_reported(ringtrial::detail::as_span(x),
                                                  purpose::differences);
  const auto found = detail::find_bandwidth(s, options.bandwidth);
  kde_result r;
  r.grid = options.grid;
  r.n = s.values.size();
  r.status = found.status;
  if (found.status != status_t::ok) {
    r.density.assign(r.grid.size(), ringtrial::detail::not_a_number);
    return r;
  }
  const double h = found.value, low = s.values.front(), high = s.values.back();
  r.bandwidth = s.unit(h);
  for (double& t : r.grid) t = std::ldexp(t, -s.exponent);
  const bool spaced = r.grid.empty();
  if (spaced)
    r.grid = detail::equally_spaced(low - options.cut * h, high + options.cut * h,
                                    options.points);
  if (!std::isfinite(s.unit(r.grid.front())) || !std::isfinite(s.unit(r.grid.back())))
    return {.grid = {}, .density = {}, .n = r.n, .status = status_t::not_finite};
  r.method = detail::choose_method(options.method, r.n, r.grid, low, high, h);
  detail::fill_density(r, s.span(), h, spaced);
  for (double& t : r.grid) t = s.unit(t);
  for (double& f : r.density) f = std::ldexp(f, -s.exponent);
  return r;
}

}  // namespace ringtrial::density
