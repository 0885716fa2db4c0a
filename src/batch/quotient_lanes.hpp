// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp.

/// (x − x_pt)/s of n numbers each; false if one of them is infinite.
[[maybe_unused]] bool quotients(const double* x, const double* x_pt, const double* s,
                                double* out, std::size_t n) {
  using number = lanes<double>;
  const number infinity(std::numeric_limits<double>::infinity()),
      not_a_number(std::numeric_limits<double>::quiet_NaN());
  mask<double> infinite = number(0) < number(0);
  std::size_t i = 0;
  for (; i + number::count <= n; i += number::count) {
    const number z = (load(x + i) - load(x_pt + i)) / load(s + i);
    infinite = infinite | (abs(z) == infinity);
    store(select(z == z, z, not_a_number), out + i);
  }
  bool none = !any(infinite);
  for (; i < n; ++i) {
    const double z = (x[i] - x_pt[i]) / s[i];
    none = none && !std::isinf(z);
    out[i] = std::isnan(z) ? std::numeric_limits<double>::quiet_NaN() : z;
  }
  return none;
}
