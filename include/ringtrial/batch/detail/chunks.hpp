// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>

namespace ringtrial::batch::detail {

/// run(context, chunk) for every chunk below count, about `values` of the data each, on the threads
/// there are; what the caller alone does in some 200 µs stays with it.
void run_chunks(std::size_t count, std::size_t values,
                void (*run)(void* context, std::size_t chunk), void* context);

/// Asks now and then, on the thread of a call that computes, whether it is to stop; where `check` throws,
/// the call ends with that. A program that has keys or signals to heed sets it.
void set_stop_check(void (*check)());

/// In a long piece of work, on any thread: throws where the call is to stop. Between chunks it is asked
/// anyway.
void stop_point();

/** f(first, last) over the samples [0, count) in chunks.

  The chunks follow from the shape alone (about 64 KiB of values each, whole groups of 32 samples),
  never from the number of threads. Where f throws, the exception of the first such chunk is thrown
  again here when all threads have stopped.
*/
template <class F>
void each_chunk(std::size_t count, std::size_t length, F f) {
  constexpr std::size_t values = 8192, group = 32;
  const std::size_t samples = values / std::max<std::size_t>(length, 1) / group * group;
  struct work {
    F& f;
    std::size_t count, size;
  } all{f, count, std::max(samples, length > values / 8 ? std::size_t{1} : group)};
  const auto run = [](void* context, std::size_t chunk) {
    const auto& w = *static_cast<work*>(context);
    w.f(chunk * w.size, std::min(w.count, (chunk + 1) * w.size));
  };
  run_chunks((count + all.size - 1) / all.size, all.size * length, run, &all);
}

}  // namespace ringtrial::batch::detail
