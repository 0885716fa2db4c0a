// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, after lanes.hpp and double_rows.hpp.

/** Counts of the differences x[i + g] − x[i] of the sorted rows of one group of lanes, gap by gap.

  They only grow with the gap, so a gap without any up to the bound is the last. A difference with
  a row without value is infinite or NaN and never up to a bound.
*/
template <class T>
class pair_group {
 public:
  using number = lanes<double>;
  struct counts {
    number count, below, above;
  };

  RINGTRIAL_LANES pair_group(const tile<T>& t, std::size_t lane)
      : rows_(t, lane), size_(t.size) {}

  /// How many are up to the bound.
  RINGTRIAL_LANES number up_to(number bound) const {
    const number one(1);
    number count;
    for (std::size_t gap = 1; gap < size_; ++gap) {
      const number before = count;
      number even, odd;
      std::size_t i = 0;
      for (; i + gap + 1 < size_; i += 2) {
        even = select(difference(i, gap) <= bound, even + one, even);
        odd = select(difference(i + 1, gap) <= bound, odd + one, odd);
      }
      if (i + gap < size_) even = select(difference(i, gap) <= bound, even + one, even);
      count = count + even + odd;
      if (!any(before < count)) break;
    }
    return count;
  }

  /// The same with the largest of them and the smallest of the others.
  RINGTRIAL_LANES counts about(number bound) const {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const number one(1), none(-infinity), all(infinity);
    counts r{number(), none, all};
    for (std::size_t gap = 1; gap < size_; ++gap) {
      const number before = r.count;
      for (std::size_t i = 0; i + gap < size_; ++i) {
        const number d = difference(i, gap);
        const mask<double> inside = d <= bound;
        r.count = select(inside, r.count + one, r.count);
        r.below = select(inside, max(r.below, d), r.below);
        r.above = select(bound < d, min(r.above, d), r.above);
      }
      if (!any(before < r.count)) break;
    }
    return r;
  }

 private:
  RINGTRIAL_LANES number difference(std::size_t i, std::size_t gap) const {
    return load(rows_.row(i + gap)) - load(rows_.row(i));
  }

  double_rows<T> rows_;
  std::size_t size_;
};

template <class T>
void count_pairs(const tile<T>& t, const double* bound, pair_counts_of_lanes<T>& out) {
  for (std::size_t l = 0; l < tile_width<T>; l += lanes<double>::count) {
    const auto r = pair_group<T>(t, l).about(load(bound + l));
    store(r.count, out.count + l);
    store(r.below, out.below + l);
    store(r.above, out.above + l);
  }
}

/// From the smallest to the largest value of each lane of a group; 0 where there is none.
template <class T>
RINGTRIAL_LANES lanes<double> range_of_group(const tile<T>& t, std::size_t lane) {
  double range[lanes<double>::count];
  for (std::size_t i = 0; i < lanes<double>::count; ++i) {
    const std::size_t n = t.count(lane + i), first = t.first(lane + i);
    range[i] = n == 0 ? 0.0
                      : static_cast<double>(t.at(first + n - 1, lane + i)) -
                            static_cast<double>(t.at(first, lane + i));
  }
  return load(range);
}

/** The rank-th smallest difference of each lane, as detail::pair_search finds it.

  Bounds between which it lies are moved until rank or rank − 1 differences are up to one; then
  the true differences next to the bound tell it. Between ties there is no such bound: there the
  ends of the bracket become true differences, which meet.
*/
template <class T>
class kth_difference_group {
 public:
  using number = lanes<double>;

  RINGTRIAL_LANES kth_difference_group(const tile<T>& t, std::size_t lane, number rank,
                                       number start)
      : pairs_(t, lane), rank_(rank), bound_(start) {
    const number n = load_double(t.reported + lane);
    total_ = upto_ = number(0.5) * n * (n - number(1));
    high_ = range_of_group(t, lane);
    open_ = number(0) < rank;
  }

  RINGTRIAL_LANES number run() {
    constexpr int most_counts = 6, most_steps = 40;
    for (int i = 0; i < most_counts && any(open_ & !near_); ++i) approach();
    for (int i = 0; i < most_steps && any(open_); ++i) step(i);
    return select(open_, number(std::numeric_limits<double>::quiet_NaN()), found_);
  }

 private:
  /// Moves an end of the bracket to the bound, by counting alone.
  RINGTRIAL_LANES void approach() {
    const number count = pairs_.up_to(bound_);
    near_ = near_ | (count == rank_) | (count + number(1) == rank_);
    const mask<double> enough = rank_ <= count;
    high_ = select(enough & !near_, bound_, high_);
    upto_ = select(enough & !near_, count, upto_);
    first_ = select(!enough & !near_, bound_, first_);
    below_ = select(!enough & !near_, count, below_);
    bound_ = select(near_, bound_, between());
  }

  /// The same with true differences for ends.
  RINGTRIAL_LANES void step(int i) {
    const auto c = pairs_.about(bound_);
    const mask<double> enough = rank_ <= c.count;
    high_ = select(enough, c.below, high_);
    upto_ = select(enough, c.count, upto_);
    first_ = select(enough, first_, c.above);
    below_ = select(enough, below_, c.count);
    const mask<double> at_high =
        (c.count == rank_) | ((first_ == high_) & !at_first(c.count));
    close(at_first(c.count), c.above);
    close(at_high, high_);
    const number last_bits(1 - std::numeric_limits<double>::epsilon());
    bound_ = i % 2 == 0 ? select(enough, high_ * last_bits, first_) : between();
    bound_ = select((first_ <= bound_) & (bound_ < high_), bound_, first_);
  }
  RINGTRIAL_LANES mask<double> at_first(number count) const {
    return count + number(1) == rank_;
  }
  RINGTRIAL_LANES void close(mask<double> m, number answer) {
    found_ = select(open_ & m, answer, found_);
    open_ = open_ & !m;
  }

  /// Where the bracket has rank − ½ differences below, if they are evenly spread in it; with only
  /// a lower end found, if they are from 0 on.
  RINGTRIAL_LANES number between() const {
    const number wanted = rank_ - number(0.5);
    const number share = (wanted - below_) / (upto_ - below_);
    const number inside = first_ + (high_ - first_) * share;
    const number beyond = first_ * (wanted / below_);
    return select((upto_ == total_) & (first_ < beyond) & (beyond < high_), beyond,
                  inside);
  }

  pair_group<T> pairs_;
  number rank_, bound_, first_, high_, below_, upto_, total_, found_;
  mask<double> open_, near_ = number(0) < number(0);
};

template <class T>
void kth_differences(const tile<T>& t, const double* rank, const double* start,
                     double* out) {
  for (std::size_t l = 0; l < tile_width<T>; l += lanes<double>::count) {
    kth_difference_group<T> search(t, l, load(rank + l), load(start + l));
    store(search.run(), out + l);
  }
}
