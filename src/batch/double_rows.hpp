// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp.

/// The rows of one group of lanes as doubles: those of the tile, or made from them once.
template <class T>
class double_rows {
 public:
  static constexpr std::size_t stride = lanes<double>::count;

  RINGTRIAL_LANES double_rows(const tile<T>& t, std::size_t lane) {
    for (std::size_t i = 0; i < t.size; ++i)
      store(load_double(t.rows + lane + i * tile_width<T>), rows_ + i * stride);
  }
  [[nodiscard]] const double* row(std::size_t i) const { return rows_ + i * stride; }

 private:
  alignas(64) double rows_[largest_lane_sample * stride];
};

template <>
class double_rows<double> {
 public:
  static constexpr std::size_t stride = tile_width<double>;

  double_rows(const tile<double>& t, std::size_t lane) : rows_(t.rows + lane) {}
  [[nodiscard]] const double* row(std::size_t i) const { return rows_ + i * stride; }

 private:
  const double* rows_;
};
