// SPDX-License-Identifier: BSL-1.0
#include "draws.hpp"
#include "requirements.hpp"
#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/detail/fixed_log.hpp>
#include <ringtrial/detail/normal_draw.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/simulate/population.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace ringtrial::simulate {
namespace {

/// What each ingredient of a laboratory is drawn with.
enum ingredient : std::uint32_t { core, group, mixing, gross, gross_value, replicate };

[[nodiscard]] detail::draw_use use(std::uint32_t which) {
  return detail::draw_use{static_cast<std::uint32_t>(detail::draw_use::population) +
                          which};
}

/** A gamma number of shape k and scale 1, its attempts numbered.

  Source  Marsaglia and Tsang, ACM Trans. Math. Softw. 26 (2000) 363; their boost for k < 1.
*/
[[nodiscard]] double gamma_draw(double k, std::uint64_t seed, std::uint64_t round,
                                std::uint32_t laboratory) {
  const double at_least_one = k < 1 ? k + 1 : k;
  const double d = at_least_one - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  constexpr std::uint32_t attempts_from = 0x1000;
  for (std::uint32_t attempt = 0;; ++attempt) {
    const auto [p, u] =
        detail::uniform_pair(seed, round, laboratory, use(attempts_from + attempt));
    const double z = detail::normal_draw(p), root = 1 + c * z, v = root * root * root;
    if (!(v > 0) ||
        detail::fixed_log(u) >= 0.5 * z * z + d - d * v + d * detail::fixed_log(v))
      continue;
    if (k >= 1) return d * v;
    const double power =
        detail::uniform_pair(seed, round, laboratory, use(attempts_from - 1))[0];
    return d * v * std::exp(detail::fixed_log(power) / k);
  }
}

/// f(y, round, laboratory) of every laboratory.
template <class F>
void each_laboratory(const round_range& r, std::span<double> y, F f) {
  auto* at = y.data();
  for (std::size_t round = r.first; round < r.first + r.count; ++round)
    for (std::size_t i = 0; i < r.laboratories; ++i, ++at)
      *at = f(*at, round, static_cast<std::uint32_t>(i));
}

/// The rounds of one tile, in units of sd and then in that of the measurand.
class tile {
 public:
  tile(const population& p, const draw_options& o, const round_range& rounds,
       std::span<double> out)
      : p_(p), competent_(o.competent), rounds_(rounds), y_(out) {}

  void fill() {
    add_shape();
    if (p_.gross_share > 0) add_gross_errors();
    if (p_.method_share > 0 && p_.method_bias != 0) add_method();
    for (double& y : y_) y = p_.centre + p_.sd * y;
    if (p_.repeatability > 0 || p_.rounding > 0) measure();
  }

 private:
  void add_shape() {
    fill_normal(rounds_, use(core), y_);
    switch (p_.shape) {
      case shape::normal:
        return;
      case shape::student:
        return each_laboratory(
            rounds_, y_, [&](double z, std::size_t round, std::uint32_t i) {
              return z / std::sqrt(gamma_draw(p_.df / 2, rounds_.seed, round, i) /
                                   (p_.df / 2));
            });
      case shape::lognormal:
        for (double& z : y_) z = std::expm1(p_.skewness * z) / p_.skewness;
        return;
      case shape::gamma:
        return add_gamma();
      case shape::bimodal:
        return where(group, p_.share, [&](std::size_t j) { y_[j] += p_.separation; });
    }
  }

  void add_gamma() {
    const double k = 4 / (p_.skewness * p_.skewness);
    const double median = chi_squared_quantile(0.5, 2 * k) / 2;
    each_laboratory(rounds_, y_, [&](double, std::size_t round, std::uint32_t i) {
      return (gamma_draw(k, rounds_.seed, round, i) - median) / std::sqrt(k);
    });
  }

