// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp.

/** The active-set search of detail::algorithm_a_fixed_point, for one group of lanes.

  The same operations in the same order as there, so that a lane that settles has the same bits. A
  lane that would need the safeguarded search is left to the single form.
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
        c_(constants.c),
        n_(load_double(t.reported + lane)) {
    double before[width];
    for (std::size_t i = 0; i < width; ++i)
      before[i] = static_cast<double>(t.first(lane + i));
    before_ = load(before);
    const number median = load(medians + lane);
    for (std::size_t row = 0; row < size_; ++row)
      store(load_double(t.rows + row * tile_width<T> + lane) - median, d_ + row * width);
    target_ = (n_ - number(1)) / (c_ * c_);
    add_up(middle_is_early(t, lane));
  }

  /// Lanes of which has_zero_scale() may say yes, given a median absolute deviation above 0: then
  /// at most half the values agree with the median.
  RINGTRIAL_LANES mask<double> may_have_zero_scale() const {
    const mask<double> no = target_ < number(0.49) * n_ * k_ * k_;
    if (!any(!no)) return !no;
    const window_sets apart = sets_about(number(0), number(0));
    const mask<double> some = number(0) < inside(apart);
    const mask<double> all = !(target_ < n_ * k_ * k_);
    return all | (some & !(denominator(apart) < number(0)));
  }

  /// The rows outside are the first and the last ones; whether there are more is asked once for some.
  RINGTRIAL_LANES window_sets sets_about(number centre, number half_width) const {
    constexpr std::size_t some = 8;
    const number low = centre - half_width, high = centre + half_width, one(1);
    number below, above;
    for (std::size_t row = 0; row < size_;) {
      mask<double> outside;
      for (const std::size_t end = std::min(row + some, size_); row < end; ++row) {
        outside = load(d_ + row * width) < low;
        below = select(outside, below + one, below);
      }
      if (!any(outside)) break;
    }
    for (std::size_t row = size_; row > 0;) {
      mask<double> outside;
      for (const std::size_t end = row - std::min(row, some); row > end;) {
        outside = high < load(d_ + --row * width);
        above = select(outside, above + one, above);
      }
      if (!any(outside)) break;
    }
    const number after = number(static_cast<double>(size_)) - before_ - n_;
    return {below - before_, above - after};
  }

  RINGTRIAL_LANES pair closed_form(window_sets s) const {
    const number m = inside(s), sums = between(first_, s);
    const number mean = sums / m, squares = between(second_, s) - m * mean * mean;
    return of_moments(s, mean, squares);
  }

  /// Sums over the inside values in sorted order.
  RINGTRIAL_LANES pair exact(window_sets s) const {
    const rows_inside rows = rows_of(s);
    const number mean = sum(rows, number(0), [](number d) { return d; }) / inside(s);
    const number squares = sum(rows, number(0), [mean](number d) {
      const number deviation = d - mean;
      return deviation * deviation;
    });
    return of_moments(s, mean, squares);
  }

  /// The pair of the sets about p; a lane that asks and cannot use it takes the printed step.
  RINGTRIAL_LANES pair next(pair p, window_sets s, mask<double> asking) const {
    pair q = closed_form(s);
    if (!any(asking & !q.usable)) return q;
    const pair printed = printed_step(p, s);
    q.location = select(q.usable, q.location, printed.location);
    q.scale = select(q.usable, q.scale, printed.scale);
    return q;
  }

  /// The step printed in the standard, from p with these sets about it.
  RINGTRIAL_LANES pair printed_step(pair p, window_sets s) const {
    const number w = k_ * p.scale, low = p.location - w, high = p.location + w;
    const number mean = (between(first_, s) + s.below * low + s.above * high) / n_;
    const number outside =
        s.below * (low - mean) * (low - mean) + s.above * (high - mean) * (high - mean);
    const number squares = sum(rows_of(s), outside, [mean](number d) {
      const number deviation = d - mean;
      return deviation * deviation;
    });
    return {mean, c_ * sqrt(squares / (n_ - number(1))), p.usable};
  }

 private:
  /// The inside values of a lane are the rows [begin, end); of all lanes [from, to), of any
  /// [first, last).
  struct rows_inside {
    number begin, end;
    std::size_t first, from, to, last;
  };
  RINGTRIAL_LANES rows_inside rows_of(window_sets s) const {
    constexpr std::size_t few = 16;  // rows of which all are asked
    const number begin = before_ + s.below, end = before_ + n_ - s.above;
    if (size_ <= few) return {begin, end, 0, size_, size_, size_};
    return {begin,
            end,
            row_number(least(begin)),
            row_number(greatest(begin)),
            row_number(least(end)),
            row_number(greatest(end))};
  }

  /// sum + Σ f(d) over the inside values, one after the other.
  template <class F>
  RINGTRIAL_LANES number sum(const rows_inside& rows, number sum, F f) const {
    std::size_t row = rows.first;
    const auto where_inside = [&](std::size_t until) {
      for (; row < until; ++row) {
        const number at(static_cast<double>(row));
        const number value = f(load(d_ + row * width));
        sum = sum + select((rows.begin <= at) & (at < rows.end), value, number(0));
      }
    };
    where_inside(rows.from);
    for (; row < rows.to; ++row) sum = sum + f(load(d_ + row * width));
    where_inside(rows.last);
    return sum;
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
            (zero < inside(s)) & (zero < denom) & (zero < squares)};
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
    constexpr double columns[most_lanes] = {0, 1, 2, 3, 4, 5, 6, 7};
    const number column = load(columns), stride(static_cast<double>(width));
    const number begin = before_ + s.below, end = before_ + (n_ - s.above);
    return gather(sums, end * stride + column) - gather(sums, begin * stride + column);
  }

  std::size_t size_;
  double *d_, *first_, *second_;
  number k_, c_, n_, target_;
  number before_;  ///< rows before the first value
};

/// The search of one group of lanes.
class algorithm_a_search {
 public:
  using number = lanes<double>;
  static constexpr int most = 12;  // steps, as in the single form

  template <class T>
  RINGTRIAL_LANES algorithm_a_search(const tile<T>& t, std::size_t lane,
                                     const double* medians, const double* start,
                                     const algorithm_a_constants& constants, double* room)
      : group_(t, lane, medians, constants, room),
        k_(constants.k),
        steps_(0.0),
        searching_((number(0) < load(start + lane)) &
                   !(load_double(t.reported + lane) < number(2)) &
                   !group_.may_have_zero_scale()),
        settled_(number(0) < number(0)),
        p_{number(0), load(start + lane), settled_},
        sets_(group_.sets_about(p_.location, k_ * p_.scale)),
        found_(sets_) {}

  RINGTRIAL_LANES bool is_searching() const { return any(searching_); }

  RINGTRIAL_LANES void step(int i) {
    p_ = group_.next(p_, sets_, searching_);
    searching_ = searching_ & (number(0) < p_.scale);
    const auto after = group_.sets_about(p_.location, k_ * p_.scale);
    const auto same = searching_ & p_.usable & (after.below == sets_.below) &
                      (after.above == sets_.above);
    found_.below = select(same, sets_.below, found_.below);
    found_.above = select(same, sets_.above, found_.above);
    steps_ = select(same, number(i), steps_);
    settled_ = settled_ | same;
    searching_ = searching_ & !same;
    sets_ = after;
  }

  template <class T>
  RINGTRIAL_LANES void finish(std::size_t lane, const double* medians,
                              algorithm_a_of_lanes<T>& out) const {
    const auto p = group_.exact(found_);
    const auto outside = group_.sets_about(p.location, k_ * p.scale);
    store(load(medians + lane) + p.location, out.location + lane);
    store(p.scale, out.scale + lane);
    store(outside.below + outside.above, out.winsorized + lane);
    store(steps_, out.steps + lane);
    store(select(settled_ & p.usable, number(1), number(0)), out.settled + lane);
  }

 private:
  algorithm_a_group group_;
  number k_, steps_;
  mask<double> searching_, settled_;
  algorithm_a_group::pair p_;
  algorithm_a_group::window_sets sets_, found_;
};

/// Two groups in turn: each waits for roots and quotients, in which time the processor has the other.
template <class T>
void algorithm_a_tile(const tile<T>& t, const double* medians, const double* start,
                      const algorithm_a_constants& constants, double* room,
                      algorithm_a_of_lanes<T>& out) {
  constexpr std::size_t width = algorithm_a_group::width;
  static_assert(tile_width<T> % (2 * width) == 0);
  double* const other_room = room + algorithm_a_room(t.size) / 2;
  for (std::size_t l = 0; l < tile_width<T>; l += 2 * width) {
    algorithm_a_search one(t, l, medians, start, constants, room);
    algorithm_a_search other(t, l + width, medians, start, constants, other_room);
    for (int i = 0; i < one.most; ++i) {
      const bool first = one.is_searching(), second = other.is_searching();
      if (!first && !second) break;
      if (first) one.step(i);
      if (second) other.step(i);
    }
    one.finish(l, medians, out);
    other.finish(l + width, medians, out);
  }
}
