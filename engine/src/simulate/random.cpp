#include "random.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "portable_math.hpp"

namespace massa::simulate {
namespace {

std::uint64_t split_mix(std::uint64_t& state) noexcept {
  state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) noexcept {
  std::uint64_t mixed = seed;
  std::uint64_t state = split_mix(mixed) ^ (stream * 0xD1342543DE82EF95ULL);
  for (std::uint64_t& word : state_) {
    word = split_mix(state);
  }
}

std::uint64_t Random::next() noexcept {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::uniform() noexcept {
  return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

double Random::uniform(double low, double high) noexcept {
  return low + (high - low) * uniform();
}

std::uint64_t Random::below(std::uint64_t limit) noexcept {
  // The bias is below limit / 2^53: no one can see it in a simulation.
  return static_cast<std::uint64_t>(uniform() * static_cast<double>(limit));
}

bool Random::chance(double probability) noexcept {
  return uniform() < probability;
}

double Random::normal() noexcept {
  // Marsaglia's polar method
  while (true) {
    const double u = 2.0 * uniform() - 1.0;
    const double v = 2.0 * uniform() - 1.0;
    const double square = u * u + v * v;
    if (square > 0.0 && square < 1.0) {
      return u * std::sqrt(-2.0 * portable_log(square) / square);
    }
  }
}

double Random::exponential() noexcept {
  return -portable_log(1.0 - uniform());
}

int Random::poisson(double mean) noexcept {
  if (mean > 60.0) {
    return std::max(0, static_cast<int>(std::lround(mean + std::sqrt(mean) * normal())));
  }
  // Knuth: events of a process with exponential waiting times
  const double limit = portable_exp(-mean);
  int count = 0;
  double product = uniform();
  while (product > limit) {
    product *= uniform();
    ++count;
  }
  return count;
}

}  // namespace massa::simulate