  void add_gross_errors() {
    std::vector<double> value(y_.size());
    fill_normal(rounds_, use(gross_value), value);
    where(gross, p_.gross_share,
          [&](std::size_t j) { y_[j] = p_.gross_shift + p_.gross_scale * value[j]; });
  }

  /// f(position) for that share of the laboratories, by chance; never for competent ones.
  template <class F>
  void where(ingredient which, double share, F f) {
    std::vector<double> chance(y_.size());
    fill_uniform(rounds_, use(which), chance);
    for (std::size_t j = 0; j < y_.size(); ++j)
      if (j % rounds_.laboratories >= competent_ && chance[j] < share) f(j);
  }

  void add_method() {
    const std::size_t n = rounds_.laboratories;
    const auto with_it = static_cast<std::size_t>(
        std::nearbyint(p_.method_share * static_cast<double>(n)));
    const std::size_t first = std::max(n - with_it, std::min(competent_, n));
    for (std::size_t j = 0; j < y_.size(); ++j)
      if (j % n >= first) y_[j] += p_.method_bias;
  }

  /// Replicates, each rounded, and their mean.
  void measure() {
    std::vector<double> noise(y_.size()), sum(y_.size());
    for (std::size_t r = 0; r < p_.replicates; ++r) {
      fill_normal(rounds_, use(replicate + static_cast<std::uint32_t>(r)), noise);
      for (std::size_t j = 0; j < y_.size(); ++j)
        sum[j] += rounded(y_[j] + p_.repeatability * noise[j]);
    }
    for (std::size_t j = 0; j < y_.size(); ++j)
      y_[j] = sum[j] / static_cast<double>(p_.replicates);
  }

  /// Multiples of 0.1 as tenths, so that they are the doubles nearest to such decimals.
  [[nodiscard]] double rounded(double x) const {
    if (!(p_.rounding > 0)) return x;
    const double parts = 1 / p_.rounding;
    return parts == std::nearbyint(parts) ? std::nearbyint(x * parts) / parts
                                          : std::nearbyint(x / p_.rounding) * p_.rounding;
  }

  const population& p_;
  std::size_t competent_;
  round_range rounds_;
  std::span<double> y_;
};

}  // namespace

double population::total_sd() const noexcept {
  return std::hypot(sd, repeatability / std::sqrt(static_cast<double>(replicates)));
}

void require_population(std::string_view function, const population& p) {
  const requirement must{function};
  must.be_finite("centre", p.centre);
  must.not_be_negative("sd", p.sd);
  must.be_positive("df", p.df);
  must.be_positive("skewness", p.skewness);
  must.be(p.skewness <= 5, "skewness", p.skewness, "at most 5");
  must.be_finite("separation", p.separation);
  must.be_share("share", p.share);
  must.be_share("gross_share", p.gross_share);
  must.be_finite("gross_shift", p.gross_shift);
  must.not_be_negative("gross_scale", p.gross_scale);
  must.be_share("method_share", p.method_share);
  must.be_finite("method_bias", p.method_bias);
  must.not_be_negative("repeatability", p.repeatability);
  must.be(p.replicates >= 1 && p.replicates <= 1000, "replicates",
          static_cast<double>(p.replicates), "from 1 to 1000");
  must.not_be_negative("rounding", p.rounding);
  must.be(p.total_sd() > 0, "sd", p.sd, "positive where repeatability is 0");
}

void draw(const population& from, const draw_options& o, std::span<double> out) {
  require_population("draw", from);
  require_laboratories("draw", o.laboratories, 1);
  detail::require(out.size() % o.laboratories == 0, "draw", "out.size()",
                  static_cast<double>(out.size()), "a whole number of rounds");
  batch::detail::each_chunk(
      out.size() / o.laboratories, o.laboratories,
      [&](std::size_t first, std::size_t last) {
        const round_range rounds{o.seed, o.first + first, last - first, o.laboratories};
        tile(from, o, rounds,
             out.subspan(first * o.laboratories, (last - first) * o.laboratories))
            .fill();
      });
}

}  // namespace ringtrial::simulate
