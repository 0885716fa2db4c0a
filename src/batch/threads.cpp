// SPDX-License-Identifier: BSL-1.0
#include "processors.hpp"
#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/batch/threads.hpp>
#include <ringtrial/detail/require.hpp>

#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <limits>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#ifdef __unix__
#include <pthread.h>
#endif

namespace ringtrial::batch {
namespace {

constexpr std::size_t most_threads = 1024;
constexpr std::string_view allowed = "a whole number from 1 to 1024";

std::atomic<std::size_t> wanted{0};  // 0: not set

[[nodiscard]] std::size_t default_threads() {
  const char* given = std::getenv("RINGTRIAL_THREADS");
  if (given == nullptr || *given == '\0')
    return std::min(usable_processors(), most_threads);
  const std::string_view text(given);
  std::size_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || n < 1 ||
      n > most_threads)
    ringtrial::detail::reject("RINGTRIAL_THREADS = '" + std::string(text) +
                              "', must be " + std::string(allowed));
  return n;
}

std::atomic<void (*)()> stop_check{nullptr};

/// Asks the check, not more often than it takes a user to notice.
void ask_whether_to_stop() {
  using clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds patience(50);
  static thread_local clock::time_point next{};
  const auto check = stop_check.load();
  if (check == nullptr) return;
  const auto now = clock::now();
  if (now < next) return;
  next = now + patience;
  check();
}

/// Thrown out of work that is no longer wanted; the call ends with what the check threw.
struct stopped {};

/// Whether this thread is one of the pool's.
thread_local bool helping = false;

/// One call's chunks, handed out in ascending order.
class job {
 public:
  job(std::size_t count, void (*run)(void*, std::size_t), void* context)
      : count_(count), run_(run), context_(context) {}

  /// The one that this thread works on.
  static inline thread_local job* current = nullptr;

  /// Runs chunks until none is left or one has thrown.
  void work() noexcept {
    while (work_on_one()) {
    }
  }
  /// The next chunk; false if none is left or one has thrown.
  bool work_on_one() noexcept {
    std::size_t chunk;
    if (failed_ || (chunk = next_++) >= count_) return false;
    job* const outer = std::exchange(current, this);
    try {
      stop_point();
      run_(context_, chunk);
    } catch (const stopped&) {
    } catch (...) {
      keep(chunk, std::current_exception());
    }
    current = outer;
    return true;
  }
  /// Of this call and of the one that it is part of. A chunk that has thrown stops no other one that was
  /// begun, so that the first to throw is always the same.
  void stop_point() {
    for (const job* j = this; j != nullptr; j = j->outer_)
      if (j->stopping_) throw stopped{};
    if (helping) return;
    try {
      ask_whether_to_stop();
    } catch (...) {
      keep(0, std::current_exception());
      for (job* j = this; j != nullptr; j = j->outer_) j->stopping_ = true;
      throw stopped{};
    }
  }
  /// Every chunk below one that threw was begun before it, so the first is always the same one.
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
    for (const job* j = outer_; j != nullptr; j = j->outer_)
      if (j->stopping_) throw stopped{};  // what is not done must not be used
  }

 private:
  void keep(std::size_t chunk, std::exception_ptr error) noexcept {
    failed_ = true;
    const std::lock_guard lock(mutex_);
    if (chunk < first_failed_) {
      first_failed_ = chunk;
      error_ = std::move(error);
    }
  }

  std::size_t count_;
  void (*run_)(void*, std::size_t);
  void* context_;
  job* outer_ = current;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false}, stopping_{false};
  std::mutex mutex_;
  std::size_t first_failed_ = std::numeric_limits<std::size_t>::max();
  std::exception_ptr error_;
};

/// Threads that wait for a job and help the caller with it.
class pool {
 public:
  /// False, with nothing done, while another call uses the pool.
  [[nodiscard]] bool run(job& j, std::size_t helpers) {
    const std::unique_lock in_use(in_use_, std::try_to_lock);
    if (!in_use) return false;
    start(helpers);
    std::unique_lock lock(mutex_);
    job_ = &j;
    invited_ = helpers;
    ++round_;
    lock.unlock();
    begin_.notify_all();
    j.work();
    lock.lock();
    invited_ = 0;  // who has not come by now need not
    done_.wait(lock, [&] { return working_ == 0; });
    return true;
  }

 private:
  void start(std::size_t helpers) {
    try {
      while (workers_.size() < helpers) workers_.emplace_back([this] { serve(); });
    } catch (const std::system_error&) {  // no more threads to be had: fewer do
    }
  }

  void serve() {
    helping = true;
    std::unique_lock lock(mutex_);
    for (std::uint64_t seen = 0;;) {
      begin_.wait(lock, [&] { return round_ != seen; });
      seen = round_;
      if (invited_ == 0) continue;
      --invited_;
      ++working_;
      job& j = *job_;
      lock.unlock();
      j.work();
      lock.lock();
      if (--working_ == 0) done_.notify_one();
    }
  }

  std::mutex in_use_, mutex_;
  std::condition_variable begin_, done_;
  std::vector<std::jthread> workers_;
  job* job_ = nullptr;
  std::size_t invited_ = 0, working_ = 0;
  std::uint64_t round_ = 0;
};

/// Whether what is left takes longer than waking others is worth, judged by the first chunk; long
/// samples are not waited for.
[[nodiscard]] bool is_worth_helpers(job& j, std::size_t count, std::size_t values) {
  using clock = std::chrono::steady_clock;
  constexpr std::chrono::microseconds little(200);
  constexpr std::size_t many = 200'000,
                        longer = many / 8;  // values; many take so long to read
  if (values > longer && count > many / values) return true;
  const auto begin = clock::now();
  (void)j.work_on_one();
  return (clock::now() - begin) * static_cast<std::int64_t>(count - 1) > little;
}

std::atomic<pool*> current{nullptr};

/// The pool lives as long as the process: its threads may be waiting when static objects go. A
/// child of fork() has none of the threads and makes its own.
[[nodiscard]] pool& the_pool() {
#ifdef __unix__
  static const int registered =
      pthread_atfork(nullptr, nullptr, [] { current.store(nullptr); });
  (void)registered;
#endif
  pool* found = current.load();
  if (found != nullptr) return *found;
  auto* made = new pool;
  if (current.compare_exchange_strong(found, made)) return *made;
  delete made;
  return *found;
}

}  // namespace

std::size_t threads() {
  const std::size_t n = wanted.load();
  if (n > 0) return n;
  static const std::size_t unset = default_threads();
  return unset;
}

void set_threads(std::size_t n) {
  ringtrial::detail::require(n >= 1 && n <= most_threads, "set_threads", "n",
                             static_cast<double>(n), allowed);
  wanted = n;
}

void detail::set_stop_check(void (*check)()) { stop_check = check; }

void detail::stop_point() {
  if (job::current != nullptr) job::current->stop_point();
}

void detail::run_chunks(std::size_t count, std::size_t values,
                        void (*run)(void*, std::size_t), void* context) {
  const std::size_t helpers = std::min(threads(), std::max<std::size_t>(count, 1)) - 1;
  job j(count, run, context);
  if (helpers == 0 || !is_worth_helpers(j, count, values) || !the_pool().run(j, helpers))
    j.work();
  j.rethrow();
}

}  // namespace ringtrial::batch
