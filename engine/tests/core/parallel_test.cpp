#include "massa/core/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace massa {
namespace {

TEST(ParallelFor, VisitsEveryItemOnceOnAnyNumberOfThreads) {
  for (const unsigned threads : {1U, 2U, 7U}) {
    std::vector<int> visits(1001, 0);
    parallel_for(visits.size(), 10, threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        ++visits[i];
      }
    });
    EXPECT_EQ(visits, std::vector<int>(1001, 1)) << threads << " threads";
  }
}

TEST(ParallelFor, DoesNothingForNoItems) {
  std::atomic<int> calls{0};
  parallel_for(0, 16, 4, [&](std::size_t, std::size_t) { ++calls; });
  EXPECT_EQ(calls, 0);
}

TEST(ParallelFor, ThrowsAgainWhatABodyThrew) {
  EXPECT_THROW(parallel_for(100, 1, 3,
                            [](std::size_t begin, std::size_t) {
                              if (begin == 42) {
                                throw std::runtime_error("block 42");
                              }
                            }),
               std::runtime_error);
}

}  // namespace
}  // namespace massa
