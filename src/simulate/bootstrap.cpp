// SPDX-License-Identifier: BSL-1.0
#include "index_draws.hpp"
#include "statistics.hpp"
#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/detail/moments.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/simulate/bootstrap.hpp>

#include <algorithm>
#include <cmath>

namespace ringtrial::simulate {
namespace {

using detail::not_a_number;

/// Room that expand() may write to beyond the values.
constexpr std::size_t spare = 4;

/// The sorted values, each as often as it was drawn: written four times, which is enough but rarely,
/// since a loop over so few would be a branch to guess.
void expand(std::span<const double> v, const all_counts& counts, double* to) {
  for (std::size_t i = 0; i < v.size(); ++i) {
    for (std::size_t j = 0; j < spare; ++j) to[j] = v[i];
    for (std::size_t j = spare; j < counts[i]; ++j) to[j] = v[i];
    to += counts[i];
  }
}

[[nodiscard]] double median_of_counts(std::span<const double> v,
                                      const all_counts& counts) {
  constexpr std::size_t block = 8;
  const std::size_t n = v.size(), k = (n - 1) / 2;
  std::size_t i = 0, up_to = 0;
  for (std::size_t sum = 0; i + block <= n; i += block, up_to += sum) {
    sum = 0;
    for (std::size_t j = 0; j < block; ++j) sum += counts[i + j];
    if (up_to + sum > k) break;
  }
  for (up_to += counts[i]; up_to <= k; up_to += counts[i]) ++i;
  const double at = v[i];
  if (n % 2 == 1) return at;
  if (up_to == k + 1)
    while (counts[++i] == 0) {
    }
  return detail::midpoint(at, v[i]) + 0.0;
}

/// One sample and what is asked of it.
class resampler {
 public:
  resampler(std::span<const double> sorted, const bootstrap_options& o)
      : v_(sorted),
        o_(o),
        ordinary_(detail::is_ordinary(
            std::max(std::abs(sorted.front()), std::abs(sorted.back())),
            detail::purpose::squares)) {}

  [[nodiscard]] std::vector<double> distribution() const {
    std::vector<double> all(o_.resamples);
    if (has_lanes(o_.statistic, v_.size())) {
      constexpr std::size_t values = 1 << 17;  // at once
      const std::size_t some = values / v_.size();
      std::vector<double> room(some * (v_.size() + spare));
      for (std::size_t b = 0; b < all.size(); b += some)
        estimate_in_lanes(b, std::span(all).subspan(b, std::min(some, all.size() - b)),
                          room.data());
      return all;
    }
    batch::detail::each_chunk(
        all.size(), v_.size(), [&](std::size_t first, std::size_t last) {
          std::vector<double> values(v_.size() + spare);
          index_draws draws(o_.seed, v_.size());
          draws.each(first, last, [&](std::size_t b, const all_counts& counts) {
            all[b] = of_counts(counts, values);
          });
        });
    return all;
  }

  /// The estimates without one of the values.
  [[nodiscard]] std::vector<double> jackknife() const {
    std::vector<double> all(v_.size());
    batch::detail::each_chunk(
        all.size(), v_.size(), [&](std::size_t first, std::size_t last) {
          std::vector<double> values(v_.size() - 1);
          for (std::size_t i = first; i < last; ++i) {
            const auto rest = std::copy_n(v_.begin(), i, values.begin());
            std::copy(v_.begin() + static_cast<std::ptrdiff_t>(i) + 1, v_.end(), rest);
            all[i] = of_sorted(values);
          }
        });
    return all;
  }

 private:
  /// Those of the resamples from `first` on, which are one table for the batch engine.
  void estimate_in_lanes(std::size_t first, std::span<double> out, double* room) const {
    const std::size_t stride = v_.size() + spare;
    batch::detail::each_chunk(
        out.size(), v_.size(), [&](std::size_t begin, std::size_t end) {
          index_draws(o_.seed, v_.size())
              .each(first + begin, first + end,
                    [&](std::size_t b, const all_counts& counts) {
                      expand(v_, counts, room + (b - first) * stride);
                    });
        });
    estimate_each({.data = room,
                   .laboratories = v_.size(),
                   .measurands = out.size(),
                   .laboratory_stride = 1,
                   .measurand_stride = static_cast<std::ptrdiff_t>(stride),
                   .sorted = true},
                  o_.statistic, out);
  }

  [[nodiscard]] double of_sorted(std::span<const double> v) const {
    return ordinary_ ? estimate_sorted(v, o_.statistic) : estimate(v, o_.statistic);
  }

  [[nodiscard]] double of_counts(const all_counts& counts,
                                 std::vector<double>& values) const {
    if (o_.statistic.estimator == estimator::median) return median_of_counts(v_, counts);
    expand(v_, counts, values.data());
    return of_sorted(std::span<const double>(values).first(v_.size()));
  }

