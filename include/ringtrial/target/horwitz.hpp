// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

#include <string>
#include <utility>

namespace ringtrial::target {

struct horwitz_options {
  std::string_view unit =
      "1";               ///< of c and of the result: a mass fraction, see horwitz_units
  bool modified = true;  ///< Thompson's three branches; false: the middle one everywhere
};

/// Units the model knows, with 10 to the power of minus this as a mass fraction; µ and μ are u.
inline constexpr std::array<std::pair<std::string_view, int>, 15> horwitz_units = {
    {{"1", 0},
     {"%", 2},
     {"g/100g", 2},
     {"g/kg", 3},
     {"mg/g", 3},
     {"mg/100g", 5},
     {"mg/kg", 6},
     {"ug/g", 6},
     {"ppm", 6},
     {"ug/kg", 9},
     {"ng/g", 9},
     {"ppb", 9},
     {"ng/kg", 12},
     {"pg/g", 12},
     {"ppt", 12}}};

}  // namespace ringtrial::target

namespace ringtrial::detail {

/// µ (U+00B5) and μ (U+03BC) written u.
[[nodiscard]] inline std::string with_plain_micro(std::string_view unit) {
  std::string text(unit);
  for (const std::string_view micro : {"\xC2\xB5", "\xCE\xBC"})
    for (auto at = text.find(micro); at != std::string::npos; at = text.find(micro)) {
      text.erase(at, micro.size() - 1);
      text[at] = 'u';
    }
  return text;
}

/// The power of ten of a mass fraction unit; another unit is the caller's mistake.
[[nodiscard]] inline int mass_fraction_power(std::string_view unit) {
  const std::string plain = with_plain_micro(unit);
  std::string known;
  for (const auto& [name, power] : target::horwitz_units) {
    if (name == plain) return power;
    if (!known.empty()) known += ", ";
    known.append("'").append(name).append("'");
  }
  reject("horwitz: unit = '" + std::string(unit) +
         "', must be a mass fraction, since the model needs one: " + known);
}

struct horwitz_formula {
  static constexpr std::string_view function = "horwitz";
  std::array<argument_rule, 1> arguments;
  double units_in_one;  ///< 1e6 for mg/kg
  bool modified;
  double factor;  ///< of c^0.8495 in its unit

  explicit horwitz_formula(const target::horwitz_options& options);

  /// In the unit of c; a value within 1e-12 of a break point is in the middle branch.
  [[nodiscard]] double operator()(double c) const noexcept {
    if (c == 0) return std::numeric_limits<double>::quiet_NaN();
    constexpr double low = 1.2e-7, high = 0.138, slack = 1e-12;
    const double fraction = c / units_in_one;
    if (modified && fraction < low * (1 - slack)) return 0.22 * c;
    if (modified && fraction > high * (1 + slack))
      return 0.01 * std::sqrt(c) * std::sqrt(units_in_one);
    return factor * std::pow(c, exponent);
  }

 private:
  static constexpr double exponent = 0.8495;
};

inline horwitz_formula::horwitz_formula(const target::horwitz_options& options)
    : units_in_one(std::pow(10.0, mass_fraction_power(options.unit))),
      modified(options.modified),
      factor(0.02 * std::pow(units_in_one, 1 - exponent)) {
  arguments = {{{"c", rule::not_negative, units_in_one, options.unit}}};
}

}  // namespace ringtrial::detail

namespace ringtrial::target {

/** Horwitz's function in Thompson's form, for a mass fraction c:

      0.22 c  below 1.2e-7;  0.02 c^0.8495;  0.01 √c  above 0.138

  Source  ISO 13528:2022, 8.4 (8); Thompson, Analyst 125 (2000) 385; Horwitz 1980 for `modified`
          false. The branches do not meet: 2.6400e-8 and 2.6412e-8 at 1.2e-7, 3.7184e-3 and
          3.7148e-3 at 0.138; a c within a relative 1e-12 of a break point is in the middle one.
  Input   c in `unit`; NaN or 0 gives NaN. Not for physical properties, enzymes, counts or
          operationally defined measurands.
  Result  in `unit`.
  Throws  std::invalid_argument for a negative c, one above 1 as a mass fraction, or a unit that is
          no mass fraction (volume concentrations such as mg/L).
  Cost    O(1) an element, one power.
*/
template <real T>
[[nodiscard]] T horwitz(T c, const horwitz_options& options = {}) {
  return detail::of_numbers<T>(detail::horwitz_formula(options), c);
}

/// Into `out`, of the length of c.
template <sample R>
void horwitz(const R& c, std::span<value_t<R>> out, const horwitz_options& options = {}) {
  detail::fill(detail::horwitz_formula(options), out, c);
}

template <sample R>
[[nodiscard]] std::vector<value_t<R>> horwitz(const R& c,
                                              const horwitz_options& options = {}) {
  return detail::vector_of(detail::horwitz_formula(options), c);
}

}  // namespace ringtrial::target
