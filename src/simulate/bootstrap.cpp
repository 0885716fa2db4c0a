// SPDX-License-Identifier: BSL-1.0
#include "statistics.hpp"
#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/detail/moments.hpp>
#include <ringtrial/detail/philox.hpp>
#include <ringtrial/detail/random.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/simulate/bootstrap.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ringtrial::simulate {
namespace {

using detail::not_a_number;

/** How often each of the sorted values is drawn in n draws with replacement.

  A random 64-bit word w gives several indices: n·w/2⁶⁴ is one and a remainder, which gives the next.
  Together they take at most 40 of its bits, so that no index is likelier than another by 2⁻²⁴.

  Source  Lemire, ACM Trans. Model. Comput. Simul. 29 (2019) 3; Brackett-Rozinsky and Lemire, Softw.
          Pract. Exp. 55 (2025) 90, without their rejection.
*/
class index_draws {
 public:
  explicit index_draws(std::uint64_t seed, std::size_t n) : seed_(seed), n_(n) {
    constexpr std::uint64_t spent = std::uint64_t{1} << 40;
    for (std::uint64_t room = spent / n; room >= n && a_word_ < n; room /= n) ++a_word_;
  }

  void count(std::size_t resample, std::vector<std::uint32_t>& counts) const {
    std::ranges::fill(counts, 0);
    std::size_t rest = n_;
    for (std::uint32_t block = 0; rest > 0; ++block) {
      const auto w =
          detail::random_words(seed_, resample, block, detail::draw_use::resampling);
      for (const std::uint64_t high : {0, 2}) {
        const std::size_t some = std::min(rest, a_word_);
        std::uint64_t word = std::uint64_t{w[high]} << 32 | w[high + 1];
        for (std::size_t i = 0; i < some; ++i) {
          ++counts[detail::high_product(word, n_)];
          word *= n_;
        }
        rest -= some;
      }
    }
  }

 private:
  std::uint64_t seed_, n_;
  std::size_t a_word_ = 1;  ///< indices from one word
};

/// The sorted values, each as often as it was drawn.
void expand(std::span<const double> v, const std::vector<std::uint32_t>& counts,
            std::vector<double>& out) {
  auto to = out.begin();
  for (std::size_t i = 0; i < v.size(); ++i) to = std::fill_n(to, counts[i], v[i]);
}

[[nodiscard]] double median_of_counts(std::span<const double> v,
                                      const std::vector<std::uint32_t>& counts) {
  const std::size_t n = v.size(), k = (n - 1) / 2;
  std::size_t i = 0, up_to = counts[0];
  while (up_to <= k) up_to += counts[++i];
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
        draws_(o.seed, sorted.size()),
        ordinary_(detail::is_ordinary(
            std::max(std::abs(sorted.front()), std::abs(sorted.back())),
            detail::purpose::squares)) {}

  [[nodiscard]] std::vector<double> distribution() const {
    std::vector<double> all(o_.resamples);
    batch::detail::each_chunk(all.size(), v_.size(),
                              [&](std::size_t first, std::size_t last) {
                                std::vector<std::uint32_t> counts(v_.size());
                                std::vector<double> values(v_.size());
                                for (std::size_t b = first; b < last; ++b)
                                  all[b] = of_resample(b, counts, values);
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
  [[nodiscard]] double of_sorted(std::span<const double> v) const {
    return ordinary_ ? estimate_sorted(v, o_.statistic) : estimate(v, o_.statistic);
  }

  [[nodiscard]] double of_resample(std::size_t b, std::vector<std::uint32_t>& counts,
                                   std::vector<double>& values) const {
    draws_.count(b, counts);
    if (o_.statistic.estimator == estimator::median) return median_of_counts(v_, counts);
    expand(v_, counts, values);
    return of_sorted(values);
  }

  std::span<const double> v_;
  const bootstrap_options& o_;
  index_draws draws_;
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
  const auto [low, high] = std::ranges::equal_range(sorted, estimate);
  const auto below = static_cast<double>(low - sorted.begin());
  const auto up_to = static_cast<double>(high - sorted.begin());
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

/// Everything that follows from the distribution.
void summarise(bootstrap_result& r, const resampler& all, const bootstrap_options& o) {
  std::vector<double> sorted = r.distribution;
  if (!std::isfinite(r.estimate) || !all_finite(sorted)) {
    r.status = status_t::not_identified;
    return;
  }
  detail::sort_values(sorted);
  const auto [mean, sd] = detail::moments_of_sorted(sorted);
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
