// SPDX-License-Identifier: BSL-1.0
#include "double_double.hpp"
#include <ringtrial/consensus/largest_consistent_subset.hpp>

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace ringtrial::consensus::detail {
namespace {

using index = std::uint32_t;
using indices = std::vector<std::size_t>;

constexpr double tie = 1e-9;  ///< χ² that differ by less, relative, are compared exactly

/// Where the order of |d − m|/u changes as m grows.
struct crossing {
  double at;
  index closer, other;  ///< behind it
};

/// Where |x − m|/u of a pair cross between them and, for different u, beyond the one with the smaller u.
void add_crossings(std::vector<crossing>& all, const std::vector<stated_result>& labs,
                   index left, index right) {
  const auto &a = labs[left], &b = labs[right];
  if (a.d == b.d) return;  // they touch at d and keep their order
  const bool left_sharp = a.u < b.u;
  const auto &sharp = left_sharp ? a : b, &broad = left_sharp ? b : a;
  const double gap = broad.d - sharp.d;
  all.push_back({sharp.d + gap * (sharp.u / (sharp.u + broad.u)), right, left});
  if (a.u == b.u) return;
  all.push_back({sharp.d - gap * (sharp.u / (broad.u - sharp.u)), left, right});
}

/// Crossings up to the largest d: no mean of a subset lies beyond.
std::vector<crossing> crossings(const stated_results& s) {
  std::vector<crossing> all;
  const auto n = static_cast<index>(s.labs.size());
  all.reserve(s.labs.size() * s.labs.size());
  for (index i = 0; i < n; ++i)
    for (index j = i + 1; j < n; ++j) add_crossings(all, s.labs, i, j);
  std::erase_if(all, [&](const crossing& c) { return c.at > s.labs.back().d; });
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.at < b.at; });
  return all;
}

/// Σw, Σwd and Σwd², w = (u_min/u)².
struct moments {
  double_double w, wd, wdd;

  moments() = default;
  moments(double weight, double d)
      : w{weight}, wd(product({weight}, d)), wdd(product(wd, d)) {}
  moments& operator+=(const moments& o) {
    w = sum(w, o.w);
    wd = sum(wd, o.wd);
    wdd = sum(wdd, o.wdd);
    return *this;
  }
  moments& operator-=(const moments& o) {
    w = sum(w, negative(o.w));
    wd = sum(wd, negative(o.wd));
    wdd = sum(wdd, negative(o.wdd));
    return *this;
  }
  /// Σw(d − mean)²; what is only rounding of Σwd² is 0.
  [[nodiscard]] double squares() const {
    const double mean = wd.high / w.high;
    const auto twice = sum(wd, sum(wd, negative(product(w, mean))));
    const double rest = sum(wdd, negative(product(twice, mean))).high;
    return rest > 1e-28 * wdd.high ? rest : 0;
  }
};

/// Of each size the least Σw(d − mean)² and the m at whose order the prefix is that subset.
class sweep {
 public:
  explicit sweep(const stated_results& s)
      : s_(s),
        order_(s.labs.size()),
        place_(order_.size()),
        prefix_(order_.size() + 1),
        least_(order_.size() + 1, infinity),
        at_(order_.size() + 1) {
    const double smallest = s.smallest_u();
    for (const auto& lab : s.labs) {
      const double relative = smallest / lab.u;
      own_.emplace_back(relative * relative, lab.d);
    }
    const auto all = crossings(s);
    start(all.empty() ? s.labs.front().d : all.front().at - s.range());
    run(all);
  }

  [[nodiscard]] double least(std::size_t size) const { return least_[size]; }
  [[nodiscard]] const std::vector<double>& at(std::size_t size) const {
    return at_[size];
  }

 private:
  /// The order at −∞, and up to m: by u descending, x ascending.
  void start(double m) {
    std::iota(order_.begin(), order_.end(), index{0});
    std::stable_sort(order_.begin(), order_.end(),
                     [&](index a, index b) { return s_.labs[a].u > s_.labs[b].u; });
    rebuild(0, order_.size(), m);
  }

