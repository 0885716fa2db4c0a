// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/density/detail/mixture_em.hpp>
#include <ringtrial/density/detail/mode_count.hpp>

namespace ringtrial::density::detail {

/// Where each part after the first begins, among sorted values.
using cuts = std::vector<std::size_t>;

/// Runs of equal size, the larger ones first.
[[nodiscard]] inline cuts equal_runs(std::size_t n, std::size_t k) {
  cuts at;
  for (std::size_t j = 1, begin = 0; j < k; ++j) {
    begin += n / k + (j <= n % k ? 1 : 0);
    at.push_back(begin);
  }
  return at;
}

/// Whether a cut leaves at least `least` values to its neighbours on both sides.
[[nodiscard]] inline bool leaves(const cuts& at, std::size_t cut, std::size_t n,
                                 std::size_t least) {
  const auto next = std::ranges::upper_bound(at, cut);
  const std::size_t right = next == at.end() ? n : *next;
  const std::size_t left = next == at.begin() ? 0 : *(next - 1);
  return cut - left >= least && right - cut >= least;
}

/// At the largest gaps that leave two values on each side, then at any.
[[nodiscard]] inline cuts largest_gaps(std::span<const double> v, std::size_t k) {
  std::vector<std::size_t> order;
  for (std::size_t i = 1; i < v.size(); ++i) order.push_back(i);
  std::ranges::stable_sort(order, std::greater<>{},
                           [&](std::size_t i) { return v[i] - v[i - 1]; });
  cuts at;
  for (const std::size_t least : {2, 1})
    for (const std::size_t cut : order) {
      if (at.size() + 1 == k) return at;
      if (leaves(at, cut, v.size(), least))
        at.insert(std::ranges::upper_bound(at, cut), cut);
    }
  return at;
}

/// At the antimodes of the density at the critical bandwidth for k modes; none if it has other modes.
[[nodiscard]] inline cuts at_antimodes(std::span<const double> v, std::size_t k) {
  const auto values = distinct_values(v);
  if (k == 1 || values.at.size() <= k) return {};
  const double h = smallest_bandwidth(values, k);
  cuts at;
  for (const auto& point : turning_point_search(values, h, true).run())
    if (!point.maximum)
      at.push_back(
          static_cast<std::size_t>(std::ranges::upper_bound(v, point.at(h)) - v.begin()));
  return at;
}

/// Weight, mean and standard deviation (divisor n) of the values of each part.
[[nodiscard]] inline std::vector<component> parts_between(std::span<const double> u,
                                                          cuts at, bool equal_sd) {
  const double n = static_cast<double>(u.size());
  const double least = 1 / (2 * static_cast<double>(at.size() + 1));
  at.push_back(u.size());
  std::vector<component> parts;
  double within = 0;
  for (std::size_t j = 0, begin = 0; j < at.size(); begin = at[j++]) {
    const auto part = u.subspan(begin, at[j] - begin);
    const double count = static_cast<double>(part.size());
    double sum = 0, squares = 0;
    for (const double x : part) sum += x - part.front();
    const double mean = part.front() + sum / count;
    for (const double x : part) squares += (x - mean) * (x - mean);
    within += squares;
    parts.push_back({count / n, mean, squares > 0 ? std::sqrt(squares / count) : least});
  }
  for (auto& part : parts) {
    if (equal_sd) part.sd = within > 0 ? std::sqrt(within / n) : least;
    part.sd = std::max(part.sd, least_sd);
  }
  return parts;
}

/// Cuts that make k parts, none of them empty.
[[nodiscard]] inline bool makes_parts(const cuts& at, std::size_t n, std::size_t k) {
  if (at.size() + 1 != k) return false;
  for (std::size_t j = 0; j < at.size(); ++j)
    if (at[j] <= (j > 0 ? at[j - 1] : 0) || at[j] >= n) return false;
  return true;
}

/// The best of EM from equal runs, from the largest gaps and from the antimodes.
[[nodiscard]] inline mixture best_mixture(std::span<const double> u, std::size_t k,
                                          const em_options& o) {
  const mixture_em em(u, o);
  mixture best;
  for (const auto& start :
       {equal_runs(u.size(), k), largest_gaps(u, k), at_antimodes(u, k)}) {
    if (!makes_parts(start, u.size(), k)) continue;
    auto found = em.run(parts_between(u, start, o.equal_sd));
    if (found.log_likelihood > best.log_likelihood) best = std::move(found);
    if (k == 1) break;
  }
  std::ranges::sort(best.parts, {}, &component::mean);
  return best;
}

}  // namespace ringtrial::density::detail
