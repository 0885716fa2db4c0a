// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/batch/threads.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#ifdef __unix__
#include <sys/wait.h>
#include <unistd.h>
#endif

namespace {

namespace batch = ringtrial::batch;

constexpr std::size_t long_sample = 100'000;  // values: helpers are called at once

/// How often each sample was visited.
std::vector<int> visits(std::size_t count, std::size_t length) {
  std::vector<int> seen(count);
  batch::detail::each_chunk(count, length, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) ++seen[i];
  });
  return seen;
}

TEST(BatchThreads, VisitEverySampleOnce) {
  for (const std::size_t threads : {1u, 2u, 7u, 3u}) {
    batch::set_threads(threads);
    EXPECT_EQ(batch::threads(), threads);
    for (const std::size_t count : {0u, 1u, 31u, 32u, 33u, 5000u})
      for (const std::size_t length : {0u, 1u, 50u, 300u, 100000u})
        EXPECT_EQ(visits(count, length), std::vector<int>(count, 1));
  }
}

/// The threads that took part in 10 chunks, each lasting that long.
std::size_t threads_at_work(std::chrono::microseconds chunk) {
  std::mutex mutex;
  std::set<std::thread::id> ids;
  batch::detail::each_chunk(10 * 32, 256, [&](std::size_t, std::size_t) {
    if (chunk.count() > 0) std::this_thread::sleep_for(chunk);
    const std::lock_guard lock(mutex);
    ids.insert(std::this_thread::get_id());
  });
  return ids.size();
}

/// On a busy machine even little work may last, so the fewest and the most of several tries count.
TEST(BatchThreads, ShareWorkThatLastsAndLeaveLittleToTheCaller) {
  batch::set_threads(3);
  std::size_t fewest = 3, most = 1;
  for (int i = 0; i < 20; ++i) {
    most = std::max(most, threads_at_work(std::chrono::milliseconds(2)));
    fewest = std::min(fewest, threads_at_work(std::chrono::microseconds(0)));
  }
  EXPECT_EQ(most, 3u);
  EXPECT_EQ(fewest, 1u);
}

struct asked_to_stop {};

TEST(BatchThreads, StopWhereTheCheckThrows) {
  batch::detail::set_stop_check([] { throw asked_to_stop{}; });
  for (const std::size_t threads : {1u, 3u}) {
    batch::set_threads(threads);
    std::atomic<std::size_t> chunks = 0;
    const auto call = [&] {
      batch::detail::each_chunk(4000, long_sample, [&](std::size_t, std::size_t) {
        for (int i = 0; i < 100; ++i) {
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
          batch::detail::stop_point();
        }
        ++chunks;
      });
    };
    EXPECT_THROW(call(), asked_to_stop);
    EXPECT_LT(chunks, 4000u);
  }
  batch::detail::set_stop_check(nullptr);
  EXPECT_EQ(visits(100, long_sample), std::vector<int>(100, 1));
}

TEST(BatchThreads, CutBySizeAndNotByThreads) {
  const auto cuts = [](std::size_t threads) {
    batch::set_threads(threads);
    std::mutex mutex;
    std::set<std::size_t> begins;
    batch::detail::each_chunk(10000, 50, [&](std::size_t first, std::size_t) {
      const std::lock_guard lock(mutex);
      begins.insert(first);
    });
    return begins;
  };
  EXPECT_EQ(cuts(1), cuts(4));
  EXPECT_GT(cuts(1).size(), 50u);
}

TEST(BatchThreads, ThrowTheFirstMistakeAgain) {
  batch::set_threads(4);
  for (int round = 0; round < 50; ++round) {
    EXPECT_EQ(testing_tools::complaint([] {
                batch::detail::each_chunk(10000, 50, [](std::size_t first, std::size_t) {
                  if (first == 0)
                    std::this_thread::sleep_for(std::chrono::milliseconds(2));
                  if (first > 2000) throw std::invalid_argument(std::to_string(first));
                });
              }),
              "2080");  // chunks of 8192 / 50 / 32 · 32 = 160 samples
  }
}

TEST(BatchThreads, ServeSeveralCallersAtOnce) {
  batch::set_threads(3);
  std::atomic<int> wrong{0};
  std::vector<std::jthread> callers;
  for (int caller = 0; caller < 4; ++caller)
    callers.emplace_back([&] {
      for (int round = 0; round < 50; ++round)
        if (visits(3000, long_sample) != std::vector<int>(3000, 1)) ++wrong;
    });
  callers.clear();
  EXPECT_EQ(wrong, 0);
}

TEST(BatchThreads, RefuseNoneAndTooMany) {
  for (const std::size_t n : {0u, 1025u})
    EXPECT_NE(testing_tools::complaint([n] {
                batch::set_threads(n);
              }).find("must be a whole number from 1 to 1024"),
              std::string::npos);
}

#ifdef __unix__
TEST(BatchThreads, WorkInAChildProcess) {
  batch::set_threads(3);
  ASSERT_EQ(visits(3000, long_sample), std::vector<int>(3000, 1));
  const pid_t child = fork();
  if (child == 0) _exit(visits(3000, long_sample) == std::vector<int>(3000, 1) ? 0 : 1);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}
#endif

}  // namespace
