// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>
#include <ringtrial/target/horwitz.hpp>

#include <array>
#include <cmath>
#include <span>
#include <string_view>
#include <vector>

namespace ringtrial::precision {

/// Which standard deviation is compared.
enum class horrat_kind : unsigned char {
  R,  ///< of reproducibility
  r,  ///< of repeatability
};

/// How the standard deviation of reproducibility is predicted from the concentration.
enum class horrat_model : unsigned char {
  horwitz,   ///< 0.02 c^0.8495
  thompson,  ///< target::horwitz(): 0.22 c below 1.2e-7, 0.01 √c above 0.138
};

struct horrat_options {
  horrat_kind kind = horrat_kind::R;
  horrat_model model = horrat_model::horwitz;
  double repeatability_factor = 0.66;  ///< σ_r/σ_R; AOAC uses 0.5
};

}  // namespace ringtrial::precision

namespace ringtrial::detail {

struct horrat_formula {
  static constexpr std::string_view function = "horrat";
  std::array<argument_rule, 2> arguments = {
      {{"s", rule::not_negative}, {"c", rule::positive, 1, "1"}}};
  horwitz_formula predicted;
  double factor;

  explicit horrat_formula(const precision::horrat_options& o)
      : predicted({.modified = o.model == precision::horrat_model::thompson}),
        factor(o.kind == precision::horrat_kind::r ? o.repeatability_factor : 1) {
    require(o.repeatability_factor > 0 && std::isfinite(o.repeatability_factor), function,
            "repeatability_factor", o.repeatability_factor, "finite and positive");
  }

  [[nodiscard]] double operator()(double s, double c) const noexcept {
    return s / predicted(c) / factor;
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::precision {

/** HorRat: a standard deviation over the one that Horwitz's function predicts.

      HorRat(R) = s/σ_H(c),   HorRat(r) = s/(repeatability_factor σ_H(c)),   σ_H = 0.02 c^0.8495

  Source  Horwitz and Albert, J. AOAC Int. 89 (2006) 1095; Thompson, Analyst 125 (2000) 385.
  Input   s ≥ 0 and 0 < c ≤ 1 as mass fractions (0.001 for 1 g/kg); NaN gives NaN.
  Result  without unit. Usual acceptance 0.5 to 2 for R, 0.3 to 1.3 for r.
  Throws  std::invalid_argument for s or c outside, or a factor that is not positive.
  Cost    O(1) an element, one power.
*/
template <real T>
[[nodiscard]] T horrat(T s, T c, const horrat_options& options = {}) {
  return ringtrial::detail::of_numbers<T>(ringtrial::detail::horrat_formula(options), s,
                                          c);
}

/// Element by element; c of the length of s, or one number.
template <sample R, ringtrial::detail::range_or_number C>
[[nodiscard]] std::vector<value_t<R>> horrat(const R& s, const C& c,
                                             const horrat_options& options = {}) {
  return ringtrial::detail::vector_of(ringtrial::detail::horrat_formula(options), s, c);
}

}  // namespace ringtrial::precision
