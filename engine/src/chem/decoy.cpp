#include "massa/chem/decoy.hpp"

#include <algorithm>
#include <utility>

namespace massa::chem {
namespace {

/// SplitMix64 (Steele, Lea & Flood 2014): one step of a generator whose state is a counter.
std::uint64_t mix(std::uint64_t x) noexcept {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

}  // namespace

std::string reversed_decoy(std::string_view peptide) {
  std::string decoy(peptide);
  if (decoy.size() > 3) {
    std::reverse(decoy.begin() + 1, decoy.end() - 1);
  }
  return decoy;
}

std::string shuffled_decoy(std::string_view peptide, std::uint32_t attempt) {
  std::string decoy(peptide);
  if (decoy.size() < 4) {
    return decoy;
  }
  std::uint64_t state = sequence_hash(peptide) + attempt;
  for (std::size_t i = decoy.size() - 2; i > 1; --i) {  // Fisher–Yates over [1, size − 2]
    state = mix(state);
    std::swap(decoy[i], decoy[1 + state % i]);
  }
  return decoy;
}

std::uint64_t sequence_hash(std::string_view sequence, bool isobaric) noexcept {
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
  for (const char letter : sequence) {
    const char counted = isobaric && letter == 'I' ? 'L' : letter;
    hash = (hash ^ static_cast<unsigned char>(counted)) * 0x100000001b3U;
  }
  return mix(hash);
}

}  // namespace massa::chem
