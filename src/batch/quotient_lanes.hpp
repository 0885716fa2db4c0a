// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp.

/// (x − x_pt)/s of n numbers each; false if one of them is not finite.
[[maybe_unused]] bool quotients(const double* x, const double* x_pt, const double* s,
                                double* out, std::size_t n) {
  using number = lanes<double>;
  mask<double> finite = number(0) <= number(0);
  std::size_t i = 0;
  for (; i + number::count <= n; i += number::count) {
    const number z = (load(x + i) - load(x_pt + i)) / load(s + i);
    finite = finite & is_finite(z);
    store(z, out + i);
  }
  bool all = !any(!finite);
  for (; i < n; ++i) {
    out[i] = (x[i] - x_pt[i]) / s[i];
    all = all && std::isfinite(out[i]);
  }
  return all;
}
