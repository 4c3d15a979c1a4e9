#pragma once
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace massa {

/// @brief Threads to use when a caller asks for `requested` (0: one a processor this process may run on).
[[nodiscard]] unsigned thread_count(unsigned requested) noexcept;

/// @brief Starts threads that carry out `work`: `wanted` of them, or as many as the system gives. Who shares the work
/// with them reaches the same result without them.
[[nodiscard]] std::vector<std::jthread> start_threads(std::size_t wanted, const std::function<void()>& work);

/// @brief Calls `body(begin, end)` over consecutive blocks of [0, count) on `threads` threads.
///
/// Blocks have `block` items (the last may be shorter) and are handed out in ascending order, so a body that writes
/// only to its own items gives the same result on any number of threads. The first exception thrown by a body stops the
/// rest and is thrown again here.
void parallel_for(std::size_t count, std::size_t block, unsigned threads,
                  const std::function<void(std::size_t begin, std::size_t end)>& body);

}  // namespace massa