  /// Places, sums and minima of the prefixes that end inside [first, last).
  void rebuild(std::size_t first, std::size_t last, double m) {
    for (std::size_t p = first; p < last; ++p) {
      place_[order_[p]] = static_cast<index>(p);
      prefix_[p + 1] = prefix_[p];
      prefix_[p + 1] += own_[order_[p]];
      consider(p + 1, m);
    }
  }

  void consider(std::size_t size, double m) {
    const double squares = prefix_[size].squares();
    if (squares > least_[size] * (1 + tie)) return;
    if (squares < least_[size] * (1 - tie)) at_[size].clear();
    least_[size] = std::min(least_[size], squares);
    at_[size].push_back(m);
  }

  /// Crossings that coincide but for rounding are taken together.
  void run(const std::vector<crossing>& all) {
    for (std::size_t i = 0; i < all.size();) {
      std::size_t j = i + 1;
      const double slack = 64 * std::numeric_limits<double>::epsilon();
      while (j < all.size() &&
             all[j].at - all[j - 1].at <= slack * (std::abs(all[j].at) + s_.range()))
        ++j;
      const double next = j < all.size() ? all[j].at : s_.labs.back().d;
      cross(std::span(all).subspan(i, j - i), midpoint(all[j - 1].at, next));
      i = j;
    }
  }

  /// To the order at m, which lies between these crossings and the next.
  void cross(std::span<const crossing> together, double m) {
    const auto p = place_[together[0].other];
    if (together.size() == 1 && place_[together[0].closer] == p + 1)
      swap_neighbours(p, m);
    else
      sort_block(together, m);
  }

  void swap_neighbours(std::size_t p, double m) {
    prefix_[p + 1] -= own_[order_[p]];
    prefix_[p + 1] += own_[order_[p + 1]];
    std::swap(order_[p], order_[p + 1]);
    std::swap(place_[order_[p]], place_[order_[p + 1]]);
    consider(p + 1, m);
  }

  void sort_block(std::span<const crossing> together, double m) {
    std::size_t first = order_.size(), last = 0;
    for (const auto& c : together)
      for (const std::size_t p : {place_[c.closer], place_[c.other]}) {
        first = std::min(first, p);
        last = std::max(last, p + 1);
      }
    const auto begin = order_.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = order_.begin() + static_cast<std::ptrdiff_t>(last);
    std::stable_sort(begin, end, [&](index a, index b) {
      return distance(s_.labs[a], m) < distance(s_.labs[b], m);
    });
    rebuild(first, last, m);
  }

 public:
  [[nodiscard]] static double distance(const stated_result& lab, double m) {
    return std::abs(lab.d - m) / lab.u;
  }

 private:
  const stated_results& s_;
  std::vector<index> order_, place_;
  std::vector<moments> own_, prefix_;
  std::vector<double> least_;
  std::vector<std::vector<double>> at_;
};

/// A subset of the results, its fit, its positions ascending.
struct subset {
  stated_results results;
  weighted_fit fit;
  indices positions;

  subset(const stated_results& s, std::vector<stated_result> labs) : results(s) {
    std::sort(labs.begin(), labs.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.d, a.tail, a.u, a.position) <
             std::tuple(b.d, b.tail, b.u, b.position);
    });
    results.labs = std::move(labs);
    fit = fit_weighted_mean(results, 0);
    for (const auto& lab : results.labs) positions.push_back(lab.position);
    std::sort(positions.begin(), positions.end());
  }
};

subset nearest(const stated_results& s, double m, std::size_t size) {
  auto labs = s.labs;
  std::nth_element(labs.begin(), labs.begin() + static_cast<std::ptrdiff_t>(size - 1),
                   labs.end(), [&](const auto& a, const auto& b) {
                     return std::pair(sweep::distance(a, m), a.position) <
                            std::pair(sweep::distance(b, m), b.position);
                   });
  labs.resize(size);
  return {s, std::move(labs)};
}

