// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp.

/// Rows of a table lie too far apart for the processor to guess the next.
RINGTRIAL_LANES void prefetch_row([[maybe_unused]] const void* row) {
#ifdef __GNUC__
  __builtin_prefetch(row);
  __builtin_prefetch(static_cast<const char*>(row) + row_bytes / 2);
#endif
}

/// Reads the rows, puts infinities of both signs in turn for what is not reported, counts.
template <class T>
RINGTRIAL_LANES void read_rows(tile<T>& t, const T* from, std::ptrdiff_t stride) {
  constexpr std::size_t groups = tile_width<T> / lanes<T>::count;
  constexpr T infinity = std::numeric_limits<T>::infinity();
  const lanes<T> zero(T(0)), one(T(1));
  lanes<T> missing[groups], reported[groups], largest[groups];
  for (std::size_t g = 0; g < groups; ++g) missing[g] = lanes<T>(infinity);
  T* to = t.rows;
  for (std::size_t row = 0; row < t.size; ++row, from += stride, to += tile_width<T>) {
    prefetch_row(from + tile_width<T>);
    for (std::size_t g = 0; g < groups; ++g) {
      const lanes<T> x = load(from + g * lanes<T>::count);
      const mask<T> given = x == x;
      store(select(given, x + zero, missing[g]), to + g * lanes<T>::count);
      missing[g] = select(given, missing[g], zero - missing[g]);
      reported[g] = reported[g] + select(given, one, zero);
      largest[g] = max(largest[g], select(given, abs(x), zero));
    }
  }
  for (std::size_t g = 0; g < groups; ++g) {
    store(reported[g], t.reported + g * lanes<T>::count);
    store(largest[g], t.largest + g * lanes<T>::count);
  }
}

/// The lesser of each pair to the one row, the greater to the other.
template <class T>
RINGTRIAL_LANES void exchange_rows(T* low, T* high) {
  constexpr std::size_t groups = tile_width<T> / lanes<T>::count;
  lanes<T> a[groups], b[groups];
  for (std::size_t g = 0; g < groups; ++g) {
    a[g] = load(low + g * lanes<T>::count);
    b[g] = load(high + g * lanes<T>::count);
  }
  for (std::size_t g = 0; g < groups; ++g) {
    store(min(a[g], b[g]), low + g * lanes<T>::count);
    store(max(a[g], b[g]), high + g * lanes<T>::count);
  }
}

template <class T>
void sort_tile(tile<T>& t, const T* from, std::ptrdiff_t stride,
               std::span<const exchange> network) {
  read_rows(t, from, stride);
  const exchange* pair = network.data();
  const exchange* const end = pair + network.size();
  for (; pair != end; ++pair) {
    exchange_rows(t.rows + pair->low * tile_width<T>,
                  t.rows + pair->high * tile_width<T>);
  }
}
