// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/robust/q_method.hpp>
#include <ringtrial/round/estimates.hpp>
#include <ringtrial/round/target_sd.hpp>

#include <algorithm>
#include <cmath>

namespace ringtrial::round {

estimates estimate(std::span<const double> x, const measurand_options& o) {
  estimates e;
  e.statistics = describe(x);
  const auto& participants = o.assigned.participants;
  if (o.assigned.method == assigned_method::participants) {
    e.participants = assigned::from_participants(x, participants);
    if (participants.estimator == assigned::estimator::algorithm_a)
      e.iterations = participants.algorithm_a == robust::algorithm_a_options<double>{}
                         ? e.statistics.iterations
                         : robust::algorithm_a(x, participants.algorithm_a).iterations;
  }
  if (const auto* asked = asked_of_data(o))
    e.target_scale = target::from_data(x, *asked).scale;
  if (e.statistics.n >= enough_to_review(o)) e.q_scale = robust::q_method(x).scale;
  return e;
}

const target::from_data_options* asked_of_data(const measurand_options& o) noexcept {
  static const target::from_data_options standard;
  if (o.target.method != target_method::data || !needs_target(o)) return nullptr;
  if (o.target.data) return &*o.target.data;
  return o.assigned.method == assigned_method::participants ? nullptr : &standard;
}

std::size_t enough_to_review(const measurand_options& o) noexcept {
  return std::max<std::size_t>(o.assigned.minimum_laboratories, 2);
}

finding no_scale(const statistics& s) {
  const bool agree = !(s.mad > 0);
  const double largest = std::max(std::abs(s.minimum), std::abs(s.maximum));
  return {finding_code::zero_scale,
          -1,
          {static_cast<double>(s.n), agree ? nan : largest, nan, nan}};
}

}  // namespace ringtrial::round
