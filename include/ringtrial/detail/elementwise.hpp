// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>

#include <array>
#include <cmath>
#include <concepts>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

/** Element-wise functions: one formula in double, applied to numbers, ranges and broadcast arrays.

  A formula is a struct with `function` (its public name), `arguments` (name and rule of each) and
  an operator() in double. Mistakes are looked for in whole arguments before anything is computed;
  a NaN in any argument gives NaN at its place; what is not finite becomes NaN.
*/
namespace ringtrial::detail {

/// What an argument must be; NaN always passes.
enum class rule : unsigned char { data, not_negative, positive };

struct argument_rule {
  std::string_view name;
  rule must = rule::data;
};

[[nodiscard]] constexpr bool keeps(rule must, double value) noexcept {
  if (value != value || must == rule::data) return true;
  const bool finite = value <= std::numeric_limits<double>::max();
  return finite && (must == rule::positive ? value > 0 : value >= 0);
}

[[nodiscard]] constexpr std::string_view allowed(rule must) noexcept {
  return must == rule::positive ? "finite and positive" : "finite and not negative";
}

/// (x − x_pt)/denominator, the difference first; halved where it alone would overflow.
[[nodiscard]] inline double ratio(double x, double x_pt, double denominator) noexcept {
  const double difference = x - x_pt;
  if (std::isinf(difference) && std::isfinite(x) && std::isfinite(x_pt))
    return (0.5 * x - 0.5 * x_pt) / (0.5 * denominator);
  return difference / denominator;
}

/// A number that is finite in T, else NaN.
template <real T>
[[nodiscard]] T finite_or_nan(double value) noexcept {
  const T rounded = static_cast<T>(value);
  return std::isfinite(rounded) ? rounded : std::numeric_limits<T>::quiet_NaN();
}

/// An argument of the range forms: a sample, or one number for all.
template <class A>
concept range_or_number = sample<A> || std::is_arithmetic_v<A>;

template <range_or_number A>
[[nodiscard]] double element(const A& a, std::size_t i) noexcept {
  if constexpr (std::is_arithmetic_v<A>)
    return static_cast<double>(a);
  else
    return static_cast<double>(a.data()[i]);
}

template <range_or_number A>
void require_rule(std::string_view function, argument_rule argument, const A& a) {
  if constexpr (std::is_arithmetic_v<A>) {
    if (!keeps(argument.must, static_cast<double>(a)))
      reject(function, argument.name, static_cast<double>(a), allowed(argument.must));
  } else {
    for (std::size_t i = 0; i < as_span(a).size(); ++i)
      if (!keeps(argument.must, element(a, i)))
        reject_at(function, argument.name, i, element(a, i), allowed(argument.must));
  }
}

template <class F, class... A>
void require_rules(const F& f, const A&... a) {
  std::size_t position = 0;
  (require_rule(f.function, f.arguments[position++], a), ...);
}

/// The formula for single numbers.
template <real T, class F, class... A>
[[nodiscard]] T of_numbers(const F& f, A... a) {
  require_rules(f, a...);
  return finite_or_nan<T>(f(static_cast<double>(a)...));
}

template <range_or_number A>
void require_length(std::string_view function, std::string_view name, const A& a,
                    std::size_t n) {
  if constexpr (!std::is_arithmetic_v<A>)
    require(as_span(a).size() == n, std::string(function) + ": " + std::string(name) +
                                        " has " + std::to_string(as_span(a).size()) +
                                        " values, must have " + std::to_string(n) +
                                        " or be one number");
}

/// The formula for ranges of equal length and numbers.
template <real T, class F, class... A>
void of_ranges(const F& f, std::span<T> out, const A&... a) {
  std::size_t position = 0;
  (require_length(f.function, f.arguments[position++].name, a, out.size()), ...);
  require_rules(f, a...);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = finite_or_nan<T>(f(element(a, i)...));
}

template <sample R, class F, class... A>
[[nodiscard]] std::vector<value_t<R>> of_ranges(const F& f, const R& x, const A&... a) {
  std::vector<value_t<R>> out(as_span(x).size());
  of_ranges(f, std::span<value_t<R>>(out), x, a...);
  return out;
}

}  // namespace ringtrial::detail
