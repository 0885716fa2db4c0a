// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/assigned/from_participants.hpp>
#include <ringtrial/robust/algorithm_a.hpp>
#include <ringtrial/robust/mad.hpp>
#include <ringtrial/robust/median.hpp>
#include <ringtrial/robust/niqr.hpp>
#include <ringtrial/round/statistics.hpp>

#include <cmath>

namespace ringtrial::round {
namespace {

namespace det = ringtrial::detail;

void set_robust(statistics& s, const robust::algorithm_a_result<double>& r) {
  s.robust_mean = r.location;
  s.robust_sd = r.scale;
  s.iterations = r.iterations;
  s.status = r.status;
}

/// Every figure by its own function, which scales the values or finds them infinite.
void set_one_by_one(statistics& s, std::span<const double> x) {
  for (const double value : x) {
    if (!(s.minimum <= value) && !std::isnan(value)) s.minimum = value;
    if (!(s.maximum >= value) && !std::isnan(value)) s.maximum = value;
  }
  set_robust(s, robust::algorithm_a(x));
  s.median = robust::median(x);
  s.mad = robust::mad(x);
  s.niqr = robust::niqr(x);
  const auto moments =
      assigned::from_participants(x, {.estimator = assigned::estimator::mean});
  s.mean = s.n == 1 ? s.minimum : moments.value;
  s.sd = moments.scale;
}

/// The same to the last bit from at least two sorted values that none of them would scale.
void set_at_once(statistics& s, std::span<const double> v) {
  const robust::algorithm_a_options<double> standard;
  auto robust_pair =
      det::algorithm_a_of_sorted(v, 0, det::correction_of(standard), standard);
  robust_pair.location += 0.0;
  robust_pair.scale += 0.0;
  set_robust(s, robust_pair);
  s.median = det::median_of_sorted(v);
  s.mad = robust::mad_options<double>{}.factor * det::mad_of_sorted(v, s.median) + 0.0;
  s.niqr = robust::niqr_options<double>{}.factor *
               det::quartile_range(v, robust::quartile_rule::inclusive) +
           0.0;
  const auto moments = det::moments_of_sorted(v);
  s.mean = moments.mean + 0.0;
  s.sd = moments.sd + 0.0;
  s.minimum = v.front();
  s.maximum = v.back();
}

}  // namespace

statistics describe(std::span<const double> x) {
  const auto sorted = det::sort_reported(x, det::purpose::squares);
  const auto v = sorted.span();
  statistics s{.n = v.size()};
  if (v.size() > 1 && sorted.finite && sorted.exponent == 0)
    set_at_once(s, v);
  else if (!v.empty())
    set_one_by_one(s, x);
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
