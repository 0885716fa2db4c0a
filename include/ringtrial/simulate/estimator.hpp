// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/robust/algorithm_a.hpp>
#include <ringtrial/robust/algorithm_s.hpp>
#include <ringtrial/robust/hampel.hpp>
#include <ringtrial/robust/niqr.hpp>
#include <ringtrial/robust/qn.hpp>

#include <optional>
#include <span>
#include <string_view>

namespace ringtrial::simulate {

/// One number of a sample.
enum class estimator : unsigned char {
  mean,               ///< arithmetic mean
  sd,                 ///< standard deviation, divisor n − 1
  median,             ///< robust::median
  mad,                ///< robust::mad
  niqr,               ///< robust::niqr
  qn,                 ///< robust::qn
  sn,                 ///< robust::sn
  biweight,           ///< robust::biweight
  biweight_scale,     ///< robust::biweight_scale
  tau_scale,          ///< robust::tau_scale
  algorithm_a,        ///< x* of robust::algorithm_a
  algorithm_a_scale,  ///< its s*
  algorithm_s,        ///< robust::algorithm_s
  huber,              ///< robust::huber
  hampel,             ///< robust::hampel
  q_method,           ///< robust::q_method, each value a laboratory
  q_hampel,           ///< robust::q_hampel, each value a laboratory
  q_hampel_scale,     ///< its scale
};

[[nodiscard]] constexpr std::string_view name(estimator e) noexcept {
  constexpr std::string_view names[] = {"mean",        "sd",          "median",
                                        "mad",         "niqr",        "qn",
                                        "sn",          "biweight",    "biweight_scale",
                                        "tau_scale",   "algorithm_a", "algorithm_a.scale",
                                        "algorithm_s", "huber",       "hampel",
                                        "q_method",    "q_hampel",    "q_hampel.scale"};
  const auto at = static_cast<std::size_t>(e);
  return at < std::size(names) ? names[at] : "unknown";
}

/// Whether it estimates a spread; else it is a location.
[[nodiscard]] constexpr bool is_scale(estimator e) noexcept {
  switch (e) {
    case estimator::mean:
    case estimator::median:
    case estimator::biweight:
    case estimator::algorithm_a:
    case estimator::huber:
    case estimator::hampel:
    case estimator::q_hampel:
      return false;
    default:
      return true;
  }
}

/// An estimator with its options; only those of the chosen one count.
struct statistic {
  simulate::estimator estimator = simulate::estimator::algorithm_a;
  robust::algorithm_a_options<double> algorithm_a{};
  robust::quartile_rule quartiles = robust::quartile_rule::inclusive;  ///< niqr
  std::optional<double> factor{};  ///< mad, niqr; by default as printed
  robust::small_sample finite_sample =
      robust::small_sample::refined;        ///< qn; sn: all but `none` are true
  std::optional<double> c{};                ///< biweight (6), biweight_scale (9)
  double c1 = 4.5, c2 = 3;                  ///< tau_scale
  std::optional<double> scale{};            ///< huber, hampel: needed
  double k = 1.5;                           ///< huber
  robust::hampel_options<double> hampel{};  ///< hampel, q_hampel
  double df = 1;                            ///< algorithm_s
  robust::spread_kind kind = robust::spread_kind::sd;  ///< algorithm_s
};

/** The number of that name, the same as from its own function; NaN where that has none.

  Throws  std::invalid_argument for a bad option, and for huber and hampel without a scale.
*/
[[nodiscard]] double estimate(std::span<const double> x, const statistic& what);

}  // namespace ringtrial::simulate
