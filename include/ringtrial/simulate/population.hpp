// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace ringtrial::simulate {

/// How the laboratories lie about the true value; y in units of `sd`.
enum class shape : unsigned char {
  normal,     ///< y standard normal
  student,    ///< y Student's t with `df`: heavy tails
  lognormal,  ///< y = (e^(g Z) − 1)/g, g = `skewness`, Z standard normal: median 0
  gamma,  ///< y = (G − median)/√k, G gamma with k = 4/`skewness`²: skewness as given, sd 1
  bimodal,  ///< y standard normal, a `share` of the laboratories `separation` higher
};

[[nodiscard]] constexpr std::string_view name(shape s) noexcept {
  switch (s) {
    case shape::normal:
      return "normal";
    case shape::student:
      return "student";
    case shape::lognormal:
      return "lognormal";
    case shape::gamma:
      return "gamma";
    case shape::bimodal:
      return "bimodal";
  }
  return "unknown";
}

/** The laboratories of a scheme.

  A laboratory's result is the mean of `replicates` results  round(centre + sd·y + s_r·Z), each with its
  own standard normal Z. y has the shape; with probability `gross_share` it is replaced by
  gross_shift + gross_scale·Z; `method_share` of the laboratories of every round (the nearest whole
  number) use another method, whose y is `method_bias` higher.
*/
struct population {
  simulate::shape shape = simulate::shape::normal;
  double centre = 0;  ///< true value, unit of the measurand
  double sd = 1;      ///< between laboratories, that unit, ≥ 0
  double df = 5;      ///< of `student`, > 0
  double skewness =
      0.5;  ///< of `lognormal` (g) and `gamma` (its skewness), > 0, lognormal at most 5
  double separation = 4;   ///< of `bimodal`, in sd
  double share = 0.3;      ///< of `bimodal`, the laboratories in the second group, 0 to 1
  double gross_share = 0;  ///< of gross errors, 0 to 1
  double gross_shift = 0;  ///< their centre, in sd
  double gross_scale = 10;     ///< their standard deviation, in sd, ≥ 0
  double method_share = 0;     ///< of laboratories with the other method, 0 to 1
  double method_bias = 0;      ///< of that method, in sd
  double repeatability = 0;    ///< s_r, unit of the measurand, ≥ 0
  std::size_t replicates = 1;  ///< 1 to 1000
  double rounding = 0;  ///< results are multiples of it, unit of the measurand; 0: none

  /// Standard deviation of a result of the normal core: √(sd² + s_r²/replicates).
  [[nodiscard]] double total_sd() const noexcept;
};

/// Throws std::invalid_argument, naming `function`, for a population that cannot be.
void require_population(std::string_view function, const population& p);

struct draw_options {
  std::size_t laboratories = 20;  ///< 1 to 10⁶
  std::uint64_t seed = 1;
  std::size_t first = 0;
  std::size_t competent = 0;
};

/** Rounds drawn from a population: results of `laboratories` laboratories, round after round.

  Round i is the same whatever rounds are drawn with it: Philox 4×32-10 of the seed and i. `competent`
  laboratories, the first ones, make no gross errors and belong to the main group and method.

  Input   out: a whole number of rounds, the first of them number `first`.
  Throws  std::invalid_argument for a population that cannot be, or an `out` that does not hold whole
          rounds.
  Cost    some 5 ns a normal number, 30 for t and gamma.
*/
void draw(const population& from, const draw_options& options, std::span<double> out);

}  // namespace ringtrial::simulate
