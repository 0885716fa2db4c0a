// SPDX-License-Identifier: BSL-1.0
// Included once for every instruction set, so without a guard: several values side by side, each
// in a lane of its own, in the spelling of Highway or one by one. The bits are the same.

#if defined(RINGTRIAL_HIGHWAY) && HWY_TARGET != HWY_EMU128 && HWY_TARGET != HWY_SCALAR

namespace hn = hwy::HWY_NAMESPACE;

template <class T>
using tag = hn::CappedTag<T, row_bytes / sizeof(T)>;

template <class T>
struct lanes {
  hn::Vec<tag<T>> v;
  static constexpr std::size_t count = HWY_MAX_BYTES / sizeof(T);

  HWY_INLINE lanes() : v(hn::Zero(tag<T>{})) {}
  HWY_INLINE lanes(T all)
      : v(hn::Set(tag<T>{}, all)) {}  // NOLINT(google-explicit-constructor)
  HWY_INLINE explicit lanes(hn::Vec<tag<T>> given) : v(given) {}
};

template <class T>
struct mask {
  hn::Mask<tag<T>> m;
};

#undef RINGTRIAL_LANES
#define RINGTRIAL_LANES HWY_INLINE
#undef RINGTRIAL_LAMBDA
#define RINGTRIAL_LAMBDA HWY_ATTR

template <class T>
RINGTRIAL_LANES lanes<T> load(const T* from) {
  return lanes<T>(hn::LoadU(tag<T>{}, from));
}
RINGTRIAL_LANES lanes<double> load_double(const double* from) { return load(from); }
RINGTRIAL_LANES lanes<double> load_double(const float* from) {
  const hn::Rebind<float, tag<double>> half;
  return lanes<double>(hn::PromoteTo(tag<double>{}, hn::LoadU(half, from)));
}
template <class T>
RINGTRIAL_LANES void store(lanes<T> a, T* to) {
  hn::StoreU(a.v, tag<T>{}, to);
}
/// Past the caches, to an address that is a multiple of the vector's size; then after_streams().
template <class T>
RINGTRIAL_LANES void stream(lanes<T> a, T* to) {
  hn::Stream(a.v, tag<T>{}, to);
}
RINGTRIAL_LANES void after_streams() { hwy::FlushStream(); }
template <class T>
RINGTRIAL_LANES lanes<T> operator+(lanes<T> a, lanes<T> b) {
  return lanes<T>(hn::Add(a.v, b.v));
}
template <class T>
RINGTRIAL_LANES lanes<T> operator-(lanes<T> a, lanes<T> b) {
  return lanes<T>(hn::Sub(a.v, b.v));
}
template <class T>
RINGTRIAL_LANES lanes<T> operator*(lanes<T> a, lanes<T> b) {
  return lanes<T>(hn::Mul(a.v, b.v));
}
template <class T>
RINGTRIAL_LANES lanes<T> operator/(lanes<T> a, lanes<T> b) {
  return lanes<T>(hn::Div(a.v, b.v));
}
template <class T>
RINGTRIAL_LANES lanes<T> min(lanes<T> a, lanes<T> b) {
  return lanes<T>(hn::Min(a.v, b.v));
}
template <class T>
RINGTRIAL_LANES lanes<T> max(lanes<T> a, lanes<T> b) {
  return lanes<T>(hn::Max(a.v, b.v));
}
template <class T>
RINGTRIAL_LANES lanes<T> abs(lanes<T> a) {
  return lanes<T>(hn::Abs(a.v));
}
RINGTRIAL_LANES lanes<double> sqrt(lanes<double> a) {
  return lanes<double>(hn::Sqrt(a.v));
}
template <class T>
RINGTRIAL_LANES mask<T> operator<(lanes<T> a, lanes<T> b) {
  return {hn::Lt(a.v, b.v)};
}
template <class T>
RINGTRIAL_LANES mask<T> operator==(lanes<T> a, lanes<T> b) {
  return {hn::Eq(a.v, b.v)};
}
template <class T>
RINGTRIAL_LANES mask<T> operator&(mask<T> a, mask<T> b) {
  return {hn::And(a.m, b.m)};
}
template <class T>
RINGTRIAL_LANES mask<T> operator|(mask<T> a, mask<T> b) {
  return {hn::Or(a.m, b.m)};
}
template <class T>
RINGTRIAL_LANES mask<T> operator!(mask<T> a) {
  return {hn::Not(a.m)};
}
template <class T>
RINGTRIAL_LANES mask<T> operator<=(lanes<T> a, lanes<T> b) {
  return {hn::Le(a.v, b.v)};
}
/// a where m holds, else b.
template <class T>
RINGTRIAL_LANES lanes<T> select(mask<T> m, lanes<T> a, lanes<T> b) {
  return lanes<T>(hn::IfThenElse(m.m, a.v, b.v));
}
/// from[index], for whole numbers from 0 on.
RINGTRIAL_LANES lanes<double> gather(const double* from, lanes<double> index) {
  const hn::RebindToSigned<tag<double>> whole;
  const auto bits_of = [&](lanes<double> a)
                           RINGTRIAL_LAMBDA { return hn::BitCast(whole, a.v); };
  const lanes<double> first_whole(0x1p52);  // from here on the last bits are the number
  const auto at = hn::Xor(bits_of(index + first_whole), bits_of(first_whole));
  return lanes<double>(hn::GatherIndex(tag<double>{}, from, at));
}
RINGTRIAL_LANES double least(lanes<double> a) {
  return hn::GetLane(hn::MinOfLanes(tag<double>{}, a.v));
}
RINGTRIAL_LANES double greatest(lanes<double> a) {
  return hn::GetLane(hn::MaxOfLanes(tag<double>{}, a.v));
}
template <class T>
RINGTRIAL_LANES bool any(mask<T> m) {
  return !hn::AllFalse(tag<T>{}, m.m);
}

