// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/simulate/estimator.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ringtrial::simulate {

enum class interval_method : unsigned char {
  bca,         ///< bias-corrected and accelerated
  percentile,  ///< quantiles of the resamples
  basic,       ///< these mirrored at the estimate
};

[[nodiscard]] constexpr std::string_view name(interval_method m) noexcept {
  switch (m) {
    case interval_method::bca:
      return "bca";
    case interval_method::percentile:
      return "percentile";
    case interval_method::basic:
      return "basic";
  }
  return "unknown";
}

struct bootstrap_options {
  simulate::statistic statistic{};
  std::size_t resamples = 9999;  ///< B ≥ 2
  double confidence = 0.95;      ///< in (0, 1)
  interval_method method = interval_method::bca;
  std::uint64_t seed = 1;
};

struct bootstrap_result {
  double estimate = detail::not_a_number;        ///< θ̂ of the sample itself, unit of x
  double standard_error = detail::not_a_number;  ///< sd of the resamples, divisor B − 1
  double bias = detail::not_a_number;            ///< their mean less θ̂
  double lower = detail::not_a_number;           ///< of the interval, unit of x
  double upper = detail::not_a_number;
  double bias_correction = detail::not_a_number;  ///< z₀ of BCa
  double acceleration = detail::not_a_number;     ///< a of BCa
  std::vector<double> distribution;  ///< θ̂* of each resample, in the order drawn
  simulate::estimator estimator = simulate::estimator::algorithm_a;
  interval_method method = interval_method::bca;
  std::size_t n = 0;  ///< values used
  status_t status = status_t::too_few;
};

/** Standard error, bias and confidence interval of any estimator, by resampling the sample.

  A resample is n of the n values drawn with replacement: counts of the sorted values, so that none is
  sorted again. With q the quantile of the B estimates θ̂* (linear between them, Hyndman and Fan's 7)
  and α = (1 − confidence)/2

      percentile   q(α), q(1 − α)
      basic        2θ̂ − q(1 − α), 2θ̂ − q(α)
      bca          q(Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z)))),  z = Φ⁻¹(α), Φ⁻¹(1 − α)
                   z₀ = Φ⁻¹((#{θ̂* < θ̂} + ½ #{θ̂* = θ̂})/B)
                   a = Σ d³/(6 (Σ d²)^1.5),  d = the mean of the n estimates without one value less each

  Source  Efron and Tibshirani, An Introduction to the Bootstrap (1993), 6, 13 and 14; ties count half,
          since a median of resamples often is the sample's own.
  Input   x: values in one unit; NaN is skipped.
  Result  in that unit, `ok`. `too_few`: fewer than two values. `zero_scale`: no resample differs from
          the others; the interval is that point. `not_identified`: θ̂ lies outside all resamples (z₀
          infinite) or an estimate does not exist; what cannot be said is NaN. `not_finite`: an infinity.
  Throws  std::invalid_argument for less than two resamples, a confidence outside (0, 1), a bad option, more than
          2³¹ values.
  Cost    B times O(n), for the median little more than drawing (some 1 ns a value); bca besides n
          estimates of n − 1 values. Runs on batch::threads(); the bits do not depend on them.
  A median of a dozen results takes few values, and the interval jumps between them: prefer
  algorithm_a or q_hampel there. No bootstrap heals a sample that is not that of the laboratories asked.
*/
[[nodiscard]] bootstrap_result bootstrap(std::span<const double> x,
                                         const bootstrap_options& options = {});

}  // namespace ringtrial::simulate
