// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>
#include <ringtrial/simulate/population.hpp>

#include <cmath>
#include <cstddef>
#include <string_view>

namespace ringtrial::simulate {

/// What the arguments of a function must be.
struct requirement {
  std::string_view function;

  void be(bool holds, std::string_view name, double value,
          std::string_view allowed) const {
    detail::require(holds, function, name, value, allowed);
  }
  void be_finite(std::string_view name, double v) const {
    be(std::isfinite(v), name, v, "finite");
  }
  void be_positive(std::string_view name, double v) const {
    be(v > 0 && std::isfinite(v), name, v, "finite and positive");
  }
  void not_be_negative(std::string_view name, double v) const {
    be(v >= 0 && std::isfinite(v), name, v, "finite and not negative");
  }
  void be_share(std::string_view name, double v) const {
    be(v >= 0 && v <= 1, name, v, "from 0 to 1");
  }
};

inline void require_laboratories(std::string_view function, std::size_t n,
                                 std::size_t least) {
  requirement{function}.be(n >= least && n <= 1'000'000, "laboratories",
                           static_cast<double>(n),
                           "from " + std::to_string(least) + " to 1000000");
}

inline void require_rounds(std::string_view function, std::size_t rounds) {
  requirement{function}.be(rounds >= 2, "rounds", static_cast<double>(rounds),
                           "at least 2");
}

}  // namespace ringtrial::simulate
