// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/estimator.hpp>

namespace ringtrial::consensus {

struct sensitivity_table_options {
  std::span<const double> dof = {};  ///< of each u; none: infinite
  /// Rows; by default the methods that the page names, in its order.
  std::vector<estimator> methods = {estimator::arithmetic_mean,
                                    estimator::median,
                                    estimator::weighted_mean,
                                    estimator::birge,
                                    estimator::weighted_median,
                                    estimator::largest_consistent_subset,
                                    estimator::dersimonian_laird,
                                    estimator::mandel_paule,
                                    estimator::reml,
                                    estimator::vangel_rukhin,
                                    estimator::hedges_olkin,
                                    estimator::linear_pool,
                                    estimator::hierarchical};
  double coverage = 0.95;
};

struct sensitivity_table_result {
  std::vector<fit> rows{};  ///< one a method, each with its status
  double spread =
      detail::not_a_number;  ///< (max − min of the ok values)/(median of their u)
  std::size_t n = 0;         ///< laboratories used
};

namespace detail {

/// x, u and dof of the laboratories without NaN in any.
struct reported_arrays {
  std::vector<double> x, u, dof;

  explicit reported_arrays(const arguments& a) {
    const auto given = a.dof();
    for (std::size_t i = 0; i < a.x.size(); ++i) {
      const double nu = given ? (*given)[i] : infinity;
      if (std::isnan(a.x[i]) || std::isnan((*a.u)[i]) || std::isnan(nu)) continue;
      x.push_back(a.x[i]);
      u.push_back((*a.u)[i]);
      dof.push_back(nu);
    }
  }
};

/// A method that asks for more degrees of freedom than there are has too few.
[[nodiscard]] inline fit row_of(estimator e, const reported_arrays& data,
                                double coverage) {
  const bool too_few = std::any_of(data.dof.begin(), data.dof.end(),
                                   [&](double nu) { return nu <= least_dof(e); });
  if (too_few) return {.coverage = coverage, .n = data.x.size(), .method = name(e)};
  return estimate(e, {data.x, data.u, data.dof}, coverage);
}

[[nodiscard]] inline double spread_of(const std::vector<fit>& rows) {
  std::vector<double> u, values;
  for (const auto& row : rows) {
    if (row.status != status_t::ok) continue;
    values.push_back(row.value);
    u.push_back(row.standard_uncertainty);
  }
  if (values.empty()) return not_a_number;
  std::sort(u.begin(), u.end());
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double spread = (*high - *low) / median_of_sorted(u);
  return std::isfinite(spread) ? spread : not_a_number;
}

[[nodiscard]] inline sensitivity_table_result sensitivity_table_of(
    arguments a, const sensitivity_table_options& o) {
  constexpr std::string_view method = "sensitivity_table";
  if (!o.dof.empty()) a.given_dof = o.dof;
  require_probability(method, "coverage", o.coverage);
  require_arrays(method, a);
  const reported_arrays data(a);
  sensitivity_table_result r{.n = data.x.size()};
  for (const auto e : o.methods) r.rows.push_back(row_of(e, data, o.coverage));
  r.spread = spread_of(r.rows);
  return r;
}

}  // namespace detail

/** Every method side by side, each with its default options.

  Input   x, u: values and standard uncertainties in one unit; NaN in x, u or dof skips the laboratory.
  Result  a row a method, in the order asked, with its status; a method that asks for more degrees of
          freedom than a laboratory has is `too_few`. The weights of a row are those of the laboratories used.
  Throws  std::invalid_argument for a negative u, dof not above 0, lengths that differ, a coverage outside
          (0, 1); never for the data.
  Cost    the sum of the methods: milliseconds for 20 laboratories with known u.
  Prefer  to look at it beside any choice: a value that depends on the method by more than its u is not
          settled.
*/
template <sample X, sample U>
[[nodiscard]] sensitivity_table_result sensitivity_table(
    const X& x, const U& u, const sensitivity_table_options& options = {}) {
  return detail::sensitivity_table_of({detail::as_doubles(x), detail::as_doubles(u)},
                                      options);
}

}  // namespace ringtrial::consensus
