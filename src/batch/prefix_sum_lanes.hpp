// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp.

/// Lanes of which the upper median stands one row before the middle of the rows: an odd number of
/// values in an even number of rows.
template <class T>
RINGTRIAL_LANES mask<double> middle_is_early(const tile<T>& t, std::size_t lane) {
  double middle[lanes<double>::count];
  for (std::size_t i = 0; i < lanes<double>::count; ++i)
    middle[i] = static_cast<double>(t.first(lane + i) + t.count(lane + i) / 2);
  return load(middle) < lanes<double>(static_cast<double>(t.size / 2));
}

/** Sums of f(value) from the middle outward to each of size + 1 rows, as detail::prefix_sums.

  values and sums: rows of `stride` numbers; `early` from middle_is_early().
*/
template <class F>
RINGTRIAL_LANES void sums_from_middle(const double* values, std::size_t size,
                                      std::size_t stride, mask<double> early, F f,
                                      double* sums) {
  using number = lanes<double>;
  const std::size_t middle = size / 2;
  const number zero(0);
  number up, down;
  if (middle > 0) {
    const number value = f(load(values + (middle - 1) * stride));
    up = select(early, zero + value, zero);
    down = select(early, zero, zero - value);
    store(down, sums + (middle - 1) * stride);
  }
  store(up, sums + middle * stride);
  std::size_t lowest = middle > 0 ? middle - 1 : 0;
  for (std::size_t row = middle; row < size; ++row) {
    up = up + f(load(values + row * stride));
    store(up, sums + (row + 1) * stride);
    if (lowest == 0) continue;
    --lowest;
    down = down - f(load(values + lowest * stride));
    store(down, sums + lowest * stride);
  }
}
