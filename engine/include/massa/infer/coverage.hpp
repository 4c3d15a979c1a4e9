#pragma once
#include <cstdint>
#include <span>

namespace massa::infer {

/// @brief Residues [begin, end) of a protein, 0-based.
struct Interval {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// @brief Percentage of `length` residues that lie in at least one interval; 0 for no residues.
[[nodiscard]] double coverage_percent(std::span<const Interval> intervals, std::uint32_t length);

}  // namespace massa::infer
