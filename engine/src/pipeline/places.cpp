#include "places.hpp"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

namespace massa::pipeline {
namespace {

constexpr unsigned bits_per_residue = 5;
constexpr std::size_t longest_start = 6;

constexpr std::uint32_t code(char residue) noexcept {
  return static_cast<std::uint32_t>(residue == 'I' ? 'L' : residue) & 31U;
}

/// The first residues of sequences as numbers, the same number of them for all.
class Starts {
 public:
  explicit Starts(std::span<const std::string_view> sequences) {
    for (const std::string_view sequence : sequences) {
      length_ = std::min(length_, sequence.size());
    }
    mask_ = (std::uint32_t{1} << (bits_per_residue * length_)) - 1U;
    for (std::size_t i = 0; i < sequences.size(); ++i) {
      std::uint32_t start = 0;
      for (const char residue : sequences[i].substr(0, length_)) {
        start = append(start, residue);
      }
      of_start_.emplace(start, i);
      seen_[bit(start)] = true;
    }
  }

  /// Calls with each position of `text` where a sequence starts as it does, and that sequence's index.
  template <typename Visit>
  void each_in(std::string_view text, const Visit& visit) const {
    std::uint32_t start = 0;
    for (std::size_t end = 1; end <= text.size(); ++end) {
      start = append(start, text[end - 1]);
      if (end < length_ || !seen_[bit(start)]) {
        continue;
      }
      const auto [first, last] = of_start_.equal_range(start);
      for (auto it = first; it != last; ++it) {
        visit(end - length_, it->second);
      }
    }
  }

 private:
  [[nodiscard]] std::uint32_t append(std::uint32_t start, char residue) const noexcept {
    return (start << bits_per_residue | code(residue)) & mask_;
  }
  [[nodiscard]] static std::size_t bit(std::uint32_t start) noexcept { return start * 0x9e3779b1U >> 16U; }

  std::size_t length_ = longest_start;
  std::uint32_t mask_ = 0;
  std::unordered_multimap<std::uint32_t, std::size_t> of_start_;
  std::vector<bool> seen_ = std::vector<bool>(std::size_t{1} << 16U, false);  // few positions pass it
};

}  // namespace

std::vector<std::vector<search::Occurrence>> places_of(std::span<const std::string_view> sequences,
                                                       std::span<const infer::DatabaseProtein> database) {
  std::vector<std::vector<search::Occurrence>> places(sequences.size());
  if (sequences.empty()) {
    return places;
  }
  const Starts starts(sequences);
  for (std::uint32_t protein = 0; protein < database.size(); ++protein) {
    const std::string_view text = database[protein].sequence;
    starts.each_in(text, [&](std::size_t begin, std::size_t i) {
      const std::string_view here = text.substr(begin, sequences[i].size());
      if (std::ranges::equal(here, sequences[i], {}, code, code)) {
        places[i].push_back({protein, static_cast<std::uint32_t>(begin)});
      }
    });
  }
  return places;
}

}  // namespace massa::pipeline
