// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/qualitative/consensus.hpp>
#include <ringtrial/qualitative/kappa.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/texts.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ringtrial::qualitative {

/// How much of an agreement two categories are, by their distance in the list.
enum class kappa_weights : unsigned char { linear, quadratic };

struct cohen_kappa_options {
  std::optional<kappa_weights> weights = std::nullopt;  ///< none: equal or not
  std::vector<std::string> categories =
      {};  ///< empty: those seen, in ascending order of the text
  double confidence = 0.95;
};

namespace detail {

/// Two raters' pairs as proportions: of the cells that occur, and of each rater.
class pair_table {
 public:
  pair_table(texts a, texts b, const std::vector<std::string>& categories)
      : first(categories.size(), 0), second(categories.size(), 0) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      const std::size_t ka = category_at("a", i, a[i], categories);
      const std::size_t kb = category_at("b", i, b[i], categories);
      if (ka != none && kb != none) add(ka, kb);
    }
    for (auto& [cell, p] : cells) p /= static_cast<double>(n);
    for (double& p : first) p /= static_cast<double>(n);
    for (double& p : second) p /= static_cast<double>(n);
  }

  std::size_t n = 0;
  std::map<std::pair<std::size_t, std::size_t>, double> cells;
  std::vector<double> first, second;

  /// One of the raters has named one category only.
  [[nodiscard]] bool constant() const {
    return std::ranges::find(first, 1.0) != first.end() ||
           std::ranges::find(second, 1.0) != second.end();
  }

 private:
  static constexpr auto none = static_cast<std::size_t>(-1);

  static std::size_t category_at(std::string_view rater, std::size_t i,
                                 std::string_view given,
                                 const std::vector<std::string>& categories) {
    const auto text = stripped(given);
    if (text.empty()) return none;
    const auto k = position_of(categories, text);
    if (k == categories.size())
      reject_text("cohen_kappa", at(rater, i), text, "one of categories");
    return k;
  }

  void add(std::size_t ka, std::size_t kb) {
    ++n;
    ++cells[{ka, kb}];
    ++first[ka];
    ++second[kb];
  }
};

/// w_ij of K categories.
struct agreement_weights {
  std::optional<kappa_weights> kind;
  std::size_t k;

  [[nodiscard]] double operator()(std::size_t i, std::size_t j) const noexcept {
    if (i == j) return 1;
    if (!kind) return 0;
    const double distance =
        static_cast<double>(i > j ? i - j : j - i) / static_cast<double>(k - 1);
    return *kind == kappa_weights::linear ? 1 - distance : 1 - distance * distance;
  }
};

/// Σ_ij p_i q_j f(i, j) over the categories that occur.
template <class F>
[[nodiscard]] double expected_by_chance(const pair_table& t, F f) {
  double sum = 0;
  for (std::size_t i = 0; i < t.first.size(); ++i)
    for (std::size_t j = 0; t.first[i] > 0 && j < t.second.size(); ++j)
      if (t.second[j] > 0) sum += t.first[i] * t.second[j] * f(i, j);
  return sum;
}

/// Both variances as mean squares about their means: nothing cancels.
inline void set_standard_errors(kappa_result& r, const pair_table& t,
                                const agreement_weights& w) {
  std::vector<double> rows(t.first.size(), 0), columns(t.first.size(), 0);
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < rows.size(); ++j) {
      rows[i] += w(i, j) * t.second[j];
      columns[j] += w(i, j) * t.first[i];
    }
  double sum = 0;
  for (const auto& [cell, p] : t.cells) {
    const auto [i, j] = cell;
    const double centre = r.kappa - r.expected * (1 - r.kappa);
    const double off = w(i, j) - (rows[i] + columns[j]) * (1 - r.kappa) - centre;
    sum += p * off * off;
  }
  const double null = expected_by_chance(t, [&](std::size_t i, std::size_t j) {
    const double off = w(i, j) - (rows[i] + columns[j]) + r.expected;
    return off * off;
  });
  const double scale = std::sqrt(static_cast<double>(t.n)) * (1 - r.expected);
  r.standard_error = t.constant() ? 0 : std::sqrt(sum) / scale;
  r.standard_error_null = t.constant() ? 0 : std::sqrt(null) / scale;
}

/// The categories as given, or those that either rater has named.
[[nodiscard]] inline std::vector<std::string> common_categories(
    texts a, texts b, const std::vector<std::string>& given) {
  std::vector<std::string_view> all(a.begin(), a.end());
  all.insert(all.end(), b.begin(), b.end());
  return category_list("cohen_kappa", all, given);
}

}  // namespace detail

/** Agreement of two raters beyond chance, plain or weighted by distance.

      κ = (P_o − P_e)/(1 − P_e),  P_o = Σ w_ij p_ij,  P_e = Σ w_ij p_i. p_.j

  w is 1 for equal categories and else 0 (no weights), 1 − |i − j|/(K − 1) (`linear`) or
  1 − (i − j)²/(K − 1)² (`quadratic`), by position in the list of categories.

  Source  Cohen, Educ. Psychol. Meas. 20 (1960) 37; standard errors of Fleiss, Cohen and Everitt,
          Psychol. Bull. 72 (1969) 323.
  Input   a, b: one category an item, equal in length; pairs with both reported are used.
  Result  limits κ ± z standard_error within [−1, 1]. `too_few` for fewer than 2 pairs; `no_variation`
          if all are in one category: κ NaN; `zero_scale` if one rater named one category only: κ is 0
          whatever the other did, and there is no test.
  Throws  std::invalid_argument for unequal lengths, a value outside `categories` (position and text),
          a confidence outside (0, 1).
  Cost    O(n K + K²).
*/
[[nodiscard]] inline kappa_result cohen_kappa(texts a, texts b,
                                              const cohen_kappa_options& options = {}) {
  detail::require_confidence("cohen_kappa", options.confidence);
  if (a.size() != b.size())
    detail::reject("cohen_kappa: b has " + std::to_string(b.size()) +
                   " values, must have as many as a, " + std::to_string(a.size()));
  kappa_result r{.categories = detail::common_categories(a, b, options.categories)};
  const detail::pair_table table(a, b, r.categories);
  r.n = table.n;
  if (r.n < 2) return r;
  const detail::agreement_weights w{options.weights, r.categories.size()};
  double observed = 0;
  for (const auto& [cell, p] : table.cells) observed += p * w(cell.first, cell.second);
  if (!detail::set_kappa(r, observed, detail::expected_by_chance(table, w))) return r;
  detail::set_standard_errors(r, table, w);
  detail::set_inference(r, options.confidence);
  return r;
}

}  // namespace ringtrial::qualitative
