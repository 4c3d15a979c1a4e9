#include "massa/core/parallel.hpp"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>

namespace massa {

unsigned thread_count(unsigned requested) noexcept {
  if (requested > 0) {
    return requested;
  }
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0) {
    return std::max(1U, static_cast<unsigned>(CPU_COUNT(&allowed)));
  }
  return std::max(1U, std::thread::hardware_concurrency());
}

std::vector<std::jthread> start_threads(std::size_t wanted, const std::function<void()>& work) {
  std::vector<std::jthread> started;
  started.reserve(wanted);
  while (started.size() < wanted) {
    try {
      started.emplace_back(work);
    } catch (const std::system_error&) {
      break;
    }
  }
  return started;
}

void parallel_for(std::size_t count, std::size_t block, unsigned threads,
                  const std::function<void(std::size_t, std::size_t)>& body) {
  block = std::max<std::size_t>(block, 1);
  const std::size_t blocks = (count + block - 1) / block;
  std::atomic<std::size_t> next{0};
  std::mutex failure_mutex;
  std::exception_ptr failure;

  const auto work = [&] {
    for (std::size_t i = next.fetch_add(1); i < blocks; i = next.fetch_add(1)) {
      try {
        body(i * block, std::min(count, (i + 1) * block));
      } catch (...) {
        const std::scoped_lock lock(failure_mutex);
        if (!failure) {
          failure = std::current_exception();
        }
        next.store(blocks);
      }
    }
  };

  const std::size_t helpers = std::min<std::size_t>(thread_count(threads), std::max<std::size_t>(blocks, 1)) - 1;
  {
    const std::vector<std::jthread> others = start_threads(helpers, work);
    work();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace massa
