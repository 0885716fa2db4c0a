// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/from_participants.hpp>
#include <ringtrial/simulate/population.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace ringtrial::simulate {

enum class signal_score : unsigned char {
  z,        ///< (x − x_pt)/σ_pt
  z_prime,  ///< (x − x_pt)/√(σ_pt² + u²(x_pt))
  scheme,   ///< z where u(x_pt) ≤ 0.3 σ_pt, else z′: as a scheme does
};

[[nodiscard]] constexpr std::string_view name(signal_score s) noexcept {
  switch (s) {
    case signal_score::z:
      return "z";
    case signal_score::z_prime:
      return "z_prime";
    case signal_score::scheme:
      return "scheme";
  }
  return "unknown";
}

struct signals_options {
  simulate::population population{};
  /// How x_pt and u(x_pt) come from the round; nothing: the true value, u = 0.
  std::optional<assigned::from_participants_options> assigned =
      assigned::from_participants_options{};
  std::optional<double> sigma_pt = 1;  ///< > 0; nothing: the scale of the round
  signal_score score = signal_score::scheme;
  std::size_t rounds = 100'000;  ///< ≥ 2
  std::uint64_t seed = 1;
};

/// One entry for each number of laboratories and, within it, each bias.
struct signals_result {
  std::vector<std::size_t> laboratories;
  std::vector<double> bias;  ///< of the laboratory looked at, unit of the measurand
  std::vector<double> questionable;    ///< chance of a score between 2 and 3
  std::vector<double> unsatisfactory;  ///< chance of one of 3 or more
  std::vector<double>
      unsatisfactory_error;        ///< its standard error from the number of rounds
  std::vector<double> z_prime;     ///< share of rounds scored by z′
  std::vector<double> not_scored;  ///< share of rounds without a score
  std::optional<assigned::estimator> estimator;
  signal_score score = signal_score::scheme;
  std::size_t rounds = 0;
};

/** How often a laboratory with a given bias is signalled: false signals at 0, power elsewhere.

  One laboratory of each round is competent, as every laboratory of the main group, but for its bias; it
  takes part in the assigned value. Its score is judged as scores::signal() does.

  Source  ISO 13528:2022, 9.4 and 9.5; 9.2.1 for the score of a scheme.
  Throws  std::invalid_argument for a population, estimator option, sigma_pt or number that cannot be,
          and for neither an estimator nor a sigma_pt.
  Cost    rounds × (drawing, 5 ns a result, and for each bias the estimator).
*/
[[nodiscard]] signals_result signals(std::span<const std::size_t> laboratories,
                                     std::span<const double> bias,
                                     const signals_options& options = {});

}  // namespace ringtrial::simulate
