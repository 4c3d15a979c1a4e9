#pragma once
#include <array>
#include <cstdint>

namespace massa::simulate {

/// @brief xoshiro256++ (Blackman & Vigna 2019), seeded by SplitMix64, with distributions of its own: the standard
/// library's give different numbers on different implementations.
class Random {
 public:
  /// @param stream  independent sequences of one seed, e.g. one a spectrum
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) noexcept;

  [[nodiscard]] std::uint64_t next() noexcept;
  [[nodiscard]] double uniform() noexcept;                          ///< [0, 1)
  [[nodiscard]] double uniform(double low, double high) noexcept;   ///< [low, high)
  [[nodiscard]] std::uint64_t below(std::uint64_t limit) noexcept;  ///< 0 … limit − 1; limit ≥ 1
  [[nodiscard]] bool chance(double probability) noexcept;
  [[nodiscard]] double normal() noexcept;       ///< mean 0, standard deviation 1
  [[nodiscard]] double exponential() noexcept;  ///< mean 1
  [[nodiscard]] int poisson(double mean) noexcept;

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace massa::simulate
