// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp.

/** The active-set search of detail::algorithm_a_fixed_point, for one group of lanes.

  The same operations in the same order as there, so that a lane that settles has the same bits. A
  lane that would need a plain step or the safeguarded search is left to the single form.
*/
class algorithm_a_group {
 public:
  using number = lanes<double>;
  static constexpr std::size_t width = number::count;
  struct window_sets {
    number below, above;
  };
  struct pair {
    number location, scale;
    mask<double> usable;
  };

  template <class T>
  RINGTRIAL_LANES algorithm_a_group(const tile<T>& t, std::size_t lane,
                                    const double* medians,
                                    const algorithm_a_constants& constants, double* room)
      : size_(t.size),
        d_(room),
        first_(room + t.size * width),
        second_(room + (2 * t.size + 1) * width),
        k_(constants.k),
        n_(load_double(t.reported + lane)) {
    for (std::size_t i = 0; i < width; ++i) {
      from_[i] = t.first(lane + i);
      before_[i] = static_cast<double>(from_[i]);
    }
    const number median = load(medians + lane), c(constants.c);
    for (std::size_t row = 0; row < size_; ++row)
      store(load_double(t.rows + row * tile_width<T> + lane) - median, d_ + row * width);
    target_ = (n_ - number(1)) / (c * c);
    add_up(middle_is_early(t, lane));
  }

  /// Lanes of which has_zero_scale() may say yes.
  RINGTRIAL_LANES mask<double> may_have_zero_scale() const {
    const window_sets apart = sets_about(number(0), number(0));
    const mask<double> some = number(0) < inside(apart);
    const mask<double> all = !(target_ < n_ * k_ * k_);
    return all | (some & !(denominator(apart) < number(0)));
  }

  RINGTRIAL_LANES window_sets sets_about(number centre, number half_width) const {
    const number low = centre - half_width, high = centre + half_width, one(1), zero(0);
    number below, above;
    for (std::size_t row = 0; row < size_; ++row) {
      const number d = load(d_ + row * width);
      below = below + select(d < low, one, zero);
      above = above + select(high < d, one, zero);
    }
    const number before = load(before_);
    const number after = number(static_cast<double>(size_)) - before - n_;
    return {below - before, above - after};
  }

  RINGTRIAL_LANES pair closed_form(window_sets s) const {
    const number m = inside(s), sums = between(first_, s);
    const number mean = sums / m, squares = between(second_, s) - m * mean * mean;
    return of_moments(s, mean, squares);
  }

  /// Sums over the inside values in sorted order.
  RINGTRIAL_LANES pair exact(window_sets s) const {
    const number before = load(before_);
    const number begin = before + s.below, end = before + n_ - s.above;
    number sum, squares;
    for (std::size_t row = 0; row < size_; ++row)
      sum = sum + where_inside(row, begin, end, load(d_ + row * width));
    const number mean = sum / inside(s);
    for (std::size_t row = 0; row < size_; ++row) {
      const number deviation = load(d_ + row * width) - mean;
      squares = squares + where_inside(row, begin, end, deviation * deviation);
    }
    return of_moments(s, mean, squares);
  }

 private:
  RINGTRIAL_LANES static number where_inside(std::size_t row, number begin, number end,
                                             number value) {
    const number at(static_cast<double>(row));
    return select((at < end) & !(at < begin), value, number(0));
  }
  RINGTRIAL_LANES number inside(window_sets s) const { return n_ - s.below - s.above; }
  RINGTRIAL_LANES number shift(window_sets s) const {
    return k_ * (s.above - s.below) / inside(s);
  }
  RINGTRIAL_LANES number denominator(window_sets s) const {
    const number outside = s.below + s.above;
    return target_ - outside * k_ * k_ - inside(s) * shift(s) * shift(s);
  }
  RINGTRIAL_LANES pair of_moments(window_sets s, number mean, number squares) const {
    const number zero(0), denom = denominator(s);
    const number scale = sqrt(squares / denom);
    return {mean + shift(s) * scale, scale,
            (zero < inside(s)) & (zero < denom) & (zero < squares) & (zero < scale)};
  }

  /// Sums from the middle outward.
  RINGTRIAL_LANES void add_up(mask<double> early) {
    const auto itself = [](number d) { return d; };
    const auto square = [](number d) { return d * d; };
    sums_from_middle(d_, size_, width, early, itself, first_);
    sums_from_middle(d_, size_, width, early, square, second_);
  }

  /// Σ over the inside values, from sums up to each row.
  RINGTRIAL_LANES number between(const double* sums, window_sets s) const {
    double below[width], above[width], at_end[width], at_begin[width];
    store(s.below, below);
    store(n_ - s.above, above);
    for (std::size_t i = 0; i < width; ++i) {
      at_begin[i] = sums[row_of(from_[i], below[i]) * width + i];
      at_end[i] = sums[row_of(from_[i], above[i]) * width + i];
    }
    return load(at_end) - load(at_begin);
  }
  /// In range also for a lane that has failed.
  RINGTRIAL_LANES std::size_t row_of(std::size_t from, double offset) const {
    const auto row = from + static_cast<std::size_t>(offset > 0 ? offset : 0);
    return row < size_ ? row : size_;
  }

  std::size_t size_;
  double *d_, *first_, *second_;
  number k_, n_, target_;
  std::size_t from_[width];
  double before_[width];  ///< the first row, as a number
};

template <class T>
void algorithm_a_tile(const tile<T>& t, const double* medians, const double* start,
                      const algorithm_a_constants& constants, double* room,
                      algorithm_a_of_lanes<T>& out) {
  using group = algorithm_a_group;
  using number = lanes<double>;
  constexpr int most = 12;  // steps, as in the single form
  const number k(constants.k), zero(0);
  for (std::size_t l = 0; l < tile_width<T>; l += group::width) {
    const group g(t, l, medians, constants, room);
    const number begin = load(start + l), enough = load_double(t.reported + l);
    mask<double> searching =
        (zero < begin) & !(enough < number(2)) & !g.may_have_zero_scale();
    mask<double> settled = zero < zero;
    group::window_sets sets = g.sets_about(zero, k * begin), found = sets;
    number steps = zero;
    for (int i = 0; i < most && any(searching); ++i) {
      const auto next = g.closed_form(sets);
      searching = searching & next.usable;
      const auto after = g.sets_about(next.location, k * next.scale);
      const auto same =
          searching & (after.below == sets.below) & (after.above == sets.above);
      found.below = select(same, sets.below, found.below);
      found.above = select(same, sets.above, found.above);
      steps = select(same, number(i), steps);
      settled = settled | same;
      searching = searching & !same;
      sets = after;
    }
    const auto p = g.exact(found);
    const auto outside = g.sets_about(p.location, k * p.scale);
    store(load(medians + l) + p.location, out.location + l);
    store(p.scale, out.scale + l);
    store(outside.below + outside.above, out.winsorized + l);
    store(steps, out.steps + l);
    store(select(settled & p.usable, number(1), zero), out.settled + l);
  }
}
