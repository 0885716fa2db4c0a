// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

/// Small things that most tests of methods need.
namespace testing_tools {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double inf = std::numeric_limits<double>::infinity();

/// The text of the std::invalid_argument that f throws; empty if it throws none.
template <class F>
std::string complaint(F f) {
  try {
    f();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

/// How many units in the last place of `expected` lie between the two.
inline double ulps(double got, double expected) {
  const double ulp = std::abs(std::nextafter(expected, inf) - expected);
  return std::abs(got - expected) / ulp;
}

}  // namespace testing_tools
