// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp.

/// Numbers side by side, or one that stands for all.
template <bool One>
struct quotient_operand {
  const double* values;
  lanes<double> all;

  explicit quotient_operand(const double* from) : values(from), all(*from) {}
  RINGTRIAL_LANES lanes<double> operator()(std::size_t i) const {
    return One ? all : load(values + i);
  }
  [[nodiscard]] double operator[](std::size_t i) const { return values[One ? 0 : i]; }
};

/// How many of n numbers lie behind the last address that is a multiple of the vector's size.
[[maybe_unused]] std::size_t behind_aligned(const double* p, std::size_t n) {
  constexpr std::size_t bytes = lanes<double>::count * sizeof(double);
  return std::min(n, reinterpret_cast<std::uintptr_t>(p + n) % bytes / sizeof(double));
}

/// From the end to the beginning: the system clears new memory of `out` a few pages at a time, and
/// those last cleared are still in the caches.
template <bool OneXpt, bool OneSigma>
bool quotients_of(const detail::z_run& r) {
  using number = lanes<double>;
  const quotient_operand<OneXpt> x_pt(r.x_pt);
  const quotient_operand<OneSigma> sigma_pt(r.sigma_pt);
  const number infinity(std::numeric_limits<double>::infinity()),
      not_a_number(std::numeric_limits<double>::quiet_NaN());
  mask<double> infinite = number(0) < number(0);
  bool none = true;
  std::size_t i = r.n;
  const auto one_by_one = [&](std::size_t begin) {
    while (i > begin) {
      --i;
      const double z = (r.x[i] - x_pt[i]) / sigma_pt[i];
      none = none && !std::isinf(z);
      r.out[i] = std::isnan(z) ? std::numeric_limits<double>::quiet_NaN() : z;
    }
  };
  const auto side_by_side = [&](auto put) RINGTRIAL_LAMBDA {
    while (i >= number::count) {
      i -= number::count;
      const number z = (load(r.x + i) - x_pt(i)) / sigma_pt(i);
      infinite = infinite | (abs(z) == infinity);
      put(select(z == z, z, not_a_number), r.out + i);
    }
  };
  if (r.past_caches) {
    one_by_one(r.n - behind_aligned(r.out, r.n));
    side_by_side([](number z, double* to) RINGTRIAL_LAMBDA { stream(z, to); });
    after_streams();
  } else {
    side_by_side([](number z, double* to) RINGTRIAL_LAMBDA { store(z, to); });
  }
  one_by_one(0);
  return none && !any(infinite);
}

/// Of at least one number.
[[maybe_unused]] bool quotients(const detail::z_run& r) {
  if (r.one_x_pt)
    return r.one_sigma_pt ? quotients_of<true, true>(r) : quotients_of<true, false>(r);
  return r.one_sigma_pt ? quotients_of<false, true>(r) : quotients_of<false, false>(r);
}
