// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp.

/// detail::moments_of_sorted of every lane with two values or more, about its median.
template <class T>
void moments(const tile<T>& t, const double* medians, double* means, double* sds) {
  using number = lanes<double>;
  const number zero(0);
  for (std::size_t l = 0; l < tile_width<T>; l += number::count) {
    double before[number::count];
    for (std::size_t i = 0; i < number::count; ++i)
      before[i] = static_cast<double>(t.first(l + i));
    const number n = load_double(t.reported + l), centre = load(medians + l),
                 begin = load(before), end = begin + n;
    const auto sum = [&](auto f) {
      number total = zero;
      for (std::size_t row = 0; row < t.size; ++row) {
        const number at(static_cast<double>(row));
        const number d = load_double(t.rows + row * tile_width<T> + l) - centre;
        total = total + select((begin <= at) & (at < end), f(d), zero);
      }
      return total;
    };
    const number shift = sum([](number d) { return d; }) / n;
    const number squares = sum([shift](number d) {
      const number deviation = d - shift;
      return deviation * deviation;
    });
    store(centre + shift, means + l);
    store(sqrt(squares / (n - number(1))), sds + l);
  }
}