#else

#undef RINGTRIAL_LANES
#define RINGTRIAL_LANES inline
#undef RINGTRIAL_LAMBDA
#define RINGTRIAL_LAMBDA

#ifdef __GNUC__
template <class T>
struct register_of {
  typedef T type __attribute__((vector_size(16)));
};
#else
template <class T>
struct register_of {
  using type = T;
};
#endif

template <class T>
struct lanes {
  typename register_of<T>::type v;
  static constexpr std::size_t count = sizeof(v) / sizeof(T);

  lanes() : v{} {}
  lanes(T all) : v{} { v = v + all; }  // NOLINT(google-explicit-constructor)
};

template <class T>
struct mask {
  decltype(lanes<T>{}.v < lanes<T>{}.v) m;
};

template <class T>
RINGTRIAL_LANES lanes<T> of(typename register_of<T>::type v) {
  lanes<T> a;
  a.v = v;
  return a;
}
template <class T>
RINGTRIAL_LANES lanes<T> load(const T* from) {
  lanes<T> a;
  std::memcpy(&a.v, from, sizeof a.v);
  return a;
}
template <class T>
RINGTRIAL_LANES void store(lanes<T> a, T* to) {
  std::memcpy(to, &a.v, sizeof a.v);
}
template <class T>
RINGTRIAL_LANES void stream(lanes<T> a, T* to) {
  store(a, to);
}
RINGTRIAL_LANES void after_streams() {}
RINGTRIAL_LANES lanes<double> load_double(const double* from) { return load(from); }
RINGTRIAL_LANES lanes<double> load_double(const float* from) {
  double values[lanes<double>::count];
  for (double& value : values) value = static_cast<double>(*from++);
  return load(values);
}
template <class T>
RINGTRIAL_LANES lanes<T> operator+(lanes<T> a, lanes<T> b) {
  return of<T>(a.v + b.v);
}
template <class T>
RINGTRIAL_LANES lanes<T> operator-(lanes<T> a, lanes<T> b) {
  return of<T>(a.v - b.v);
}
template <class T>
RINGTRIAL_LANES lanes<T> operator*(lanes<T> a, lanes<T> b) {
  return of<T>(a.v * b.v);
}
template <class T>
RINGTRIAL_LANES lanes<T> operator/(lanes<T> a, lanes<T> b) {
  return of<T>(a.v / b.v);
}
template <class T>
RINGTRIAL_LANES lanes<T> min(lanes<T> a, lanes<T> b) {
  return of<T>(a.v < b.v ? a.v : b.v);
}
template <class T>
RINGTRIAL_LANES lanes<T> max(lanes<T> a, lanes<T> b) {
  return of<T>(a.v > b.v ? a.v : b.v);
}
template <class T>
RINGTRIAL_LANES lanes<T> abs(lanes<T> a) {
  return max(a, lanes<T>(T(0)) - a);
}
RINGTRIAL_LANES lanes<double> sqrt(lanes<double> a) {
  double values[lanes<double>::count];
  store(a, values);
  for (double& value : values) value = std::sqrt(value);
  return load(values);
}
template <class T>
RINGTRIAL_LANES mask<T> operator<(lanes<T> a, lanes<T> b) {
  return {a.v < b.v};
}
template <class T>
RINGTRIAL_LANES mask<T> operator==(lanes<T> a, lanes<T> b) {
  return {a.v == b.v};
}
template <class T>
RINGTRIAL_LANES mask<T> operator&(mask<T> a, mask<T> b) {
  return {a.m & b.m};
}
template <class T>
RINGTRIAL_LANES mask<T> operator|(mask<T> a, mask<T> b) {
  return {a.m | b.m};
}
template <class T>
RINGTRIAL_LANES mask<T> operator!(mask<T> a) {
  return {a.m == 0};
}
template <class T>
RINGTRIAL_LANES mask<T> operator<=(lanes<T> a, lanes<T> b) {
  return {a.v <= b.v};
}
/// a where m holds, else b.
template <class T>
RINGTRIAL_LANES lanes<T> select(mask<T> m, lanes<T> a, lanes<T> b) {
  return of<T>(m.m ? a.v : b.v);
}
RINGTRIAL_LANES lanes<double> gather(const double* from, lanes<double> index) {
  double values[lanes<double>::count];
  store(index, values);
  for (double& value : values) value = from[row_number(value)];
  return load(values);
}
RINGTRIAL_LANES double least(lanes<double> a) {
  double values[lanes<double>::count];
  store(a, values);
  return *std::min_element(std::begin(values), std::end(values));
}
RINGTRIAL_LANES double greatest(lanes<double> a) {
  double values[lanes<double>::count];
  store(a, values);
  return *std::max_element(std::begin(values), std::end(values));
}
template <class T>
RINGTRIAL_LANES bool any(mask<T> m) {
  T values[lanes<T>::count];
  store(select(m, lanes<T>(T(1)), lanes<T>(T(0))), values);
  T sum = 0;
  for (const T value : values) sum += value;
  return sum > 0;
}

#endif

/// Neither infinite nor not a number.
template <class T>
RINGTRIAL_LANES mask<T> is_finite(lanes<T> a) {
  return abs(a) < lanes<T>(std::numeric_limits<T>::infinity());
}
