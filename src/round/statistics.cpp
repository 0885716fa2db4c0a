// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/assigned/from_participants.hpp>
#include <ringtrial/robust/algorithm_a.hpp>
#include <ringtrial/robust/mad.hpp>
#include <ringtrial/robust/median.hpp>
#include <ringtrial/robust/niqr.hpp>
#include <ringtrial/round/statistics.hpp>

#include <algorithm>
#include <cmath>

namespace ringtrial::round {

statistics describe(std::span<const double> x) {
  std::vector<double> values;
  for (const double v : x)
    if (!std::isnan(v)) values.push_back(v);
  statistics s{.n = values.size()};
  if (values.empty()) return s;
  std::tie(s.minimum, s.maximum) =
      std::tuple(std::ranges::min(values), std::ranges::max(values));
  const auto robust_pair = robust::algorithm_a(values);
  s.robust_mean = robust_pair.location;
  s.robust_sd = robust_pair.scale;
  s.median = robust::median(values);
  s.mad = robust::mad(values);
  s.niqr = robust::niqr(values);
  const auto moments =
      assigned::from_participants(values, {.estimator = assigned::estimator::mean});
  s.mean = values.size() == 1 ? values[0] : moments.value;
  s.sd = moments.scale;
  return s;
}

std::vector<statistics> describe_strata(std::span<const double> x,
                                        std::span<const std::int32_t> stratum,
                                        std::size_t groups) {
  std::vector<std::vector<double>> values(groups);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (stratum[i] >= 0) values[static_cast<std::size_t>(stratum[i])].push_back(x[i]);
  std::vector<statistics> all;
  for (const auto& group : values) all.push_back(describe(group));
  return all;
}

}  // namespace ringtrial::round
