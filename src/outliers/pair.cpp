// SPDX-License-Identifier: BSL-1.0
// The distribution of the pair statistic G₂ of Grubbs.
#include "largest_deviation.hpp"
#include <ringtrial/detail/bracketed_root.hpp>
#include <ringtrial/detail/gauss_legendre.hpp>
#include <ringtrial/outliers/detail/distributions.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>
#include <utility>

namespace ringtrial::outliers::detail {
namespace {

using ringtrial::detail::integrate;
constexpr double pi = std::numbers::pi;

/** P(G₂ ≤ g) among p values.

      P = p(p−1)/2 [H(h) + ∫ F_{p−2}(m) D(m) dm],    R² = c²(1/b − 1),  c² = (p−1)/(p−2)
      H(m) = (p−3)/(2π) ∫₀^t b^{(p−5)/2} (arccos(m/R) − β) db,          D = −dH/dm

  with h the upper end of the support of F_{p−2} and t = min(g, b*(m)), where m = R(b*) cos β. D is an
  incomplete beta function, that is a probability of Student's t with p − 2 degrees of freedom.
*/
class pair_distribution {
 public:
  pair_distribution(std::size_t p, double g)
      : p_(static_cast<double>(p)),
        g_(g),
        c_squared_((p_ - 1) / (p_ - 2)),
        cos_squared_(p_ / (2 * (p_ - 1))),
        beta_(0.5 * std::acos(1 / (p_ - 1))),
        constant_((p_ - 3) / (2 * pi) * beta_of(p)) {}

  [[nodiscard]] double probability() const {
    double integral = 0;
    if (p_ == 4)
      integral = h(std::sqrt(0.5));  // F₂ is a step there
    else
      integral = p_ <= largest_exact_n ? exact() : approximate();
    return std::min(1.0, p_ * (p_ - 1) / 2 * integral);
  }

 private:
  /// b*, where both of the pair are as large as the largest of the others.
  [[nodiscard]] double reach(double m) const {
    return 1 / (1 + m * m / (c_squared_ * cos_squared_));
  }

  [[nodiscard]] double h(double m) const {
    const double t = std::min(g_, reach(m));
    if (t <= 0) return 0;
    const double r = std::sqrt(c_squared_ * (1 / t - 1));
    const double angle = t < reach(m) ? std::acos(std::min(1.0, m / r)) - beta_ : 0;
    const double rest = integrate<32>(0, 1, [&](double u) {
      const double b = t * u * u;
      return 2 * std::pow(u, p_ - 3) /
             ((1 - b) * std::sqrt(c_squared_ - (c_squared_ + m * m) * b));
    });
    return std::pow(t, (p_ - 3) / 2) / pi * (angle + m / 2 * std::sqrt(t) * rest);
  }

  [[nodiscard]] double d(double m) const {
    const double ratio = m * m / c_squared_, df = p_ - 2;
    const double t = std::min(g_, reach(m)), q = t * (1 + ratio);
    const double rest = g_ < reach(m) ? 1 - g_ - g_ * ratio
                                      : t * ratio * (1 / cos_squared_ - 1);  // 1 − q
    const double tails =
        2 * student_t_cdf_upper(std::sqrt(df * std::max(rest, 0.0) / q), df);
    return constant_ * std::exp(-df / 2 * std::log1p(ratio)) / std::sqrt(c_squared_) *
           tails;
  }

  /// Where b* = g: D has a kink there.
  [[nodiscard]] double kink_of_d() const {
    return std::sqrt(c_squared_ * cos_squared_ * (1 / g_ - 1));
  }

  [[nodiscard]] double exact() const {
    const auto& f = largest_deviation::of(static_cast<std::size_t>(p_) - 2);
    double sum = h(f.high(1));
    for (std::size_t j = 1; j <= f.pieces(); ++j) {
      const double low = f.low(j), width = f.high(j) - low;
      const double share = std::clamp((kink_of_d() - low) / width, 0.0, 1.0);
      const double split = 2 / pi * std::asin(std::sqrt(share));
      const auto part = [&](double u) {
        const shares s(u);
        const double slope = pi * width * std::sqrt(s.below * s.above);  // dm/du
        return f.at(j, u) * d(low + width * s.below) * slope;
      };
      if (split > 0) sum += integrate<16>(0, split, part);
      if (split < 1) sum += integrate<16>(split, 1, part);
    }
    return sum;
  }

  /// With F_{p−2}(m) replaced by (1 − T)^{p−2}, as if the deviations were independent.
  [[nodiscard]] double approximate() const {
    const double n = p_ - 2, unit = 1 / std::sqrt(n - 1), end = std::sqrt((n - 1) / n);
    const auto beyond = [&](double m) {  // T, of one value
      const double t = m * std::sqrt(n * (n - 2) / (n - 1 - n * m * m));
      return student_t_cdf_upper(t, n - 2);
    };
    const auto part = [&](double m) {
      return std::exp(n * std::log1p(-beyond(m))) * d(m);
    };
    double m = 0.5 * unit, sum = 0;
    for (; m + unit / 4 < end && n * beyond(m) > 1e-18; m += unit / 4) {
      const double split = std::clamp(kink_of_d(), m, m + unit / 4);
      sum += integrate<8>(m, split, part) + integrate<8>(split, m + unit / 4, part);
    }
    return sum + h(m);
  }

  double p_, g_, c_squared_, cos_squared_, beta_, constant_;
};

double quantile_of(std::size_t n, double probability) {
  const auto excess = [&](double log_g) {
    return std::log(pair_cdf(n, std::exp(log_g)) / probability);
  };
  ringtrial::detail::function_point high{0, -std::log(probability)}, low = high;
  while (low.value > 0) {
    high = low;
    low.at = low.at == 0 ? -0.25 : 2 * low.at;
    low.value = excess(low.at);
  }
  return std::exp(ringtrial::detail::bracketed_root(excess, low, high, 1e-13));
}

}  // namespace

double pair_cdf(std::size_t n, double g) {
  if (!(g > 0)) return 0;
  return g < 1 ? pair_distribution(n, g).probability() : 1;
}

double pair_quantile(std::size_t n, double probability) {
  static std::mutex mutex;
  static std::map<std::pair<std::size_t, double>, double> found;
  const std::pair key(n, probability);
  {
    const std::lock_guard lock(mutex);
    if (const auto at = found.find(key); at != found.end()) return at->second;
  }
  const double g = quantile_of(n, probability);
  const std::lock_guard lock(mutex);
  if (found.size() < 10'000) found.emplace(key, g);
  return g;
}

}  // namespace ringtrial::outliers::detail
