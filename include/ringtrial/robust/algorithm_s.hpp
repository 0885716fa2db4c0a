// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/detail/sorted.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/quantiles.hpp>

#include <string_view>

namespace ringtrial::robust {

/// What is pooled.
enum class spread_kind : unsigned char {
  sd,     ///< standard deviations
  range,  ///< ranges |x₁ − x₂| of two results; the result is in the unit of a range
};

template <real T>
struct algorithm_s_options {
  spread_kind kind = spread_kind::sd;
};

template <real T>
struct algorithm_s_result {
  T scale = std::numeric_limits<T>::quiet_NaN();  ///< w*, unit of the data
  std::size_t n = 0;                              ///< laboratories used
  int iterations = 0;                             ///< 0: found by one walk, not iteration
  status_t status = status_t::too_few;
};

}  // namespace ringtrial::robust

namespace ringtrial::detail {

/// One laboratory's spread with what its degrees of freedom allow.
struct spread {
  double value;   ///< w
  double df;      ///< ν
  double limit;   ///< η = √(χ²₀.₉(ν)/ν)
  double weight;  ///< ν/ξ², 1/ξ² = F(νη²; ν + 2) + 0.1 η²
  [[nodiscard]] double ratio() const noexcept { return value / limit; }
};

[[nodiscard]] inline spread spread_of(double value, double df) {
  const double squared = chi_squared_quantile(0.9, df);
  const double limit = std::sqrt(squared / df);
  return {value, df, limit,
          df * (chi_squared_cdf(squared, df + 2) + 0.1 * limit * limit)};
}

/// w* on spreads sorted by w/η: the largest ones are clipped, and how many follows from w* itself.
/// 0 where no positive w* reproduces itself.
[[nodiscard]] inline double pooled_spread(const std::vector<spread>& sorted) {
  std::vector<double> kept(sorted.size() + 1);  // Σ νw² over the smallest i
  double rest = 0;  // Σ ν/ξ² less Σ νη² of the clipped
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    kept[i + 1] = kept[i] + sorted[i].df * sorted[i].value * sorted[i].value;
    rest += sorted[i].weight;
  }
  for (std::size_t i = sorted.size(); i > 0; --i) {
    if (!(rest > 0 && kept[i] > 0)) return 0;
    const double pooled = std::sqrt(kept[i] / rest);
    const spread& largest = sorted[i - 1];
    if (largest.ratio() <= pooled) return pooled;
    rest -= largest.df * largest.limit * largest.limit;
  }
  return 0;
}

/// The reported spreads sorted by w/η, or by value where these agree; scaled so that squares
/// neither overflow nor underflow.
template <real T, class D>
[[nodiscard]] std::vector<spread> sorted_spreads(std::span<const T> s, const D& df,
                                                 int exponent) {
  std::vector<spread> spreads;
  spreads.reserve(s.size());
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (std::isnan(s[i])) continue;
    const double value = std::ldexp(static_cast<double>(s[i]), -exponent), nu = df(i);
    if (!spreads.empty() && spreads.back().df == nu) {
      spreads.push_back(spreads.back());
      spreads.back().value = value;
    } else {
      spreads.push_back(spread_of(value, nu));
    }
  }
  std::sort(spreads.begin(), spreads.end(), [](const spread& a, const spread& b) {
    return std::pair(a.ratio(), a.df) < std::pair(b.ratio(), b.df);
  });
  return spreads;
}

/// Algorithm S with df(i) the degrees of freedom of laboratory i.
template <real T, class D>
[[nodiscard]] robust::algorithm_s_result<T> algorithm_s_of(std::span<const T> s,
                                                           const D& df) {
  robust::algorithm_s_result<T> r;
  double largest = 0;
  bool finite = true;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (std::isnan(s[i])) continue;
    if (s[i] < 0)
      reject_at("algorithm_s", "s", i, static_cast<double>(s[i]), "not negative");
    ++r.n;
    finite = finite && std::isfinite(s[i]);
    largest = std::max(largest, static_cast<double>(s[i]));
  }
  if (!finite) r.status = status_t::not_finite;
  if (!finite || r.n < 2) return r;
  const int exponent = largest > 0 ? std::ilogb(largest) : 0;
  const double pooled = pooled_spread(sorted_spreads(s, df, exponent));
  r.scale = static_cast<T>(std::ldexp(pooled, exponent));
  r.status = pooled > 0 ? status_t::ok : status_t::zero_scale;
  return r;
}

inline void require_df(double df, std::string_view argument, robust::spread_kind kind) {
  require(df >= 1 && std::isfinite(df), "algorithm_s", argument, df,
          "finite and at least 1");
  require(kind == robust::spread_kind::sd || df == 1, "algorithm_s", argument, df,
          "1 with kind 'range' (a range of two results)");
}

inline void require_df(std::span<const double> df, robust::spread_kind kind) {
  for (std::size_t i = 0; i < df.size(); ++i)
    require_df(df[i], "df[" + std::to_string(i) + "]", kind);
}

}  // namespace ringtrial::detail

namespace ringtrial::robust {

/** Pooled within-laboratory scale by Algorithm S.

      w*² = Σ νᵢ min(wᵢ², ηᵢ² w*²) / Σ νᵢ/ξᵢ²
      η = √(χ²₀.₉(ν)/ν),  1/ξ² = F_{χ²(ν+2)}(ν η²) + 0.1 η²

  For one common ν this is the standard's w* = ξ √(Σ min(wᵢ, ηw*)²/p). Unequal ν are an extension.

  Source  ISO 13528:2022, C.4; ISO 5725-5, Algorithm S.
  Input   s: one standard deviation (or range of two results) per laboratory, not negative; NaN is
          skipped. df: degrees of freedom, at least 1, one for all or one per laboratory.
  Result  scale in the unit of s, `ok`; 0 with `zero_scale` where too many are 0; NaN with
          `too_few` for fewer than two laboratories, `not_finite` for an infinity.
  Throws  std::invalid_argument for a negative s or a df below 1, naming its position.
  Cost    O(n log n): the positive fixed point is unique and found by one walk.
*/
template <sample R>
[[nodiscard]] algorithm_s_result<value_t<R>> algorithm_s(
    const R& s, double df, const algorithm_s_options<value_t<R>>& options = {}) {
  detail::require_df(df, "df", options.kind);
  return detail::algorithm_s_of(detail::as_span(s), [df](std::size_t) { return df; });
}

template <sample R>
[[nodiscard]] algorithm_s_result<value_t<R>> algorithm_s(
    const R& s, std::span<const double> df,
    const algorithm_s_options<value_t<R>>& options = {}) {
  const auto x = detail::as_span(s);
  detail::require(df.size() == x.size(),
                  "algorithm_s: df must have one value, or as many as s");
  detail::require_df(df, options.kind);
  return detail::algorithm_s_of(x, [df](std::size_t i) { return df[i]; });
}

}  // namespace ringtrial::robust
