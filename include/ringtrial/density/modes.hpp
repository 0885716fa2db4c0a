// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/density/bandwidth.hpp>
#include <ringtrial/density/detail/turning_points.hpp>
#include <ringtrial/detail/random.hpp>
#include <ringtrial/quantiles.hpp>

#include <cstdint>

namespace ringtrial::density {

struct modes_options {
  bandwidth_options bandwidth = {};
  double min_support = 0;  ///< modes of less area are joined to a neighbour, in [0, 1)
  std::size_t replicates = 0;  ///< of the bootstrap
  std::uint64_t seed = 1;
};

struct modes_result {
  std::vector<double> location;         ///< ascending, unit of x
  std::vector<double> height;           ///< density there, per unit of x
  std::vector<double> support;          ///< area between the neighbouring antimodes
  std::vector<double> antimode;         ///< between the modes
  std::vector<double> antimode_height;  ///< density there
  std::vector<double> standard_error;   ///< of location, from the bootstrap; NaN without
  std::vector<double>
      bootstrap_support;  ///< share of resamples with a mode there; NaN without
  std::size_t main = 0;   ///< index of the highest mode
  std::size_t count = 0;  ///< of modes
  std::size_t n = 0;      ///< values used
  double bandwidth = ringtrial::detail::not_a_number;
  status_t status = status_t::too_few;
};

namespace detail {

/// Area of the density below a turning point.
[[nodiscard]] inline double area_below(const weighted_values& values, double total,
                                       double h, const turning_point& t) {
  double area = 0;
  for (std::size_t i = 0; i < values.at.size(); ++i) {
    const double u = (t.origin - values.at[i]) / h + t.offset;
    if (u < -9) break;
    area += values.weight[i] * (u > 9 ? 1 : normal_cdf(u));
  }
  return area / total;
}

/// Splits the alternating turning points and gives each mode its area.
inline void set_modes(modes_result& r, const weighted_values& values, double total,
                      double h, const std::vector<turning_point>& points) {
  const double one = std::sqrt(2 * std::numbers::pi) * total * h;
  double below = 0;
  for (const auto& p : points) {
    (p.maximum ? r.location : r.antimode).push_back(p.at(h));
    (p.maximum ? r.height : r.antimode_height).push_back(p.height / one);
    if (p.maximum) continue;
    const double area = area_below(values, total, h, p);
    r.support.push_back(area - below);
    below = area;
  }
  r.support.push_back(1 - below);
}

template <class V>
void drop(V& v, std::size_t i) {
  v.erase(v.begin() + static_cast<std::ptrdiff_t>(i));
}

/// Drops modes of less area than asked, smallest first, rightmost of equals; each is joined across
/// its higher antimode.
inline void join_small(modes_result& r, double min_support) {
  while (r.location.size() > 1) {
    std::size_t least = 0;
    for (std::size_t j = 1; j < r.support.size(); ++j)
      if (r.support[j] <= r.support[least]) least = j;
    if (r.support[least] >= min_support) return;
    const bool to_left =
        least + 1 == r.location.size() ||
        (least > 0 && r.antimode_height[least - 1] >= r.antimode_height[least]);
    r.support[to_left ? least - 1 : least + 1] += r.support[least];
    drop(r.antimode, to_left ? least - 1 : least);
    drop(r.antimode_height, to_left ? least - 1 : least);
    drop(r.location, least);
    drop(r.height, least);
    drop(r.support, least);
  }
}

[[nodiscard]] inline std::size_t highest(const std::vector<double>& height) {
  const double top = *std::max_element(height.begin(), height.end());
  std::size_t j = 0;
  while (height[j] < top * (1 - 1e-12)) ++j;
  return j;
}

/// How many of n results drawn with replacement have each of the distinct values.
[[nodiscard]] inline weighted_values resample(const weighted_values& values,
                                              const std::vector<std::size_t>& value_of,
                                              ringtrial::detail::random_stream random) {
  std::vector<double> drawn(values.at.size());
  for (std::size_t i = 0; i < value_of.size(); ++i)
    ++drawn[value_of[random.index_below(value_of.size())]];
  weighted_values sample;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    if (drawn[i] == 0) continue;
    sample.at.push_back(values.at[i]);
    sample.weight.push_back(drawn[i]);
  }
  return sample;
}

/// For each mode a value near it, from where the modes of resamples are seen.
[[nodiscard]] inline std::vector<double> values_near(const std::vector<double>& modes,
                                                     const std::vector<double>& values) {
  std::vector<double> near;
  for (const double mode : modes)
    near.push_back(*std::lower_bound(values.begin(), values.end() - 1, mode));
  return near;
}

/// For each mode the highest mode of a resample between its antimodes, in bandwidths from the value near it;
/// NaN where there is none.
[[nodiscard]] inline std::vector<double> modes_between(
    const std::vector<turning_point>& modes, const std::vector<double>& antimodes,
    const std::vector<double>& near, double h) {
  std::vector<double> found(near.size(), ringtrial::detail::not_a_number);
  std::vector<double> height(found.size(), -1);
  for (const auto& mode : modes) {
    const auto j = static_cast<std::size_t>(
        std::upper_bound(antimodes.begin(), antimodes.end(), mode.at(h)) -
        antimodes.begin());
    if (!(mode.height > height[j])) continue;
    height[j] = mode.height;
    found[j] = (mode.origin - near[j]) / h + mode.offset;
  }
  return found;
}

/// The distinct values of a sorted sample, and which of them each result is.
struct tied_sample {
  weighted_values values;
  std::vector<std::size_t> value_of;

