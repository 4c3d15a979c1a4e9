#include <algorithm>
#include <numeric>
#include <vector>

#include "massa/parameters/parameter.hpp"

namespace massa::parameters {
namespace {

std::size_t levenshtein(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known) {
  constexpr std::size_t wanted = 3;
  std::vector<std::pair<std::size_t, std::string_view>> ranked;
  for (const std::string_view candidate : known) {
    const bool contained = word.size() >= 4 && candidate.find(word) != std::string_view::npos;
    const std::size_t distance = contained ? 1 : levenshtein(word, candidate);
    if (distance <= std::max<std::size_t>(2, candidate.size() / 3)) {
      ranked.emplace_back(distance, candidate);
    }
  }
  std::ranges::stable_sort(ranked, {}, &std::pair<std::size_t, std::string_view>::first);
  ranked.resize(std::min(ranked.size(), wanted));
  std::vector<std::string_view> names;
  names.reserve(ranked.size());
  for (const auto& [distance, name] : ranked) {
    names.push_back(name);
  }
  return names;
}

}  // namespace massa::parameters
