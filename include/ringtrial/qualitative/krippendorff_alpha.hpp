// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/consensus.hpp>
#include <ringtrial/qualitative/detail/disagreement.hpp>
#include <ringtrial/qualitative/measurement_level.hpp>
#include <ringtrial/qualitative/texts.hpp>
#include <ringtrial/row_view.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace ringtrial::qualitative {

struct krippendorff_alpha_options {
  measurement_level level = measurement_level::nominal;
  std::vector<std::string> categories =
      {};  ///< for nominal and ordinal; empty: in ascending order
};

/// Result of krippendorff_alpha(); without unit unless said.
struct alpha_result {
  double alpha = detail::nan;     ///< 1 full agreement, 0 as by chance
  double observed = detail::nan;  ///< disagreement D_o, in the unit of δ²
  double expected = detail::nan;  ///< disagreement by chance D_e
  std::size_t n_units = 0;        ///< with two values at least
  std::size_t n_values = 0;       ///< in these units
  status_t status = outcome::too_few;
};

namespace detail {

/// Values by unit, NaN left out; for a ratio scale none may be negative.
template <class T>
[[nodiscard]] std::vector<std::vector<double>> values_by_unit(row_view<T> ratings,
                                                              measurement_level level) {
  std::vector<std::vector<double>> units(ratings.cols);
  for (std::size_t i = 0; i < ratings.rows; ++i)
    for (std::size_t u = 0; u < ratings.cols; ++u) {
      const auto value = static_cast<double>(ratings[i][u]);
      if (level == measurement_level::ratio && value < 0)
        reject("krippendorff_alpha", cell("ratings", i, u), value,
               "not negative for level 'ratio'");
      if (!std::isnan(value)) units[u].push_back(value);
    }
  return units;
}

/// α of the units that have two values at least.
[[nodiscard]] inline alpha_result alpha_of(std::vector<std::vector<double>> units,
                                           measurement_level level) {
  std::erase_if(units, [](const auto& unit) { return unit.size() < 2; });
  alpha_result r{.n_units = units.size()};
  for (const auto& unit : units) r.n_values += unit.size();
  if (r.n_units == 0) return r;
  r.status = outcome::not_finite;
  if (!all_finite(units)) return r;
  if (level == measurement_level::ordinal) replace_by_mid_ranks(units);
  const auto n = static_cast<double>(r.n_values);
  double within = 0;
  for (const auto& unit : units)
    within += disagreement(unit, level) / static_cast<double>(unit.size() - 1);
  const double expected = disagreement(pooled(units), level) / (n * (n - 1));
  if (!std::isfinite(within) || !std::isfinite(expected)) return r;
  r.observed = within / n;
  r.expected = expected;
  r.status = expected > 0 ? outcome::ok : outcome::no_variation;
  if (r.status == outcome::ok) r.alpha = 1 - r.observed / expected;
  return r;
}

inline void require_categorical(const krippendorff_alpha_options& options,
                                std::string_view what) {
  if (options.level == measurement_level::nominal ||
      options.level == measurement_level::ordinal)
    return;
  reject_text("krippendorff_alpha", "level", name(options.level),
              "'nominal' or 'ordinal' for " + std::string(what));
}

/// Positions in the list of categories by unit; what is not reported is left out.
[[nodiscard]] inline std::vector<std::vector<double>> positions_by_unit(
    std::span<const std::vector<std::string_view>> ratings,
    const std::vector<std::string>& order) {
  constexpr std::string_view function = "krippendorff_alpha";
  std::vector<std::vector<double>> units(ratings.empty() ? 0 : ratings[0].size());
  for (std::size_t i = 0; i < ratings.size(); ++i) {
    require(ratings[i].size() == units.size(), function,
            "the length of " + at("ratings", i), static_cast<double>(ratings[i].size()),
            "that of ratings[0], " + std::to_string(units.size()));
    for (std::size_t u = 0; u < units.size(); ++u) {
      const auto text = stripped(ratings[i][u]);
      if (text.empty()) continue;
      const auto k = position_of(order, text);
      if (k == order.size())
        reject_text(function, cell("ratings", i, u), text, "one of categories");
      units[u].push_back(static_cast<double>(k));
    }
  }
  return units;
}

}  // namespace detail

/** Krippendorff's α of texts; see below. Order for ordinal: `categories`, else ascending text.

  Input   ratings: one row a rater, one column a unit; empty counts as not reported.
  Throws  std::invalid_argument for rows of unequal length, another level, a value outside `categories`.
*/
[[nodiscard]] inline alpha_result krippendorff_alpha(
    std::span<const std::vector<std::string_view>> ratings,
    const krippendorff_alpha_options& options = {}) {
  detail::require_categorical(options, "texts and categories");
  std::vector<std::string_view> all;
  for (const auto& rater : ratings) all.insert(all.end(), rater.begin(), rater.end());
  const auto order = detail::category_list("krippendorff_alpha", all, options.categories);
  return detail::alpha_of(detail::positions_by_unit(ratings, order), options.level);
}

/** Agreement beyond chance of any number of raters, with gaps, on any scale.

      α = 1 − D_o/D_e,  D_o = Σ o_cd δ²_cd/n,  D_e = Σ n_c n_d δ²_cd/(n(n − 1))

  o_cd = Σ_u (pairs c–d in unit u)/(m_u − 1) over the units with m_u ≥ 2 values, n_c their values c. δ²:
  nominal 0 or 1; ordinal (Σ_{g=c}^{d} n_g − (n_c + n_d)/2)², which is the squared difference of
  mid-ranks; interval (c − d)²; ratio ((c − d)/(c + d))², 0 for two zeros.

  Source  Krippendorff, Content Analysis, 3rd ed. (2013), ch. 12; Computing Krippendorff's
          Alpha-Reliability (2011).
  Input   ratings: one row a rater, one column a unit, NaN not reported. With `categories` the
          numbers must be among them ("7" is 7), in that order.
  Result  without unit. `too_few` without a unit of two values; `no_variation` if all values agree
          (D_e = 0): α NaN; `not_finite` for an infinity.
  Throws  std::invalid_argument for a negative value on a ratio scale, a value outside `categories`,
          `categories` with interval or ratio.
  Cost    O(n log n); ratio O(squared number of distinct values).
*/
template <class T>
requires real<std::remove_const_t<T>>
[[nodiscard]] alpha_result krippendorff_alpha(
    row_view<T> ratings, const krippendorff_alpha_options& options = {}) {
  if (options.categories.empty())
    return detail::alpha_of(detail::values_by_unit(ratings, options.level),
                            options.level);
  std::vector<std::vector<std::string>> written(ratings.rows);
  std::vector<std::vector<std::string_view>> rows(ratings.rows);
  for (std::size_t i = 0; i < ratings.rows; ++i) {
    for (const T value : ratings[i])
      written[i].push_back(
          std::isnan(value) ? "" : detail::text_of(static_cast<double>(value)));
    rows[i].assign(written[i].begin(), written[i].end());
  }
  return krippendorff_alpha(std::span<const std::vector<std::string_view>>(rows),
                            options);
}

}  // namespace ringtrial::qualitative
