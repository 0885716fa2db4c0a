// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp.

/// The (h + 1)-th smallest distance of row i to all rows, itself among them: of all windows of h + 1
/// rows that hold it the least larger end, as in detail::high_medians.
template <class T>
RINGTRIAL_LANES lanes<double> high_median(const T* rows, std::size_t size, std::size_t i,
                                          std::size_t h) {
  lanes<double> least(std::numeric_limits<double>::infinity());
  const lanes<double> x = load_double(rows + i * tile_width<T>);
  const std::size_t end = i + h < size ? i + 1 : size - h;
  for (std::size_t a = i < h ? 0 : i - h; a < end; ++a) {
    const lanes<double> below = load_double(rows + a * tile_width<T>);
    const lanes<double> above = load_double(rows + (a + h) * tile_width<T>);
    least = min(least, max(x - below, above - x));
  }
  return least;
}

/// The high medians of the rows of one group of lanes, in `room`; rows without a value keep the
/// infinities that hold the others in the middle.
template <class T>
RINGTRIAL_LANES void high_medians(const tile<T>& t, std::size_t lane, double* room) {
  constexpr std::size_t group = lanes<double>::count;
  const auto [fewest, most] = counts_of_group(t, lane);
  const lanes<double> n = load_double(t.reported + lane);
  for (std::size_t i = 0; i < t.size; ++i) {
    const lanes<double> x = load_double(t.rows + lane + i * tile_width<T>);
    lanes<double> distance = x;
    for (std::size_t h = fewest / 2; h <= most / 2 && h < t.size; ++h) {
      const auto twice = static_cast<double>(2 * h);
      const mask<double> mine =
          (n == lanes<double>(twice)) | (n == lanes<double>(twice + 1));
      distance =
          select(mine & is_finite(x), high_median(t.rows + lane, t.size, i, h), distance);
    }
    store(distance, room + i * group);
  }
}

/// For each lane the low median of the high medians; `selecting` brings it to the middle rows.
template <class T>
void low_medians(const tile<T>& t, const network& selecting, double* room, double* out) {
  constexpr std::size_t group = lanes<double>::count;
  for (std::size_t l = 0; l < tile_width<T>; l += group) {
    high_medians(t, l, room);
    sort_rows<double, group>(room, selecting);
    for (std::size_t i = 0; i < group; ++i) {
      const std::size_t n = t.count(l + i);
      if (n > 0)
        out[l + i] =
            room[(t.first(l + i) + ringtrial::detail::low_median_at(n)) * group + i];
    }
  }
}
