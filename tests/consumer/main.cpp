// SPDX-License-Identifier: BSL-1.0
// A stranger's program: it knows the umbrella header and nothing else of ringtrial.
#include <ringtrial/ringtrial.hpp>

#include <cmath>
#include <cstdio>
#include <vector>

int main() {
  // Laboratory means of the creosote example, ISO 5725-5:1998; robust mean as in
  // tests/algorithm_a_test.cpp.
  const std::vector<double> creosote = {24.140, 20.155, 19.500, 20.300, 20.705,
                                        17.570, 20.100, 20.940, 21.185};
  const auto robust = ringtrial::robust::algorithm_a(creosote);
  const double quartile = ringtrial::normal_quantile(0.75);  // in the compiled half
  std::printf("x* = %.4f, s* = %.4f, status %s\n", robust.location, robust.scale,
              ringtrial::name(robust.status).data());
  const bool right = std::abs(robust.location - 20.412143) < 1e-5 &&
                     std::abs(1 / quartile - 1.482602218505602) < 1e-14;
  return right ? 0 : 1;
}
