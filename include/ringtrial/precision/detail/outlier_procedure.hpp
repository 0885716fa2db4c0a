// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>
#include <ringtrial/outliers/cochran.hpp>
#include <ringtrial/outliers/grubbs.hpp>
#include <ringtrial/precision/decision.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace ringtrial::precision::detail {

struct levels_of_test {
  double straggler = 0.05, outlier = 0.01;
};

inline void require_alpha(std::string_view function, const levels_of_test& alpha) {
  using ringtrial::detail::require;
  require(alpha.straggler > 0 && alpha.straggler < 1, function, "alpha[0]",
          alpha.straggler, "between 0 and 1");
  require(alpha.outlier > 0 && alpha.outlier <= alpha.straggler, function, "alpha[1]",
          alpha.outlier, "above 0 and at most alpha[0]");
}

/** The outlier procedure of ISO 5725-2, 7.3, on laboratories 0 … p−1.

  Every test that could be run is recorded in order. Cochran's goes first, on the variances; then
  Grubbs' on the means of the laboratories left, the more extreme end first; only where neither end is
  an outlier the pairs.
*/
class outlier_procedure {
 public:
  outlier_procedure(std::size_t p, const levels_of_test& alpha)
      : kept(p, true), alpha_(alpha) {}

  std::vector<bool> kept;
  std::vector<decision> decisions;
  std::vector<std::size_t> removed;  ///< in order

  /// Step 1, while three laboratories with replicates are left; NaN for those without.
  void test_variances(std::vector<double> variances, std::span<const std::size_t> n,
                      bool repeat) {
    for (bool found = true; found;) {
      for (std::size_t i = 0; i < kept.size(); ++i)
        if (!kept[i]) variances[i] = std::numeric_limits<double>::quiet_NaN();
      const auto d = cochran(variances, n);
      if (!d) return;
      found = d->verdict == outliers::verdict::outlier;
      record(*d, found);
      found = found && repeat;
    }
  }

  /// Steps 2 and 3.
  void test_means(const std::vector<double>& means, bool pairs) {
    const auto high = grubbs(means, test_kind::grubbs_max),
               low = grubbs(means, test_kind::grubbs_min);
    if (!high || !low) return;
    const bool below = low->statistic > high->statistic * outliers::detail::tie;
    const bool found = (below ? low : high)->verdict == outliers::verdict::outlier;
    record(*high, found && !below);
    record(*low, found && below);
    if (found)
      test_opposite(means, below ? test_kind::grubbs_max : test_kind::grubbs_min);
    else if (pairs)
      test_pairs(means);
  }

 private:
  void record(decision d, bool excluded) {
    d.excluded = excluded;
    for (const std::size_t lab : d.labs) {
      if (!excluded) break;
      kept[lab] = false;
      removed.push_back(lab);
    }
    decisions.push_back(std::move(d));
  }

  void test_opposite(const std::vector<double>& means, test_kind test) {
    const auto d = grubbs(means, test);
    if (d) record(*d, d->verdict == outliers::verdict::outlier);
  }

  void test_pairs(const std::vector<double>& means) {
    const auto high = grubbs(means, test_kind::grubbs_two_max),
               low = grubbs(means, test_kind::grubbs_two_min);
    if (!high || !low) return;
    const bool below = low->statistic * outliers::detail::tie < high->statistic;
    const bool found = (below ? low : high)->verdict == outliers::verdict::outlier;
    record(*high, found && !below);
    record(*low, found && below);
  }

  /// The verdict of a decision whose statistic is suspect above, or below, its critical values.
  static void judge(decision& d, bool above) {
    const auto beyond = [&](double critical) {
      return above ? d.statistic > critical : d.statistic < critical;
    };
    d.verdict = beyond(d.critical_1)   ? outliers::verdict::outlier
                : beyond(d.critical_5) ? outliers::verdict::straggler
                                       : outliers::verdict::none;
  }

  [[nodiscard]] std::optional<decision> cochran(std::span<const double> variances,
                                                std::span<const std::size_t> n) const {
    using namespace outliers::detail;
    outliers::cochran_result r;
    const auto s = find_suspect(r, tested_laboratories(variances, n), {});
    if (r.status != outcome::ok || r.p < 3) return std::nullopt;
    const auto p = static_cast<double>(r.p);
    decision d{.test = test_kind::cochran,
               .labs = {static_cast<std::size_t>(s.index)},
               .statistic = s.share,
               .critical_5 = share_critical(p, s, alpha_.straggler),
               .critical_1 = share_critical(p, s, alpha_.outlier),
               .p_value = std::min(1.0, cochran_p(p, s)),
               .p = r.p};
    judge(d, true);
    return d;
  }

  [[nodiscard]] std::optional<decision> grubbs(std::vector<double> means,
                                               test_kind test) const {
    using outliers::grubbs_kind;
    constexpr std::array kinds = {grubbs_kind::max, grubbs_kind::min,
                                  grubbs_kind::two_max, grubbs_kind::two_min};
    const outliers::grubbs_options options{
        kinds[static_cast<std::size_t>(test) -
              static_cast<std::size_t>(test_kind::grubbs_max)]};
    for (std::size_t i = 0; i < means.size(); ++i)
      if (!kept[i]) means[i] = std::numeric_limits<double>::quiet_NaN();
    const auto [r, e] = outliers::detail::statistic_of(means, options.kind);
    if (r.status != outcome::ok) return std::nullopt;
    decision d{.test = test,
               .statistic = r.statistic,
               .critical_5 = outliers::grubbs_critical(r.n, alpha_.straggler, options),
               .critical_1 = outliers::grubbs_critical(r.n, alpha_.outlier, options),
               .p_value = std::clamp(outliers::detail::grubbs_p(e, r.n, options).value,
                                     0.0, 1.0),
               .p = r.n};
    for (const auto index : r.indices)
      if (index >= 0) d.labs.push_back(static_cast<std::size_t>(index));
    judge(d, !outliers::detail::is_pair(options.kind));
    return d;
  }

  levels_of_test alpha_;
};

}  // namespace ringtrial::precision::detail