  explicit tied_sample(std::span<const double> sorted) {
    value_of.reserve(sorted.size());
    for (const double x : sorted) {
      if (values.at.empty() || x != values.at.back()) {
        values.at.push_back(x);
        values.weight.push_back(0);
      }
      ++values.weight.back();
      value_of.push_back(values.at.size() - 1);
    }
  }
};

/// f(modes_between() of a resample) for every resample until it says false.
template <class F>
void each_resample(const modes_result& r, const tied_sample& d, double h,
                   std::size_t replicates, std::uint64_t seed, F f) {
  const auto near = values_near(r.location, d.values.at);
  for (std::size_t b = 0; b < replicates; ++b) {
    const auto sample = resample(d.values, d.value_of, {seed, b});
    const auto modes = turning_point_search(sample, h, false).run();
    if (!f(modes_between(modes, r.antimode, near, h))) return;
  }
}

inline void bootstrap(modes_result& r, const tied_sample& d, double h,
                      const modes_options& o) {
  std::vector<std::vector<double>> found(r.count);
  const auto take = [&](const std::vector<double>& located) {
    for (std::size_t j = 0; j < r.count; ++j)
      if (!std::isnan(located[j])) found[j].push_back(located[j]);
    return true;
  };
  each_resample(r, d, h, o.replicates, o.seed, take);
  for (std::size_t j = 0; j < r.count; ++j) {
    r.bootstrap_support[j] =
        static_cast<double>(found[j].size()) / static_cast<double>(o.replicates);
    if (found[j].size() > 1)
      r.standard_error[j] = h * ringtrial::detail::standard_deviation(found[j]);
  }
}

/// In the unit of the sorted values.
inline void find_modes(modes_result& r, const tied_sample& d, double h,
                       const modes_options& o) {
  set_modes(r, d.values, static_cast<double>(d.value_of.size()), h,
            turning_point_search(d.values, h, true).run());
  join_small(r, o.min_support);
  r.count = r.location.size();
  r.main = highest(r.height);
  r.standard_error.assign(r.count, ringtrial::detail::not_a_number);
  r.bootstrap_support.assign(r.count, ringtrial::detail::not_a_number);
  if (o.replicates > 0) bootstrap(r, d, h, o);
}

struct lasting_options {
  double support = 0;   ///< area that a mode must hold
  double share = 0.95;  ///< of the resamples that must have it
  std::size_t replicates = 200;
  std::uint64_t seed = 1;
};

/// How many modes of modes() have that much support and bootstrap_support; the resampling stops as
/// soon as no two can have.
template <sample R>
[[nodiscard]] std::size_t lasting_modes(const R& x, const lasting_options& o) {
  using ringtrial::detail::purpose;
  const auto s = ringtrial::detail::sort_reported(ringtrial::detail::as_span(x),
                                                  purpose::differences);
  const auto found = find_bandwidth(s, {});
  if (found.status != status_t::ok) return 0;
  const tied_sample d(s.span());
  modes_result r;
  find_modes(r, d, found.value, {});
  const double all = static_cast<double>(o.replicates);
  std::vector<double> missed(r.count);
  const auto lasting = [&](std::size_t j) {
    return r.support[j] >= o.support && (all - missed[j]) / all >= o.share;
  };
  const auto count = [&] {
    std::size_t modes = 0;
    for (std::size_t j = 0; j < r.count; ++j) modes += lasting(j) ? 1 : 0;
    return modes;
  };
  if (count() < 2) return count();
  each_resample(r, d, found.value, o.replicates, o.seed,
                [&](const std::vector<double>& located) {
                  for (std::size_t j = 0; j < r.count; ++j)
                    missed[j] += std::isnan(located[j]) ? 1 : 0;
                  return count() > 1;
                });
  return count();
}

}  // namespace detail

/** Modes: the local maxima of the Gaussian kernel density itself, not of a grid.

  The roots of f′ from + to − lie between the smallest and the largest value; all of them are found,
  for every bandwidth but those within about 1e-10 of one at which their number changes.

  Source  ISO 13528:2022, 10.3 and E.6; AMC Technical Brief 4 (2006); IUPAC Harmonized Protocol 2006.
  Input   x: values in one unit; NaN is skipped.
  Result  modes ascending, each with its height, its area up to the neighbouring antimodes, the
          antimodes between them; with `replicates` the bootstrap's standard error and how many
          resamples have the mode. Empty without a bandwidth (`too_few`, `zero_scale`,
          `too_sparse`) or with an infinity (`not_finite`).
  Throws  std::invalid_argument for a min_support outside [0, 1) or a bad bandwidth.
  Cost    sorting, then O(n + range/h); times replicates.
  Prefer  robust::algorithm_a where there is one mode: the standard error of a mode is about twice
          that of a mean.
*/
template <sample R>
[[nodiscard]] modes_result modes(const R& x, const modes_options& options = {}) {
  detail::require_bandwidth("modes", "bandwidth", options.bandwidth);
  ringtrial::detail::require(options.min_support >= 0 && options.min_support < 1, "modes",
                             "min_support", options.min_support, "from 0 to below 1");
  using ringtrial::detail::purpose;
  const auto s = ringtrial::detail::sort_reported(ringtrial::detail::as_span(x),
                                                  purpose::differences);
  const auto found = detail::find_bandwidth(s, options.bandwidth);
  modes_result r;
  r.n = s.values.size();
  r.status = found.status;
  if (found.status != status_t::ok) return r;
  r.bandwidth = s.unit(found.value);
  detail::find_modes(r, detail::tied_sample(s.span()), found.value, options);
  for (auto* lengths : {&r.location, &r.antimode, &r.standard_error})
    for (double& value : *lengths) value = s.unit(value);
  for (auto* densities : {&r.height, &r.antimode_height})
    for (double& value : *densities) value = std::ldexp(value, -s.exponent);
  return r;
}

}  // namespace ringtrial::density
