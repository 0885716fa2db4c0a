// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/from_participants.hpp>
#include <ringtrial/batch/table.hpp>
#include <ringtrial/robust/q_hampel.hpp>
#include <ringtrial/robust/q_method.hpp>
#include <ringtrial/round/estimates.hpp>

#include <span>
#include <vector>

namespace ringtrial::batch {

/// round::estimate() of the measurands of one table after the other, in lanes.
class estimates_of_measurands {
 public:
  /// Without a review its estimates are left out.
  estimates_of_measurands(const round::measurand_options& options, bool review);

  /// Valid until the next call.
  [[nodiscard]] std::span<const round::estimates> find(const table<double>& x);

 private:
  using pair = ringtrial::detail::location_and_scale;

  void set_participants(const table<double>& x);
  void set_target_scales(const table<double>& x);
  void set_q_scales(const table<double>& x);
  void find_pairs(const table<double>& x, const assigned::from_participants_options& o);
  void find_medians_with_scales(const table<double>& x,
                                const assigned::from_participants_options& o);

  const round::measurand_options& options_;
  const target::from_data_options* asked_;
  bool review_;
  std::vector<round::estimates> all_;
  std::vector<round::statistics> statistics_;
  std::vector<pair> pairs_;
  std::vector<robust::algorithm_a_result<double>> fixed_points_;
  std::vector<robust::q_hampel_result<double>> q_pairs_;
  std::vector<robust::q_method_result<double>> q_scales_;
  std::vector<double> locations_, scales_;
};

}  // namespace ringtrial::batch
