// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/philox.hpp>
#include <ringtrial/detail/random.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ringtrial::simulate {

using all_counts = std::vector<std::uint32_t>;

/** How often each of the sorted values is drawn in n draws with replacement.

  A random 64-bit word w gives several indices: n·w/2⁶⁴ is one and a remainder, which gives the next.
  Together they take at most 40 of its bits, so that no index is likelier than another by 2⁻²⁴. The
  words of some resamples are made side by side, in the vectors of the processor.

  Source  Lemire, ACM Trans. Model. Comput. Simul. 29 (2019) 3; Brackett-Rozinsky and Lemire, Softw.
          Pract. Exp. 55 (2025) 90, without their rejection.
*/
class index_draws {
 public:
  index_draws(std::uint64_t seed, std::size_t n)
      : seed_(seed),
        n_(n),
        together_(n <= 4096 ? 32 : 1),
        a_word_(indices_of_a_word(n)),
        add_(by_number[a_word_ - 1]),
        counts_(n),
        words_(2 * blocks() * together_) {}

  /// f(resample, counts) of each from `first` to before `last`.
  template <class F>
  void each(std::size_t first, std::size_t last, F f) {
    for (std::size_t b = first; b < last; b += together_) {
      const std::size_t some = std::min(together_, last - b);
      draw_words(b, some);
      for (std::size_t j = 0; j < some; ++j) {
        count(words_.data() + j);
        f(b + j, counts_);
      }
    }
  }

 private:
  static constexpr std::size_t most = 8;

  [[nodiscard]] static std::size_t indices_of_a_word(std::uint64_t n) {
    std::size_t number = 1;
    for (std::uint64_t room = (std::uint64_t{1} << 40) / n; room >= n && number < most;
         room /= n)
      ++number;
    return number;
  }
  [[nodiscard]] std::size_t blocks() const {
    return (n_ + 2 * a_word_ - 1) / (2 * a_word_);
  }

  void draw_words(std::size_t first, std::size_t some) {
    for (std::size_t block = 0; block < blocks(); ++block) {
      std::uint64_t* even = words_.data() + 2 * block * together_;
      std::uint64_t* odd = even + together_;
      for (std::size_t j = 0; j < some; ++j) {
        const auto w =
            detail::random_words(seed_, first + j, static_cast<std::uint32_t>(block),
                                 detail::draw_use::resampling);
        even[j] = std::uint64_t{w[0]} << 32 | w[1];
        odd[j] = std::uint64_t{w[2]} << 32 | w[3];
      }
    }
  }

  template <std::size_t Number>
  static void add(std::uint64_t word, std::uint64_t n, std::uint32_t* counts) {
    for (std::size_t i = 0; i < Number; ++i) {
      ++counts[detail::high_product(word, n)];
      word *= n;
    }
  }

  /// All words of one resample that give Number indices.
  template <std::size_t Number>
  static const std::uint64_t* add_words(const std::uint64_t* word, std::size_t stride,
                                        std::uint64_t n, std::uint32_t* counts) {
    for (std::size_t rest = n; rest >= Number; rest -= Number, word += stride)
      add<Number>(*word, n, counts);
    return word;
  }
  using add_function = const std::uint64_t* (*)(const std::uint64_t*, std::size_t,
                                                std::uint64_t, std::uint32_t*);
  static constexpr add_function by_number[most] = {
      &add_words<1>, &add_words<2>, &add_words<3>, &add_words<4>,
      &add_words<5>, &add_words<6>, &add_words<7>, &add_words<8>};

  void count(const std::uint64_t* words) {
    std::ranges::fill(counts_, 0);
    const std::uint64_t* last = add_(words, together_, n_, counts_.data());
    const std::size_t rest = n_ % a_word_;
    std::uint64_t word = rest > 0 ? *last : 0;
    for (std::size_t i = 0; i < rest; ++i, word *= n_)
      ++counts_[detail::high_product(word, n_)];
  }

  std::uint64_t seed_;
  std::size_t n_, together_, a_word_;  ///< resamples side by side, indices from a word
  add_function add_;
  all_counts counts_;
  std::vector<std::uint64_t> words_;
};

}  // namespace ringtrial::simulate
