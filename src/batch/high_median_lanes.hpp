// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp and double_rows.hpp.

/// The windows of h + 1 rows of one group of lanes, h = ⌊n/2⌋ of each lane.
template <class T>
class window_group {
 public:
  using number = lanes<double>;

  /// `ends`: room for a row's last one in the window that it begins, infinite beyond the rows.
  RINGTRIAL_LANES window_group(const tile<T>& t, std::size_t lane, double* ends)
      : rows_(t, lane), ends_(ends), size_(t.size) {
    const auto [fewest, most] = counts_of_group(t, lane);
    const number n = load_double(t.reported + lane);
    shortest_ = fewest / 2;
    longest_ = most / 2;
    for (std::size_t a = 0; a < size_; ++a)
      store(number(std::numeric_limits<double>::infinity()), ends_ + a * number::count);
    for (std::size_t h = shortest_; h <= longest_; ++h) {
      const auto twice = static_cast<double>(2 * h);
      const mask<double> mine = (n == number(twice)) | (n == number(twice + 1));
      for (std::size_t a = 0; a + h < size_; ++a)
        store(select(mine, row(a + h), end(a)), ends_ + a * number::count);
    }
  }

  RINGTRIAL_LANES number row(std::size_t i) const { return load(rows_.row(i)); }

  /** The (h + 1)-th smallest distance of row i to all rows, itself among them: of all windows that
      hold it the least larger end, as in detail::high_medians. A lane whose windows are shorter than
      others' meets some that end before row i; their larger end is no less than that of the first that
      holds it. */
  RINGTRIAL_LANES number high_median(std::size_t i) const {
    number least(std::numeric_limits<double>::infinity());
    const number x = row(i);
    const std::size_t stop = std::min(i + 1, size_ - std::min(shortest_, size_));
    for (std::size_t a = i < longest_ ? 0 : i - longest_; a < stop; ++a)
      least = min(least, max(x - row(a), end(a) - x));
    return least;
  }

 private:
  RINGTRIAL_LANES number end(std::size_t a) const {
    return load(ends_ + a * number::count);
  }

  double_rows<T> rows_;
  double* ends_;
  std::size_t size_, shortest_, longest_;
};

/// The high medians of the rows of one group of lanes, in `medians`; rows without a value keep the
/// infinities that hold the others in the middle.
template <class T>
RINGTRIAL_LANES void high_medians(const tile<T>& t, std::size_t lane, double* medians,
                                  double* ends) {
  const window_group<T> windows(t, lane, ends);
  for (std::size_t i = 0; i < t.size; ++i) {
    const lanes<double> x = windows.row(i);
    store(select(is_finite(x), windows.high_median(i), x),
          medians + i * lanes<double>::count);
  }
}

/// For each lane the low median of the high medians; `selecting` brings it to the middle rows.
template <class T>
void low_medians(const tile<T>& t, const network& selecting, double* room, double* out) {
  constexpr std::size_t group = lanes<double>::count;
  for (std::size_t l = 0; l < tile_width<T>; l += group) {
    high_medians(t, l, room, room + t.size * group);
    sort_rows<double, group>(room, selecting);
    for (std::size_t i = 0; i < group; ++i) {
      const std::size_t n = t.count(l + i);
      if (n > 0)
        out[l + i] =
            room[(t.first(l + i) + ringtrial::detail::low_median_at(n)) * group + i];
    }
  }
}
