#pragma once
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "massa/core/parallel.hpp"

namespace massa::io {

/// @brief Serial in order → parallel → serial in order, with a bounded number of items under way.
///
/// Every thread (the caller is one of them) fetches an item, transforms it, and delivers whatever is next in order.
/// @param threads   0: one a processor
/// @param fetch     returns a pointer-like item, false-like at the end; called one at a time
/// @param transform item → result; called concurrently
/// @param deliver   takes a result; called one at a time, in the order of fetching
///
/// The first exception in that order, of any of the three, ends the pipeline and is thrown again here after everything
/// before it has been delivered: which error is reported does not depend on timing.
template <class Fetch, class Transform, class Deliver>
void ordered_pipeline(unsigned threads, Fetch&& fetch, Transform&& transform, Deliver&& deliver) {
  using Item = std::invoke_result_t<Fetch&>;
  using Result = std::invoke_result_t<Transform&, Item>;
  struct Slot {
    std::optional<Result> result;
    std::exception_ptr error;
    bool done = false;
  };

  const unsigned workers = thread_count(threads);
  std::vector<Slot> ring(std::size_t{2} * workers);
  std::mutex fetching;  // held while waiting for room and fetching
  std::mutex mutex;     // guards everything below
  std::condition_variable room;
  std::size_t fetched = 0;
  std::size_t delivered = 0;
  bool ended = false;
  bool delivering = false;
  std::exception_ptr failure;

  const auto deliver_ready = [&](std::unique_lock<std::mutex>& lock) {
    if (delivering) {
      return;
    }
    delivering = true;
    while (!failure) {
      Slot& slot = ring[delivered % ring.size()];
      if (!slot.done) {
        break;
      }
      Slot ready = std::exchange(slot, Slot{});
      lock.unlock();
      std::exception_ptr error = ready.error;
      if (!error) {
        try {
          deliver(std::move(*ready.result));
        } catch (...) {
          error = std::current_exception();
        }
      }
      lock.lock();
      ++delivered;
      failure = error;
      room.notify_one();
    }
    delivering = false;
  };

  const auto work = [&] {
    for (;;) {
      Slot slot;
      std::size_t ticket = 0;
      std::optional<Item> item;
      {
        const std::scoped_lock fetch_lock(fetching);
        {
          std::unique_lock lock(mutex);
          room.wait(lock, [&] { return fetched - delivered < ring.size() || failure; });
          if (ended || failure) {
            return;
          }
          ticket = fetched++;
        }
        try {
          item = fetch();
        } catch (...) {
          slot.error = std::current_exception();
        }
        if (slot.error || !*item) {
          const std::scoped_lock lock(mutex);
          ended = true;
          if (!slot.error) {
            --fetched;
            return;
          }
        }
      }
      if (!slot.error) {
        try {
          slot.result.emplace(transform(std::move(*item)));
        } catch (...) {
          slot.error = std::current_exception();
        }
      }
      slot.done = true;
      std::unique_lock lock(mutex);
      ring[ticket % ring.size()] = std::move(slot);
      deliver_ready(lock);
    }
  };

  {
    const std::vector<std::jthread> others = start_threads(workers - 1, work);
    work();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace massa::io
