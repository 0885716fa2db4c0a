// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/round/counts.hpp>
#include <ringtrial/round/scale.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace ringtrial::round {
namespace {

bool is_whole(double count) {
  return count >= 0 && std::abs(count - std::round(count)) <= 1e-6 * std::max(1.0, count);
}

/// Replicates of the laboratories used, 0 where they differ.
std::size_t replicates_of(const evaluation& e) {
  std::size_t replicates = 0;
  for (std::size_t i = 0; i < e.results.size(); ++i) {
    if (e.selection.use[i] != use::used) continue;
    if (replicates != 0 && e.results.n[i] != replicates) return 0;
    replicates = e.results.n[i];
  }
  return replicates;
}

}  // namespace

count_basis count_basis_of(const evaluation& e, const measurand_options& o,
                           double exposure) {
  detail::require(exposure > 0 && std::isfinite(exposure), "evaluate", "count_exposure",
                  exposure, "finite and positive");
  count_basis c{.whole = true, .replicates = replicates_of(e)};
  std::vector<double> counts;
  for (std::size_t i = 0; i < e.results.size(); ++i) {
    if (e.selection.use[i] != use::used) continue;
    const double count =
        e.results.value[i] * exposure * static_cast<double>(e.results.n[i]);
    c.whole = c.whole && is_whole(count);
    counts.push_back(std::round(count));
  }
  c.whole = c.whole && !counts.empty();
  if (!c.whole) return c;
  if (c.replicates > 0) c.dispersion = qualitative::dispersion_test(counts);
  const double x_pt = back_transformed(o.transform, e.assigned.x_pt);
  if (!(x_pt > 0)) return c;
  const double on =
      exposure * static_cast<double>(std::max<std::size_t>(c.replicates, 1));
  c.sd = propagated(o.transform, std::sqrt(x_pt / on), x_pt);
  if (e.target.sigma_pt > 0)
    c.share = (c.sd / e.target.sigma_pt) * (c.sd / e.target.sigma_pt);
  return c;
}

}  // namespace ringtrial::round
