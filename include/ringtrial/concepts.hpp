// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <ranges>
#include <span>
#include <type_traits>
#include <utility>

namespace ringtrial {

/// Scalar type of every estimator.
template <class T>
concept real = std::same_as<T, double> || std::same_as<T, float>;

namespace detail {

template <class R>
concept eigen_vector = R::IsVectorAtCompileTime != 0 && R::InnerStrideAtCompileTime == 1;

template <class R>
concept one_block = std::ranges::contiguous_range<R> || eigen_vector<R>;

template <class R>
using element_t = std::remove_cvref_t<decltype(*std::declval<const R&>().data())>;

}  // namespace detail

/// One-dimensional data in one block: std::vector, std::span, Eigen::VectorXd, ...
template <class R>
concept sample = detail::one_block<R> && real<detail::element_t<R>>;

/// Value type of a sample.
template <sample R>
using value_t = detail::element_t<R>;

namespace detail {

/// A sample seen as a span; never a copy.
template <sample R>
[[nodiscard]] constexpr std::span<const value_t<R>> as_span(const R& x) noexcept {
  return {x.data(), static_cast<std::size_t>(x.size())};
}

}  // namespace detail
}  // namespace ringtrial
