// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp and prefix_sum_lanes.hpp.

template <class T>
void in_scales(const tile<T>& t, const double* centre, const double* scale,
               const scaled_rows& out) {
  using number = lanes<double>;
  constexpr std::size_t width = tile_width<T>;
  const auto itself = [](number y) { return y; };
  for (std::size_t l = 0; l < width; l += number::count) {
    const number m = load(centre + l), s = load(scale + l);
    for (std::size_t row = 0; row < t.size; ++row)
      store((load_double(t.rows + row * width + l) - m) / s,
            out.values + row * width + l);
    sums_from_middle(out.values + l, t.size, width, middle_is_early(t, l), itself,
                     out.sums + l);
  }
}

template <class T>
void positions(const tile<T>& t, const scaled_rows& y, const double* at,
               const ringtrial::detail::hampel_corners& corners,
               positions_of_lanes<T>& out) {
  using number = lanes<double>;
  const number a(corners.a), b(corners.b), c(corners.c), one(1);
  for (std::size_t l = 0; l < tile_width<T>; l += number::count) {
    const number x = load(at + l);
    const number bounds[] = {x - c, x - b, x - a, x + a, x + b, x + c};
    number rows[6];
    for (std::size_t row = 0; row < t.size; ++row) {
      const number value = load(y.values + row * tile_width<T> + l);
      for (std::size_t i = 0; i < 6; ++i)
        rows[i] = select(value <= bounds[i], rows[i] + one, rows[i]);
    }
    double* const to[] = {out.out, out.fall, out.flat, out.upper, out.fading, out.end};
    for (std::size_t i = 0; i < 6; ++i) store(rows[i], to[i] + l);
  }
}

template <class T>
void surroundings(const tile<T>& t, const scaled_rows& y, const double* at,
                  const ringtrial::detail::hampel_corners& corners,
                  surroundings_of_lanes<T>& out) {
  using number = lanes<double>;
  const number a(corners.a), b(corners.b), c(corners.c), one(1);
  for (std::size_t l = 0; l < tile_width<T>; l += number::count) {
    const number x = load(at + l);
    const number way = abs(x) + number(2 * hampel_margin) * (one + c + abs(x));
    number nearest(std::numeric_limits<double>::infinity()), full, fading;
    for (std::size_t row = 0; row < t.size; ++row) {
      const number value = load(y.values + row * tile_width<T> + l);
      const number distance = abs(value - x), size = abs(value);
      nearest = min(nearest, abs(distance - a));
      nearest = min(nearest, min(abs(distance - b), abs(distance - c)));
      full = select(size <= a - way, full + one, full);
      fading = select((b - way <= size) & (size <= c + way), fading + one, fading);
    }
    store(nearest, out.nearest + l);
    store(full, out.full + l);
    store(fading, out.fading + l);
  }
}
