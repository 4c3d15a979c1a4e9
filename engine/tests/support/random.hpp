#pragma once
#include <random>

namespace massa::test {

/// @brief Random numbers that are the same on every run, so that a failure can be repeated.
template <typename Engine = std::mt19937>
[[nodiscard]] Engine seeded(typename Engine::result_type seed) {
  return Engine(seed);
}

}  // namespace massa::test
