// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "result_layout.hpp"
#include <ringtrial/batch/evaluate.hpp>
#include <ringtrial/round/signals.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace ringtrial::batch {

/// Scores and signals of results that are all used as they are, without uncertainties: the
/// arithmetic of round::compute_scores() and round::judge(), many results side by side.
class plain_scores {
 public:
  plain_scores(const round::measurand_options& options, std::size_t measurands);

  /// What the measurand's results compare with.
  void set(std::size_t measurand, const round::summary& summary);

  /// All results of `x`, whose first measurand is number `first` of the layout.
  void write(const table<double>& x, std::size_t first, const result_layout& layout,
             const evaluation_columns& out);

 private:
  static constexpr std::uint8_t no_verdict = 7;

  /// Measurands side by side, or one of them as often as it has results; NaN: not given.
  struct references {
    std::vector<double> difference, percent, allowance, z, z_prime, zeta, e_n;
    std::vector<double> x_pt, u_pt;
    std::vector<std::uint8_t> verdict;  ///< the score that decides
    std::vector<round::reason> missing,
        unsigned_by;  ///< why there are no verdicts at all, or not one

    template <class F>
    void each_column(const references& other, F f);
    void resize(std::size_t n);
    void fill(const references& all, std::size_t measurand, std::size_t n);
  };
  struct run {
    const double* x;
    const references* to;
    std::size_t at;  ///< where among the results
    std::size_t n;
  };
  void write_run(const run& r, const evaluation_columns& out) const;
  void write_signals(const run& r, const evaluation_columns& out) const;

  const round::measurand_options& options_;
  std::array<std::optional<ringtrial::detail::signal_formula>, 7> signal_;
  references all_;
  bool some_z_prime_ = false;  ///< of the block
};

}  // namespace ringtrial::batch
