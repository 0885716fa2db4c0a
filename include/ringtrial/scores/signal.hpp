// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <string_view>

namespace ringtrial::scores {

/// What a score says of a result.
enum class verdict : unsigned char {
  not_scored,
  satisfactory,
  questionable,
  unsatisfactory
};

[[nodiscard]] constexpr std::string_view name(verdict v) noexcept {
  switch (v) {
    case verdict::not_scored:
      return "not_scored";
    case verdict::satisfactory:
      return "satisfactory";
    case verdict::questionable:
      return "questionable";
    case verdict::unsatisfactory:
      return "unsatisfactory";
  }
  return "unknown";
}

/// Which score it is, and so which limits are its own.
enum class score_kind : unsigned char { z, z_prime, zeta, e_n, percent_allowance };

[[nodiscard]] constexpr std::string_view name(score_kind kind) noexcept {
  switch (kind) {
    case score_kind::z:
      return "z";
    case score_kind::z_prime:
      return "z_prime";
    case score_kind::zeta:
      return "zeta";
    case score_kind::e_n:
      return "e_n";
    case score_kind::percent_allowance:
      return "percent_allowance";
  }
  return "unknown";
}

inline constexpr double not_given = std::numeric_limits<double>::quiet_NaN();

struct signal_options {
  score_kind kind = score_kind::z;
  double first = not_given;   ///< NaN: the limits of `kind`
  double second = not_given;  ///< NaN beside `first`: one limit, nothing is questionable
  double tolerance =
      1e-9;  ///< relative slack, since "=" is meant in decimals; 0 <= t < 0.01
};

/// The limits in force; `unsatisfactory` NaN where there is one limit only.
struct signal_limits {
  double satisfactory = 2;
  double unsatisfactory = 3;
};

}  // namespace ringtrial::scores

namespace ringtrial::detail {

inline void require_tolerance(std::string_view function, double tolerance) {
  require(tolerance >= 0 && tolerance < 0.01, function, "tolerance", tolerance,
          "from 0 to below 0.01");
}

[[nodiscard]] inline scores::signal_limits limits_of(const scores::signal_options& o) {
  require_tolerance("signal", o.tolerance);
  if (std::isnan(o.first) && std::isnan(o.second)) {
    if (o.kind == scores::score_kind::e_n) return {1, scores::not_given};
    if (o.kind == scores::score_kind::percent_allowance) return {100, scores::not_given};
    return {2, 3};
  }
  require(o.first > 0 && std::isfinite(o.first), "signal", "limits", o.first,
          "finite and positive");
  require(std::isnan(o.second) || (o.second > o.first && std::isfinite(o.second)),
          "signal", "limits", o.second, "finite and above the first limit");
  return {o.first, o.second};
}

struct signal_formula {
  static constexpr std::string_view function = "signal";
  static constexpr std::array<argument_rule, 1> arguments = {{{"score"}}};
  scores::signal_limits limits;
  double tolerance = 1e-9;

  explicit signal_formula(const scores::signal_options& options)
      : limits(limits_of(options)), tolerance(options.tolerance) {}

  [[nodiscard]] scores::verdict operator()(double score) const noexcept {
    if (std::isnan(score)) return scores::verdict::not_scored;
    const double size = std::abs(score);
    if (size <= limits.satisfactory * (1 + tolerance))
      return scores::verdict::satisfactory;
    return size >= limits.unsatisfactory * (1 - tolerance) ||
                   std::isnan(limits.unsatisfactory)
               ? scores::verdict::unsatisfactory
               : scores::verdict::questionable;
  }
};

struct signal_ez_formula {
  static constexpr std::string_view function = "signal_ez";
  static constexpr std::array<argument_rule, 2> arguments = {{{"ez_minus"}, {"ez_plus"}}};
  double tolerance = 1e-9;

  explicit signal_ez_formula(double slack) : tolerance(slack) {
    require_tolerance(function, tolerance);
  }

  [[nodiscard]] scores::verdict operator()(double ez_minus,
                                           double ez_plus) const noexcept {
    if (std::isnan(ez_minus) || std::isnan(ez_plus)) return scores::verdict::not_scored;
    const bool one = std::abs(ez_minus) <= 1 + tolerance;
    const bool other = std::abs(ez_plus) <= 1 + tolerance;
    if (one && other) return scores::verdict::satisfactory;
    return one || other ? scores::verdict::questionable : scores::verdict::unsatisfactory;
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::scores {

/** What a score says: |s| ≤ a satisfactory, |s| ≥ b unsatisfactory, between questionable; with one
    limit |s| ≤ a satisfactory, else unsatisfactory.

  Source  ISO 13528:2022, 9.4.2 (2 and 3), 9.7.2 (1), 9.3.6 (100); a value exactly on the single
          limit passes, as in ISO/IEC 17043 annex B and CNAS-GL002; ISO 13528 would flag it. The
          score is never rounded before it is compared; `tolerance` makes (0.34 − 0.30)/0.02,
          2.0000000000000018 in binary, the 2 that it is in decimals.
  Input   NaN is `not_scored`, an infinity `unsatisfactory`.
  Throws  std::invalid_argument for limits that are not positive and increasing, or a tolerance
          outside [0, 0.01).
  Cost    O(1) an element.
*/
[[nodiscard]] inline verdict signal(double score, const signal_options& options = {}) {
  return detail::signal_formula(options)(score);
}

template <sample R>
void signal(const R& score, std::span<verdict> out, const signal_options& options = {}) {
  detail::fill(detail::signal_formula(options), out, score);
}

template <sample R>
[[nodiscard]] std::vector<verdict> signal(const R& score,
                                          const signal_options& options = {}) {
  return detail::vector_of<verdict>(detail::signal_formula(options), score);
}

/** Signal of the pair (Ez⁻, Ez⁺): both within ±1 satisfactory, one questionable, none
    unsatisfactory; NaN in either `not_scored`.

  Source  ISO 13528:2005, p. 30.
  Throws  std::invalid_argument for a tolerance outside [0, 0.01).
*/
[[nodiscard]] inline verdict signal_ez(double ez_minus, double ez_plus,
                                       double tolerance = 1e-9) {
  return detail::signal_ez_formula(tolerance)(ez_minus, ez_plus);
}

template <sample R, sample S>
void signal_ez(const R& ez_minus, const S& ez_plus, std::span<verdict> out,
               double tolerance = 1e-9) {
  detail::fill(detail::signal_ez_formula(tolerance), out, ez_minus, ez_plus);
}

template <sample R, sample S>
[[nodiscard]] std::vector<verdict> signal_ez(const R& ez_minus, const S& ez_plus,
                                             double tolerance = 1e-9) {
  return detail::vector_of<verdict>(detail::signal_ez_formula(tolerance), ez_minus,
                                    ez_plus);
}

}  // namespace ringtrial::scores