/// Σχ² = 0: the subsets of equal x, of each x the first positions.
std::vector<subset> of_equal_values(const stated_results& s, std::size_t size) {
  std::vector<subset> found;
  for (auto first = s.labs.begin(); first != s.labs.end();) {
    const auto last = std::find_if(first, s.labs.end(),
                                   [&](const auto& lab) { return lab.d != first->d; });
    std::vector<stated_result> labs(first, last);
    first = last;
    if (labs.size() < size) continue;
    std::sort(labs.begin(), labs.end(),
              [](const auto& a, const auto& b) { return a.position < b.position; });
    labs.resize(size);
    found.emplace_back(s, std::move(labs));
  }
  return found;
}

/// The least χ² from scratch; of equal ones the smallest positions.
subset best_of(std::vector<subset> found) {
  double least = infinity;
  for (const auto& f : found) least = std::min(least, f.fit.chi2());
  const subset* best = nullptr;
  for (const auto& f : found)
    if (f.fit.chi2() <= least * (1 + 1e-12) &&
        (best == nullptr || f.positions < best->positions))
      best = &f;
  return *best;
}

subset best_of_size(const stated_results& s, const sweep& all, std::size_t size) {
  auto found = all.least(size) == 0 ? of_equal_values(s, size) : std::vector<subset>{};
  if (found.empty())
    for (const double m : all.at(size)) found.push_back(nearest(s, m, size));
  return best_of(std::move(found));
}

double critical_value(double alpha, std::size_t size) {
  return size == 1 ? not_a_number
                   : chi_squared_quantile(1 - alpha, static_cast<double>(size) - 1);
}

subset first_alone(const stated_results& s) {
  return {
      s,
      {*std::min_element(s.labs.begin(), s.labs.end(), [](const auto& a, const auto& b) {
        return a.position < b.position;
      })}};
}

/// The search for an inconsistent set.
subset largest_subset(const stated_results& s, double alpha) {
  const sweep all(s);
  for (std::size_t size = s.labs.size() - 1; size > 1; --size) {
    const double critical = critical_value(alpha, size);
    const double root = std::sqrt(all.least(size)) / s.smallest_u();
    if (root * root > critical * (1 + tie)) continue;
    auto best = best_of_size(s, all, size);
    if (best.fit.chi2() <= critical) return best;
  }
  return first_alone(s);
}

void set_subset(largest_consistent_subset_result& r, const stated_results& s,
                const subset& best) {
  for (const auto& lab : s.labs) {
    r.weights[lab.position] = 0;
    if (!std::binary_search(best.positions.begin(), best.positions.end(), lab.position))
      r.excluded.push_back(lab.position);
  }
  std::sort(r.excluded.begin(), r.excluded.end());
  r.indices = best.positions;
  r.subset_size = best.positions.size();
  r.subset_chi2 = r.subset_size == 1 ? 0 : best.fit.chi2();
  r.critical = critical_value(r.alpha, r.subset_size);
  r.consistent = r.excluded.empty();
  set_value(r, best.results, with_between_sd(best.fit, 0));
  set_interval(r, infinity);
}

}  // namespace

largest_consistent_subset_result largest_consistent_subset_of(
    const arguments& a, const largest_consistent_subset_options& o) {
  constexpr std::string_view method = "largest_consistent_subset";
  require_probability(method, "alpha", o.alpha);
  largest_consistent_subset_result r;
  r.alpha = o.alpha;
  const auto s = begin(r, {method, o.coverage}, a);
  if (r.status != status_t::ok) return r;
  const bool consistent = r.chi2 <= critical_value(o.alpha, r.n);
  set_subset(r, s, consistent ? subset(s, s.labs) : largest_subset(s, o.alpha));
  return r;
}

}  // namespace ringtrial::consensus::detail
