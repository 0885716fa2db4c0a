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

/// The lesser of each pair to the one, the greater to the other.
template <class T>
RINGTRIAL_LANES void exchange_lanes(lanes<T>& low, lanes<T>& high) {
  const lanes<T> a = low;
  low = min(a, high);
  high = max(a, high);
}

/// Sorts block_rows rows of one group of lanes, `width` elements apart, without a store between.
template <class T, std::size_t width>
RINGTRIAL_LANES void sort_block(T* rows) {
  using exchanges = ringtrial::detail::sorting_network<block_rows>;
  lanes<T> x[block_rows];
  for (std::size_t i = 0; i < block_rows; ++i) x[i] = load(rows + i * width);
  [&]<std::size_t... K>(std::index_sequence<K...>) RINGTRIAL_LAMBDA {
    (exchange_lanes(x[exchanges::exchanges[K].first], x[exchanges::exchanges[K].second]),
     ...);
  }
  (std::make_index_sequence<exchanges::size>{});
  for (std::size_t i = 0; i < block_rows; ++i) store(x[i], rows + i * width);
}

/// Sorts rows of `width` elements lane by lane.
template <class T, std::size_t width>
RINGTRIAL_LANES void sort_rows(T* rows, const network& sorting) {
  constexpr std::size_t group = lanes<T>::count;
  for (std::size_t block = 0; block < sorting.blocks; ++block)
    for (std::size_t l = 0; l < width; l += group)
      sort_block<T, width>(rows + block * block_rows * width + l);
  for (const exchange& pair : sorting.exchanges) {
    T *low = rows + pair.low * width, *high = rows + pair.high * width;
    lanes<T> a[width / group], b[width / group];
    for (std::size_t g = 0; g < width / group; ++g) {
      a[g] = load(low + g * group);
      b[g] = load(high + g * group);
    }
    for (std::size_t g = 0; g < width / group; ++g) {
      exchange_lanes(a[g], b[g]);
      store(a[g], low + g * group);
      store(b[g], high + g * group);
    }
  }
}

template <class T>
void sort_tile(tile<T>& t, const T* from, std::ptrdiff_t stride, const network& sorting) {
  read_rows(t, from, stride);
  sort_rows<T, tile_width<T>>(t.rows, sorting);
}
