// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/density/critical_bandwidth.hpp>
#include <ringtrial/density/dip.hpp>
#include <ringtrial/detail/moments.hpp>
#include <ringtrial/detail/random.hpp>
#include <ringtrial/quantiles.hpp>

namespace ringtrial::density {

enum class modality_method : unsigned char {
  silverman,  ///< critical bandwidth, smoothed bootstrap
  dip,        ///< dip against uniform samples
};

[[nodiscard]] constexpr std::string_view name(modality_method method) noexcept {
  switch (method) {
    case modality_method::silverman:
      return "silverman";
    case modality_method::dip:
      return "dip";
  }
  return "unknown";
}

struct modality_test_options {
  modality_method method = modality_method::silverman;
  std::size_t modes = 1;  ///< of the hypothesis, ≥ 1; 1 for `dip`
  std::size_t replicates = 999;
  std::uint64_t seed = 1;
};

struct modality_test_result {
  double statistic =
      ringtrial::detail::not_a_number;  ///< critical bandwidth (unit of x), or the dip
  double p_value = ringtrial::detail::not_a_number;  ///< from 1/(replicates + 1) to 1
  modality_method method = modality_method::silverman;
  std::size_t modes = 1, n = 0;
  status_t status = status_t::too_few;
};

namespace detail {

/// Uniform in (0, 1) from the high 53 bits.
[[nodiscard]] inline double uniform(ringtrial::detail::random_stream& random) noexcept {
  const auto bits = static_cast<double>(random.next() >> 11);
  return std::min((bits + 0.5) * 0x1p-53, 1 - 0x1p-53);
}

[[nodiscard]] inline double p_value_of(std::size_t count,
                                       std::size_t replicates) noexcept {
  return static_cast<double>(1 + count) / static_cast<double>(replicates + 1);
}

/// A sample of the density at bandwidth h, shrunk to the variance of the values; sorted.
[[nodiscard]] inline std::vector<double> smoothed_sample(
    std::span<const double> v, double h, ringtrial::detail::mean_and_sd moments,
    ringtrial::detail::random_stream random) {
  const double shrink = std::hypot(1.0, h / moments.sd);
  std::vector<double> y(v.size());
  for (double& value : y) {
    const double centre = v[random.index_below(v.size())] - moments.mean;
    value = moments.mean + (centre + h * normal_quantile(uniform(random))) / shrink;
  }
  std::ranges::sort(y);
  return y;
}

/// Values from their median in units of their range.
inline void test_silverman(modality_test_result& r, std::span<const double> v,
                           double range, const modality_test_options& o) {
  const double median = ringtrial::detail::median_of_sorted(v);
  std::vector<double> u(v.begin(), v.end());
  for (double& value : u) value = (value - median) / range;
  const auto values = distinct_values(u);
  if (values.at.size() <= o.modes) return;
  const double h = smallest_bandwidth(values, o.modes);
  const auto moments = ringtrial::detail::moments_of_sorted(u);
  std::size_t count = 0;
  for (std::size_t b = 0; b < o.replicates; ++b) {
    const auto y = smoothed_sample(u, h, moments, {o.seed, b});
    count += count_modes(distinct_values(y), h) > o.modes ? 1 : 0;
  }
  r.statistic = h * range;
  r.p_value = p_value_of(count, o.replicates);
  r.status = status_t::ok;
}

inline void test_dip(modality_test_result& r, std::span<const double> v,
                     const modality_test_options& o) {
  r.status = status_t::ok;
  r.statistic = dip_of_sorted(v).dip;
  r.p_value = 1;
  if (v.front() == v.back()) return;
  std::size_t count = 0;
  std::vector<double> sample(v.size());
  for (std::size_t b = 0; b < o.replicates; ++b) {
    ringtrial::detail::random_stream random(o.seed, b);
    for (double& value : sample) value = uniform(random);
    std::ranges::sort(sample);
    count += dip_of_sorted(sample).dip >= r.statistic ? 1 : 0;
  }
  r.p_value = p_value_of(count, o.replicates);
}

inline void require_modality_test(const modality_test_options& o) {
  require_modes("modality_test", o.modes);
  ringtrial::detail::require(o.modes == 1 || o.method != modality_method::dip,
                             "modality_test", "modes", static_cast<double>(o.modes),
                             "1 for method 'dip'");
  ringtrial::detail::require(o.replicates >= 1, "modality_test", "replicates",
                             static_cast<double>(o.replicates), "at least 1");
}

}  // namespace detail

/** Test of at most `modes` modes.

  silverman: the statistic is the critical bandwidth h. Replicates are drawn from the density at h, shrunk
  to the variance of the sample; one counts if its density with h has more modes.
  dip: the statistic is the dip; replicates are uniform samples, and one counts if its dip is as large.

      p = (1 + count)/(replicates + 1)

  Source  Silverman, J. R. Stat. Soc. B 43 (1981) 97; Hartigan and Hartigan, Ann. Statist. 13 (1985) 70.
  Input   x: values in one unit; NaN is skipped.
  Result  the same for a seed on every machine. `too_few` for n < 4 or no more distinct values than modes,
          `zero_scale` for equal values (p = 1 and `ok` with dip), `not_finite`.
  Throws  std::invalid_argument for modes 0, more than one mode with dip, replicates 0.
  Cost    that of modes(), times replicates; the dip O(n log n) times replicates.
  Prefer  dip for large n; it looks for a gap, not for a small side mode. Silverman's test is conservative
          for one mode (Hall and York 2001): p a little above 0.05 is no proof of one mode.
*/
template <sample R>
[[nodiscard]] modality_test_result modality_test(
    const R& x, const modality_test_options& options = {}) {
  detail::require_modality_test(options);
  const auto s = ringtrial::detail::sort_reported(ringtrial::detail::as_span(x),
                                                  ringtrial::detail::purpose::squares);
  modality_test_result r;
  r.method = options.method;
  r.modes = options.modes;
  r.n = s.values.size();
  if (!s.finite) r.status = status_t::not_finite;
  if (!s.finite || r.n < 4) return r;
  if (options.method == modality_method::dip) {
    detail::test_dip(r, s.span(), options);
    return r;
  }
  const double range = s.values.back() - s.values.front();
  if (range > 0)
    detail::test_silverman(r, s.span(), range, options);
  else
    r.status = status_t::zero_scale;
  r.statistic = s.unit(r.statistic);
  return r;
}

}  // namespace ringtrial::density