  std::span<const double> v_;
  const bootstrap_options& o_;
  bool ordinary_;
};

/// Hyndman and Fan's type 7.
[[nodiscard]] double quantile(std::span<const double> sorted, double p) {
  if (std::isnan(p)) return not_a_number;
  return detail::interpolated(detail::order_of_sorted(sorted), sorted.size(),
                              p * static_cast<double>(sorted.size() - 1)) +
         0.0;
}

/// z₀: where the estimate lies among the resamples.
[[nodiscard]] double bias_correction(std::span<const double> sorted, double estimate) {
  const auto before = [&](auto end) { return static_cast<double>(end - sorted.begin()); };
  const double below = before(std::ranges::lower_bound(sorted, estimate));
  const double up_to = before(std::ranges::upper_bound(sorted, estimate));
  return normal_quantile((below + up_to) / 2 / static_cast<double>(sorted.size()));
}

[[nodiscard]] bool all_finite(const std::vector<double>& x) {
  return std::ranges::all_of(x, [](double v) { return std::isfinite(v); });
}

/// a: a sixth of the skewness of the jackknife; 0 where no value matters.
[[nodiscard]] double acceleration(const std::vector<double>& jackknife) {
  if (!all_finite(jackknife)) return not_a_number;
  const double centre = detail::midpoint(*std::ranges::min_element(jackknife),
                                         *std::ranges::max_element(jackknife));
  const auto n = static_cast<double>(jackknife.size());
  double sum = 0, squares = 0, cubes = 0, largest = 0;
  for (const double value : jackknife) sum += value - centre;
  const double mean = sum / n;
  for (const double value : jackknife)
    largest = std::max(largest, std::abs(mean - (value - centre)));
  if (largest == 0) return 0;
  for (const double value : jackknife) {
    const double d = (mean - (value - centre)) / largest;
    squares += d * d;
    cubes += d * d * d;
  }
  return cubes / (6 * std::pow(squares, 1.5));
}

/// What the quantile is taken at instead of p.
[[nodiscard]] double corrected(double p, const bootstrap_result& r) {
  const double z = r.bias_correction + normal_quantile(p);
  return normal_cdf(r.bias_correction + z / (1 - r.acceleration * z));
}

void set_interval(bootstrap_result& r, std::span<const double> sorted,
                  const bootstrap_options& o) {
  const double tail = (1 - o.confidence) / 2;
  const bool bca = o.method == interval_method::bca;
  r.lower = quantile(sorted, bca ? corrected(tail, r) : tail);
  r.upper = quantile(sorted, bca ? corrected(1 - tail, r) : 1 - tail);
  if (o.method == interval_method::basic) {
    const double upper = 2 * r.estimate - r.lower;
    r.lower = 2 * r.estimate - r.upper;
    r.upper = upper;
  }
}

/// Those of sorted values of any size.
[[nodiscard]] detail::mean_and_sd moments_of(std::span<const double> sorted) {
  const int exponent = detail::extreme_exponent(sorted, detail::purpose::squares);
  if (exponent == 0) return detail::moments_of_sorted(sorted);
  std::vector<double> scaled;
  for (const double value : sorted) scaled.push_back(std::ldexp(value, -exponent));
  const auto [mean, sd] = detail::moments_of_sorted(scaled);
  return {std::ldexp(mean, exponent), std::ldexp(sd, exponent)};
}

/// Everything that follows from the distribution.
void summarise(bootstrap_result& r, const resampler& all, const bootstrap_options& o) {
  std::vector<double> sorted = r.distribution;
  if (!std::isfinite(r.estimate) || !all_finite(sorted)) {
    r.status = status_t::not_identified;
    return;
  }
  detail::sort_values(sorted);
  const auto [mean, sd] = moments_of(sorted);
  r.standard_error = sd;
  r.bias = mean - r.estimate;
  if (o.method == interval_method::bca) {
    r.bias_correction = bias_correction(sorted, r.estimate);
    r.acceleration = acceleration(all.jackknife());
  }
  r.status = sorted.front() < sorted.back() ? status_t::ok : status_t::zero_scale;
  if (o.method != interval_method::bca ||
      (std::isfinite(r.bias_correction) && std::isfinite(r.acceleration)))
    return set_interval(r, sorted, o);
  r.bias_correction = not_a_number;
  r.status = status_t::not_identified;
}

void require_options(const bootstrap_options& o, std::size_t n) {
  detail::require(o.resamples >= 2, "bootstrap", "resamples",
                  static_cast<double>(o.resamples), "at least 2");
  detail::require(o.confidence > 0 && o.confidence < 1, "bootstrap", "confidence",
                  o.confidence, "between 0 and 1");
  detail::require(n <= std::size_t{1} << 31, "bootstrap", "x.size()",
                  static_cast<double>(n), "at most 2**31 values");
  (void)estimate({}, o.statistic);  // a bad option is told without any data too
}

}  // namespace

bootstrap_result bootstrap(std::span<const double> x, const bootstrap_options& options) {
  require_options(options, x.size());
  bootstrap_result r;
  r.estimator = options.statistic.estimator;
  r.method = options.method;
  r.estimate = estimate(x, options.statistic);
  const auto s = detail::sort_reported(x, detail::purpose::order);
  r.n = s.values.size();
  if (!s.finite) r.status = status_t::not_finite;
  if (!s.finite || r.n < 2) return r;
  const resampler all(s.span(), options);
  r.distribution = all.distribution();
  summarise(r, all, options);
  return r;
}

}  // namespace ringtrial::simulate
