// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>

#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/** Element-wise functions: one formula in double, applied to numbers, ranges and broadcast arrays.

  A formula is a struct with `function` (its public name), `arguments` (name and rule of each), an
  operator() in double and, where two arguments bound each other, `joint`. Mistakes are looked for in
  whole arguments before anything is computed; what is not finite becomes NaN.
*/
namespace ringtrial::detail {

/// What an argument must be beside finite; NaN always passes.
enum class rule : unsigned char { data, not_negative, positive, at_least_one, count };

struct argument_rule {
  std::string_view name;
  rule must = rule::data;
  double most = std::numeric_limits<double>::max();  ///< with a relative slack of 1e-12
  std::string_view unit = {};                        ///< of `most`, for the text

  /// NaN is neither below nor above.
  [[nodiscard]] bool keeps(double value) const noexcept {
    return !(value < least() || value > greatest() || is_broken(value));
  }
  /// A count that is not a whole number.
  [[nodiscard]] bool is_broken(double value) const noexcept {
    return must == rule::count && std::isfinite(value) && value != std::trunc(value);
  }
  [[nodiscard]] double least() const noexcept {
    using limits = std::numeric_limits<double>;
    return must == rule::data           ? -limits::infinity()
           : must == rule::positive     ? limits::denorm_min()
           : must == rule::at_least_one ? 1
                                        : 0;
  }
  [[nodiscard]] double greatest() const noexcept {
    using limits = std::numeric_limits<double>;
    if (must == rule::data) return limits::infinity();
    return most < limits::max() ? most * (1 + 1e-12) : most;
  }
};

/// Argument number `smaller` must not exceed number `larger` by more than a relative `slack`.
struct joint_rule {
  std::size_t smaller, larger;
  double slack;
};

[[nodiscard]] inline std::string allowed(const argument_rule& argument) {
  if (!argument.unit.empty())
    return (argument.must == rule::positive ? "above 0 and at most " : "from 0 to ") +
           text_of(argument.most) + " in unit '" + std::string(argument.unit) +
           "', a mass fraction";
  return argument.must == rule::positive       ? "finite and positive"
         : argument.must == rule::at_least_one ? "finite and at least 1"
         : argument.must == rule::count        ? "an integer not below 0"
                                               : "finite and not negative";
}

template <class F>
concept has_joint_rule = requires {
  F::joint;
};

template <class F, std::size_t N>
[[nodiscard]] bool keeps_joint(const F&, const std::array<double, N>& values) noexcept {
  if constexpr (has_joint_rule<F>)
    return !(values[F::joint.smaller] > values[F::joint.larger] * (1 + F::joint.slack));
  else
    return true;
}

/// `at` says where, "[3]" or nothing, for each argument.
template <class F, std::size_t N>
[[noreturn]] void reject_joint(const F& f, const std::array<double, N>& values,
                               const std::array<std::string, N>& at) {
  const auto named = [&](std::size_t i) {
    return std::string(f.arguments[i].name) + at[i];
  };
  reject(f.function, named(F::joint.smaller), values[F::joint.smaller],
         "at most " + named(F::joint.larger) + " = " + text_of(values[F::joint.larger]));
}

/// A number that is finite in T, else NaN; verdicts and booleans as they are.
template <class T, class V>
[[nodiscard]] T finished(V value) noexcept {
  if constexpr (std::floating_point<V>) {
    const T rounded = static_cast<T>(value);
    return std::isfinite(rounded) ? rounded : std::numeric_limits<T>::quiet_NaN();
  } else {
    return value;
  }
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
[[nodiscard]] std::string position([[maybe_unused]] const A& a, std::size_t i) {
  if constexpr (std::is_arithmetic_v<A>) return {};
  return std::string("[").append(std::to_string(i)).append("]");
}

template <range_or_number A>
void require_rule(std::string_view function, const argument_rule& argument, const A& a) {
  std::size_t n = 1;
  if constexpr (!std::is_arithmetic_v<A>) n = as_span(a).size();
  for (std::size_t i = 0; i < n; ++i)
    if (!argument.keeps(element(a, i)))
      reject(function, std::string(argument.name) + position(a, i), element(a, i),
             allowed(argument));
}

/// Every mistake in the arguments of n elements.
template <class F, class... A>
void require_rules(const F& f, std::size_t n, const A&... a) {
  std::size_t number = 0;
  (require_rule(f.function, f.arguments[number++], a), ...);
  if constexpr (has_joint_rule<F>)
    for (std::size_t i = 0; i < n; ++i)
      if (const std::array values{element(a, i)...}; !keeps_joint(f, values))
        reject_joint(f, values, std::array{position(a, i)...});
}

/// The formula for single numbers.
template <class T, class F, class... A>
[[nodiscard]] T of_numbers(const F& f, A... a) {
  require_rules(f, 1, a...);
  return finished<T>(f(static_cast<double>(a)...));
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
template <class T, class F, class... A>
void fill(const F& f, std::span<T> out, const A&... a) {
  std::size_t number = 0;
  (require_length(f.function, f.arguments[number++].name, a, out.size()), ...);
  require_rules(f, out.size(), a...);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = finished<T>(f(element(a, i)...));
}

/// As above, into a vector of T, by default the type of x, as long as x.
template <class T = void, class F, sample R, class... A>
[[nodiscard]] auto vector_of(const F& f, const R& x, const A&... a) {
  using element_type = std::conditional_t<std::is_void_v<T>, value_t<R>, T>;
  std::vector<element_type> out(as_span(x).size());
  fill(f, std::span<element_type>(out), x, a...);
  return out;
}

}  // namespace ringtrial::detail
