// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/detail/require.hpp>
#include <ringtrial/robust/median.hpp>
#include <ringtrial/round/laboratory_results.hpp>
#include <ringtrial/round/vocabulary.hpp>

#include <cmath>
#include <limits>

namespace ringtrial::round {
namespace {

using censored::censoring;
using detail::require;

void require_columns(const reported& d) {
  const std::size_t n = d.laboratory.size();
  require(d.value.size() == n && d.qualifier.size() == n && d.u.size() == n &&
              d.U.size() == n && d.k.size() == n,
          "evaluate: laboratory, value, qualifier, u, U and k must have one length");
  for (std::size_t i = 0; i < n; ++i) {
    const auto here = d.laboratory[i];
    require(here >= 0 && static_cast<std::size_t>(here) < d.laboratories,
            "evaluate: laboratory must be a position among the laboratories");
    require(i == 0 || here >= d.laboratory[i - 1],
            "evaluate: laboratory must be in ascending order");
  }
}

/// The entries of one laboratory.
struct entries {
  const reported& data;
  std::size_t first, last;

  [[nodiscard]] bool has_value(std::size_t i) const { return !std::isnan(data.value[i]); }
  /// The direction of all censored replicates; `between` stands for both at once.
  [[nodiscard]] censoring direction() const {
    bool below = false, above = false;
    for (std::size_t i = first; i < last; ++i) {
      below = below || (has_value(i) && data.qualifier[i] < 0);
      above = above || (has_value(i) && data.qualifier[i] > 0);
    }
    if (below && above) return censoring::between;
    return below ? censoring::below : above ? censoring::above : censoring::exact;
  }
  [[nodiscard]] std::vector<double> values() const {
    std::vector<double> found;
    for (std::size_t i = first; i < last; ++i)
      if (has_value(i)) found.push_back(data.value[i]);
    return found;
  }
};

/// About the first value, so that equal replicates have exactly their value as mean; infinite where
/// a value is, or where the mean leaves the range of double.
double mean_of(const std::vector<double>& x) {
  if (x.size() == 1) return x.front() + 0.0;
  double sum = 0;
  for (const double v : x) sum += v - x.front();
  const double mean = x.front() + sum / static_cast<double>(x.size());
  return std::isfinite(mean) ? mean : std::numeric_limits<double>::infinity();
}

double variance_of(const std::vector<double>& x) {
  const double mean = mean_of(x);
  double squares = 0;
  for (const double v : x) squares += (v - mean) * (v - mean);
  return squares / static_cast<double>(x.size() - 1);
}

void set_first(laboratory_results& r, std::size_t lab, const entries& e) {
  for (std::size_t i = e.first; i < e.last; ++i) {
    if (!e.has_value(i)) continue;
    r.value[lab] = e.data.value[i];
    r.qualifier[lab] = e.data.qualifier[i] < 0   ? censoring::below
                       : e.data.qualifier[i] > 0 ? censoring::above
                                                 : censoring::exact;
    return;
  }
}

void set_value(laboratory_results& r, std::size_t lab, const entries& e,
               replicate_rule rule) {
  const auto values = e.values();
  const censoring direction = e.direction();
  r.n[lab] = values.size();
  if (values.empty()) return;
  if (values.size() > 1 && direction == censoring::exact)
    r.variance[lab] = variance_of(values);
  if (rule == replicate_rule::first) return set_first(r, lab, e);
  if (direction == censoring::between) return;  // "<" and ">" at once: no result
  r.qualifier[lab] = direction;
  const bool median = rule == replicate_rule::median && direction == censoring::exact;
  r.value[lab] = median ? robust::median(values) : mean_of(values);
}

void set_uncertainty(laboratory_results& r, std::size_t lab, const entries& e) {
  const auto stated = [](double value) { return value >= 0 && std::isfinite(value); };
  for (std::size_t i = e.first; i < e.last; ++i) {
    if (!stated(e.data.u[i]) && !stated(e.data.U[i])) continue;
    if (stated(e.data.u[i])) r.u[lab] = e.data.u[i];
    if (stated(e.data.U[i])) r.U[lab] = e.data.U[i];
    if (stated(e.data.k[i]) && e.data.k[i] > 0) r.k[lab] = e.data.k[i];
    return;
  }
}

}  // namespace

laboratory_results results_of_laboratories(const reported& data, replicate_rule rule) {
  require_columns(data);
  const std::size_t n = data.laboratories;
  const std::vector<double> none(n, nan);
  laboratory_results r{none, std::vector(n, censoring::exact), none, none, none,
                       none, std::vector<std::size_t>(n)};
  for (std::size_t first = 0, last = 0; first < data.laboratory.size(); first = last) {
    const auto here = data.laboratory[first];
    while (last < data.laboratory.size() && data.laboratory[last] == here) ++last;
    const entries e{data, first, last};
    set_value(r, static_cast<std::size_t>(here), e, rule);
    set_uncertainty(r, static_cast<std::size_t>(here), e);
  }
  return r;
}

}  // namespace ringtrial::round
