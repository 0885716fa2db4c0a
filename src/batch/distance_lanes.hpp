// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp.

struct count_range {
  std::size_t fewest, most;
};

/// How many values the lanes of one group have.
template <class T>
RINGTRIAL_LANES count_range counts_of_group(const tile<T>& t, std::size_t lane) {
  count_range r{t.size, 0};
  for (std::size_t i = lane; i < lane + lanes<double>::count; ++i) {
    r.fewest = t.count(i) < r.fewest ? t.count(i) : r.fewest;
    r.most = t.count(i) > r.most ? t.count(i) : r.most;
  }
  return r;
}

/// k-th smallest distance from the centre, k from 1: of all windows of k neighbours the least
/// larger end, as in detail::kth_distance. `rows` are those of one group of lanes.
template <class T>
RINGTRIAL_LANES lanes<double> kth_distance(const T* rows, std::size_t size,
                                           lanes<double> centre, std::size_t k) {
  lanes<double> least(std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i + k <= size; ++i) {
    const lanes<double> below = load_double(rows + i * tile_width<T>);
    const lanes<double> above = load_double(rows + (i + k - 1) * tile_width<T>);
    least = min(least, max(centre - below, above - centre));
  }
  return least;
}

template <class T>
void middle_distances(const tile<T>& t, const double* centre, double* lower,
                      double* upper) {
  constexpr std::size_t group = lanes<double>::count;
  for (std::size_t l = 0; l < tile_width<T>; l += group) {
    const auto [fewest, most] = counts_of_group(t, l);
    const lanes<double> m = load(centre + l);
    const lanes<double> n = load_double(t.reported + l);
    lanes<double> low, high;
    const std::size_t first = fewest < 2 ? 1 : fewest / 2;
    for (std::size_t k = first; k <= most / 2 + 1 && k <= t.size; ++k) {
      const lanes<double> distance = kth_distance(t.rows + l, t.size, m, k);
      // ⌈n/2⌉ = k for n = 2k − 1 and 2k, ⌊n/2⌋ + 1 = k for n = 2k − 2 and 2k − 1
      const auto size = static_cast<double>(k);
      const mask<double> odd = n == lanes<double>(2 * size - 1);
      low = select(odd | (n == lanes<double>(2 * size)), distance, low);
      high = select(odd | (n == lanes<double>(2 * size - 2)), distance, high);
    }
    store(low, lower + l);
    store(high, upper + l);
  }
}
