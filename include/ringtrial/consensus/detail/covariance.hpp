// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/row_view.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace ringtrial::consensus::detail {

/// √Vᵢᵢ of the laboratories that take part, NaN for those with NaN in x or their row or column. Throws for
/// a V of another shape, a variance not above 0, or one that is not symmetric.
[[nodiscard]] std::vector<double> uncertainties_of(std::string_view method,
                                                   std::span<const double> x,
                                                   row_view<const double> V);

/// The same; throws also for a V that is not positive definite.
[[nodiscard]] std::vector<double> require_covariance(std::string_view method,
                                                     std::span<const double> x,
                                                     row_view<const double> V);

}  // namespace ringtrial::consensus::detail
