// SPDX-License-Identifier: BSL-1.0
// The distribution of Dixon's ratios.
#include <ringtrial/detail/bracketed_root.hpp>
#include <ringtrial/detail/gauss_legendre.hpp>
#include <ringtrial/outliers/detail/distributions.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>
#include <tuple>

namespace ringtrial::outliers::detail {
namespace {

constexpr double negligible = 40;  ///< e^-40 of the largest value of an integrand

/// Φ(a + width) − Φ(a) with a small relative error.
double normal_interval(double a, double width) {
  const double c = a + width / 2, c2 = c * c, w2 = width * width;
  if (width < 0.05 && std::abs(c) * width < 0.05)  // Taylor's series about the middle
    return normal_pdf(c) * width *
           (1 + w2 / 24 * (c2 - 1) + w2 * w2 / 1920 * (c2 * c2 - 6 * c2 + 3));
  return a > 0 ? normal_cdf_upper(a) - normal_cdf_upper(a + width)
               : normal_cdf(a + width) - normal_cdf(a);
}

/** ln ∫ exp(f) over x > bound, f concave.

  Looks for the maximum, coarsely, and for the points on both sides where the integrand no longer
  counts; between them f is smooth, and 2 × 24 nodes give some 1e-12. `start` is where to look
  first, and is moved to the maximum.
*/
template <class F>
class log_concave_integral {
 public:
  log_concave_integral(const F& f, double bound) : f_(f), bound_(bound) {}

  [[nodiscard]] double operator()(double& start) const {
    start = maximum(start);
    const double top = f_(start);
    const auto part = [&](double x) { return std::exp(f_(x) - top); };
    const double left = end(start, -1, top), right = end(start, 1, top);
    return top + std::log(ringtrial::detail::integrate<24>(left, start, part) +
                          ringtrial::detail::integrate<24>(start, right, part));
  }

 private:
  [[nodiscard]] double moved(double x, double by) const {
    return std::max(x + by, bound_ + (x - bound_) / 2);
  }

  /// By steps that double while they climb, turn back and halve when they do not.
  [[nodiscard]] double maximum(double x) const {
    double value = f_(x);
    for (double step = 0.25; std::abs(step) > 0.03;) {
      const double next = moved(x, step), there = f_(next);
      if (there > value) {
        x = next;
        value = there;
        step *= 2;
      } else {
        step *= step > 0 ? -1 : -0.25;
      }
    }
    return x;
  }

  /// The point on one side where f has fallen by about `negligible`.
  [[nodiscard]] double end(double from, double side, double top) const {
    double near = from, far = from, step = side;
    do {
      near = far;
      far = std::max(far + step, bound_);
      step *= 2;
    } while (far > bound_ && f_(far) > top - negligible);
    for (int i = 0; i < 4; ++i) {
      const double middle = (near + far) / 2;
      (f_(middle) > top - negligible ? near : far) = middle;
    }
    return far;
  }

  const F& f_;
  double bound_;
};

/** ln P(R > r) for R = (x_n − x_{n−j})/(x_n − x_i) of n normal values.

  The integrand in y, the i-th smallest, and v, the distance from there to the largest, is concave
  in its logarithm, since it is the probability of a convex set of log-concave values.
*/
class dixon_tail {
 public:
  dixon_tail(const dixon_shape& shape, double room)
      : i_(static_cast<double>(shape.i)),
        a_(static_cast<double>(shape.n - shape.j - shape.i) - 1),
        pair_(shape.j == 2),
        room_(room),
        constant_(-std::log(2 * std::numbers::pi)) {
    for (std::size_t k = shape.n - shape.j - shape.i; k <= shape.n; ++k)
      constant_ += std::log(static_cast<double>(k));
    if (i_ == 3) constant_ -= std::log(2.0);  // (i − 1)!
  }

  [[nodiscard]] double logarithm() const {
    double y = 0, v = 1;
    const auto outer = [&](double distance) {
      const auto inner = [&](double lowest) { return density(lowest, distance); };
      return log_concave_integral(inner, -std::numeric_limits<double>::infinity())(y);
    };
    return log_concave_integral(outer, 0)(v);
  }

 private:
  [[nodiscard]] double density(double y, double v) const {
    const double x = y + v, w = normal_interval(y, room_ * v);
    double log_g = (a_ + 1) * std::log(w);
    if (pair_)
      log_g += std::log(normal_interval(y, v) / (a_ + 1) - w / (a_ + 2));
    else
      log_g -= std::log(a_ + 1);
    if (i_ > 1) log_g += (i_ - 1) * std::log(normal_cdf(y));
    return constant_ + log_g - (x * x + y * y) / 2;
  }

  double i_, a_;
  bool pair_;
  double room_, constant_;
};

double quantile_of(const dixon_shape& shape, double probability) {
  const auto excess = [&](double room) { return dixon_upper(shape, room) - probability; };
  const double room = ringtrial::detail::bracketed_root(excess, {0, -probability},
                                                        {1, 1 - probability}, 1e-13);
  return 1 - room;
}

}  // namespace

double dixon_upper(const dixon_shape& shape, double room) {
  if (!(room > 0)) return 0;
  return room < 1 ? std::min(1.0, std::exp(dixon_tail(shape, room).logarithm())) : 1;
}

double dixon_quantile(const dixon_shape& shape, double probability) {
  static std::mutex mutex;
  static std::map<std::tuple<std::size_t, std::size_t, std::size_t, double>, double>
      found;
  const std::tuple key(shape.n, shape.i, shape.j, probability);
  {
    const std::lock_guard lock(mutex);
    if (const auto at = found.find(key); at != found.end()) return at->second;
  }
  const double r = quantile_of(shape, probability);
  const std::lock_guard lock(mutex);
  if (found.size() < 10'000) found.emplace(key, r);
  return r;
}

}  // namespace ringtrial::outliers::detail
