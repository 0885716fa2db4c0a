// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/censored/detail/reported.hpp>
#include <ringtrial/censored/detail/self_consistency.hpp>
#include <ringtrial/outcome.hpp>

#include <compare>

namespace ringtrial::censored {

struct turnbull_options {
  double lower_bound = -std::numeric_limits<double>::infinity();  ///< unit of x
  double upper_bound = std::numeric_limits<double>::infinity();   ///< unit of x
  double tolerance = 1e-10;  ///< least gain of ℓ in an iteration, > 0
  std::size_t max_iterations = 10000;
};

struct turnbull_result {
  std::vector<double> lower = {}, upper = {};  ///< of the cells with mass, unit of x
  std::vector<double> mass = {};               ///< of each cell, sum 1
  double median_lower = detail::not_a_number,
         median_upper = detail::not_a_number;  ///< unit of x
  std::size_t n = 0, n_left = 0, n_right = 0, n_interval = 0, iterations = 0;
  double log_likelihood = detail::not_a_number;
  status_t status = outcome::too_few;
};

namespace detail {

/// How ends at one number sort, so that an open interval does not hold its end.
enum class end_kind : unsigned char { open_end, closed_start, closed_end, open_start };

struct interval_end {
  double at = 0;
  end_kind kind = end_kind::closed_start;

  friend bool operator==(const interval_end&, const interval_end&) = default;
  friend std::partial_ordering operator<=>(const interval_end&,
                                           const interval_end&) = default;
  [[nodiscard]] bool starts() const noexcept {
    return kind == end_kind::closed_start || kind == end_kind::open_start;
  }
};

struct end_pair {
  interval_end start, end;
};

/// A limit at its own bound leaves one point.
[[nodiscard]] inline end_pair ends_of(const data& d, std::size_t i, const bounds& b) {
  const auto [lower, upper] = interval_at(d, i, b);
  const censoring kind = kind_at(d, i);
  const bool open =
      lower < upper && (kind == censoring::below || kind == censoring::above);
  return {{lower, open ? end_kind::open_start : end_kind::closed_start},
          {upper, open ? end_kind::open_end : end_kind::closed_end}};
}

/// Innermost pairs of a start and the end that follows it: only these can have mass.
[[nodiscard]] inline std::vector<end_pair> innermost(const std::vector<end_pair>& all) {
  std::vector<interval_end> ends;
  for (const auto& [start, end] : all) ends.insert(ends.end(), {start, end});
  std::sort(ends.begin(), ends.end());
  std::vector<end_pair> cells;
  for (std::size_t k = 1; k < ends.size(); ++k)
    if (ends[k - 1].starts() && !ends[k].starts())
      cells.push_back({ends[k - 1], ends[k]});
  return cells;
}

/// The cells inside each interval, equal ones together.
[[nodiscard]] inline std::vector<cell_range> ranges_of(
    const std::vector<end_pair>& all, const std::vector<end_pair>& cells) {
  std::vector<cell_range> ranges;
  for (const auto& [start, end] : all) {
    const auto first = std::lower_bound(
        cells.begin(), cells.end(), start,
        [](const end_pair& cell, const interval_end& s) { return cell.start < s; });
    const auto past = std::upper_bound(
        cells.begin(), cells.end(), end,
        [](const interval_end& e, const end_pair& cell) { return e < cell.end; });
    ranges.push_back({static_cast<std::size_t>(first - cells.begin()),
                      static_cast<std::size_t>(past - cells.begin()) - 1, 1});
  }
  std::ranges::sort(ranges, {}, [](const auto& r) { return std::pair(r.first, r.last); });
  std::vector<cell_range> distinct;
  for (const auto& r : ranges) {
    const bool same = !distinct.empty() && distinct.back().first == r.first &&
                      distinct.back().last == r.last;
    if (same)
      ++distinct.back().count;
    else
      distinct.push_back(r);
  }
  return distinct;
}

/// Drops what is as good as nothing; the rest sums to 1.
inline void clear_small(std::vector<double>& mass) {
  double total = 0;
  for (double& m : mass) total += m = m < 1e-10 ? 0 : m;
  for (double& m : mass) m /= total;
}

/// The cell in which the cumulated mass passes one half, or the gap at which it is one half.
inline void set_median(turnbull_result& r) {
  double sum = 0;
  for (std::size_t j = 0; j < r.mass.size(); ++j) {
    sum += r.mass[j];
    if (sum < 0.5 - 1e-9) continue;
    const bool between = sum <= 0.5 + 1e-9 && j + 1 < r.mass.size();
    const auto [low, high] = between ? std::minmax(r.upper[j], r.lower[j + 1])
                                     : std::minmax(r.lower[j], r.upper[j]);
    r.median_lower = low;
    r.median_upper = high;
    return;
  }
}

}  // namespace detail

/** Distribution of results of any mixture of found values, limits and intervals, by maximum likelihood
  without a model.

  Mass lies in cells between a left end and the right end that follows it; where it lies within a cell
  the data do not say.

  Source  Turnbull, J. R. Stat. Soc. B 38 (1976) 290.
  Input   x, upper and bounds in one unit; NaN counts as not reported.
  Result  cells with their mass (those below 1e-10 are dropped) and the cell of the median in that unit;
          with "<" only the masses of kaplan_meier(). `too_few` if nothing is reported, `not_finite`,
          `max_iterations` if the Kuhn–Tucker ratios do not hold to 1e-6.
  Throws  std::invalid_argument: the mistakes of intervals(), a tolerance that is not positive,
          max_iterations 0.
  Cost    O(n) an iteration after sorting.
*/
[[nodiscard]] inline turnbull_result turnbull(const data& d,
                                              const turnbull_options& options = {}) {
  const bounds b{options.lower_bound, options.upper_bound};
  detail::require_data("turnbull", d, b);
  detail::require(options.tolerance > 0 && std::isfinite(options.tolerance), "turnbull",
                  "tolerance", options.tolerance, "finite and positive");
  detail::require(options.max_iterations >= 1, "turnbull", "max_iterations",
                  static_cast<double>(options.max_iterations), "at least 1");
  turnbull_result r;
  if (!detail::count_reported(r, d)) r.status = outcome::not_finite;
  if (r.n == 0 || r.status == outcome::not_finite) return r;
  std::vector<detail::end_pair> all;
  for (std::size_t i = 0; i < d.x.size(); ++i)
    if (!std::isnan(d.x[i])) all.push_back(detail::ends_of(d, i, b));
  const auto cells = detail::innermost(all);
  detail::self_consistency em(detail::ranges_of(all, cells), cells.size());
  r.status = em.run(options.tolerance, options.max_iterations) ? outcome::ok
                                                               : outcome::max_iterations;
  r.iterations = em.iterations();
  auto mass = em.mass();
  detail::clear_small(mass);
  r.log_likelihood = em.log_likelihood(mass);
  for (std::size_t j = 0; j < cells.size(); ++j) {
    if (mass[j] == 0) continue;
    r.lower.push_back(cells[j].start.at);
    r.upper.push_back(cells[j].end.at);
    r.mass.push_back(mass[j]);
  }
  detail::set_median(r);
  return r;
}

/// The same for any sample; float values are widened.
template <sample R>
[[nodiscard]] turnbull_result turnbull(const R& x, std::span<const censoring> qualifier,
                                       std::span<const double> upper = {},
                                       const turnbull_options& options = {}) {
  const auto values = detail::widened(x);
  return turnbull(data{values, qualifier, upper}, options);
}

}  // namespace ringtrial::censored
