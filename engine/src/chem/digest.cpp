#include "massa/chem/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <string>

#include "massa/chem/residues.hpp"
#include "massa/core/error.hpp"

namespace massa::chem {
namespace {

void insert_sorted(std::vector<std::uint32_t>& positions, std::uint32_t position) {
  const auto at = std::ranges::lower_bound(positions, position);
  if (at == positions.end() || *at != position) {
    positions.insert(at, position);
  }
}

/// Sums over the first i residues, for every i.
struct Prefixes {
  std::vector<double> mass{0.0};
  std::vector<std::uint32_t> without_mass{0};
  explicit Prefixes(std::string_view sequence) {
    mass.reserve(sequence.size() + 1);
    without_mass.reserve(sequence.size() + 1);
    for (const char letter : sequence) {
      const double residue = residue_mass(letter);
      mass.push_back(mass.back() + residue);
      without_mass.push_back(without_mass.back() + (residue == 0.0 ? 1U : 0U));
    }
  }
};

/// Where peptides may begin and end, and the bonds that count as missed.
struct Boundaries {
  std::vector<std::uint32_t> starts;
  std::vector<std::uint32_t> ends;
  std::vector<std::uint32_t> cuts;
};

Boundaries specific_boundaries(std::string_view sequence, const Enzyme& enzyme, bool cut_methionine,
                               std::optional<MatureChain> mature) {
  const auto length = static_cast<std::uint32_t>(sequence.size());
  Boundaries result;
  for (std::uint32_t position = 1; position < length; ++position) {
    if (enzyme.rule.cuts_before(sequence, position)) {
      result.cuts.push_back(position);
    }
  }
  result.starts = result.cuts;
  result.ends = result.cuts;
  insert_sorted(result.starts, 0);
  insert_sorted(result.ends, length);
  if (cut_methionine) {
    insert_sorted(result.starts, 1);
  }
  if (mature) {
    insert_sorted(result.starts, mature->begin);
    insert_sorted(result.ends, mature->end);
  }
  return result;
}

/// Every position. No bond counts as missed.
Boundaries every_boundary(std::uint32_t length) {
  Boundaries result;
  for (std::uint32_t position = 0; position < length; ++position) {
    result.starts.push_back(position);
    result.ends.push_back(position + 1);
  }
  return result;
}

std::optional<MatureChain> within(std::optional<MatureChain> mature, std::size_t length) {
  return mature && mature->begin < mature->end && mature->end <= length ? mature : std::nullopt;
}

/// The part of ascending `positions` beyond `position`; `first` is where the last call found its beginning.
std::span<const std::uint32_t> beyond(const std::vector<std::uint32_t>& positions, std::uint32_t position,
                                      std::size_t& first) {
  while (first < positions.size() && positions[first] <= position) {
    ++first;
  }
  return std::span(positions).subspan(first);
}

/// One protein, its boundaries and its masses.
class Digestion {
 public:
  Digestion(std::string_view sequence, const DigestOptions& options, std::optional<MatureChain> mature)
      : options_(options),
        mature_(mature),
        length_(static_cast<std::uint32_t>(sequence.size())),
        cut_methionine_(options.initiator_methionine && sequence.front() == 'M' && sequence.size() > 1),
        prefixes_(sequence) {
    const Enzyme& enzyme = enzyme_of(options);
    const bool unspecific = enzyme.unspecific || options.specificity == Specificity::none;
    if (!unspecific) {
      specific_ = specific_boundaries(sequence, enzyme, cut_methionine_, mature);
    }
    if (unspecific || options.specificity == Specificity::semi) {
      every_ = every_boundary(length_);
    }
  }

  /// Calls with each position where peptides start, ascending, and the positions where they may end.
  template <typename Visit>
  void each_start(const Visit& visit) const {
    std::size_t every_end = 0;
    std::size_t specific_end = 0;
    for (const std::uint32_t begin : every_.starts.empty() ? specific_.starts : every_.starts) {
      const bool any_end =
          !every_.ends.empty() && (specific_.ends.empty() || std::ranges::binary_search(specific_.starts, begin));
      visit(begin, any_end ? beyond(every_.ends, begin, every_end) : beyond(specific_.ends, begin, specific_end));
    }
  }

  /// Adds the peptides that start there. @return how many were left out for what is no residue
  std::uint64_t peptides_from(std::uint32_t begin, std::span<const std::uint32_t> ends,
                              std::vector<DigestedPeptide>& result) const {
    static const double water_mass = water.monoisotopic_mass();
    std::uint64_t ambiguous = 0;
    auto cut = std::ranges::upper_bound(specific_.cuts, begin);
    int missed = 0;
    for (const std::uint32_t end : ends) {
      for (; cut != specific_.cuts.end() && *cut < end; ++cut) {
        ++missed;
      }
      const auto length = static_cast<std::int64_t>(end - begin);
      if (missed > options_.missed_cleavages || length > options_.max_length) {
        break;
      }
      if (length < options_.min_length) {
        continue;
      }
      if (prefixes_.without_mass[end] != prefixes_.without_mass[begin]) {
        ++ambiguous;
        continue;
      }
      const double mass = prefixes_.mass[end] - prefixes_.mass[begin] + water_mass;
      if (mass >= options_.min_mass_da && mass <= options_.max_mass_da) {
        result.push_back({begin, static_cast<std::uint16_t>(length), static_cast<std::uint8_t>(missed),
                          starts_protein(begin), ends_protein(end)});
      }
    }
    return ambiguous;
  }

 private:
  [[nodiscard]] bool starts_protein(std::uint32_t begin) const {
    return begin == 0 || (begin == 1 && cut_methionine_) || (mature_ && begin == mature_->begin);
  }
  [[nodiscard]] bool ends_protein(std::uint32_t end) const {
    return end == length_ || (mature_ && end == mature_->end);
  }

  const DigestOptions& options_;
  std::optional<MatureChain> mature_;
  std::uint32_t length_;
  bool cut_methionine_;
  Prefixes prefixes_;
  Boundaries specific_;  ///< empty where the enzyme says nothing
  Boundaries every_;     ///< empty where only the enzyme says
};

[[noreturn]] void reject(const std::string& problem, const std::string& remedy) {
  throw Error(ErrorKind::usage, problem, "digestion", remedy);
}

}  // namespace

void check(const DigestOptions& options) {
  if (options.missed_cleavages < 0 || options.missed_cleavages > missed_cleavages_limit) {
    reject(fmt::format("missed_cleavages is {}", options.missed_cleavages),
           fmt::format("choose 0 to {}", missed_cleavages_limit));
  }
  if (options.min_length < 1 || options.min_length > options.max_length || options.max_length > peptide_length_limit) {
    reject(fmt::format("the peptide length limits are {} and {}", options.min_length, options.max_length),
           fmt::format("choose 1 ≤ minimum ≤ maximum ≤ {}", peptide_length_limit));
  }
  if (!(options.min_mass_da >= 0.0 && options.min_mass_da <= options.max_mass_da &&
        options.max_mass_da <= peptide_mass_limit_da)) {
    reject(fmt::format("the peptide mass limits are {} and {} Da", options.min_mass_da, options.max_mass_da),
           fmt::format("choose 0 ≤ minimum ≤ maximum ≤ {}", peptide_mass_limit_da));
  }
}

const Enzyme& enzyme_of(const DigestOptions& options) {
  static const Enzyme& trypsin = enzyme("Trypsin");
  return options.enzyme != nullptr ? *options.enzyme : trypsin;
}

std::optional<MatureChain> declared_mature_chain(std::string_view description) {
  constexpr std::string_view keyword = "mature ";
  const std::size_t at = description.find(keyword);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  const char* const end = description.data() + description.size();
  MatureChain chain;
  const auto [dash, begin_error] = std::from_chars(description.data() + at + keyword.size(), end, chain.begin);
  if (begin_error != std::errc{} || dash == end || *dash != '-' || chain.begin == 0) {
    return std::nullopt;
  }
  const auto [rest, end_error] = std::from_chars(dash + 1, end, chain.end);
  if (end_error != std::errc{} || chain.end < chain.begin) {
    return std::nullopt;
  }
  --chain.begin;
  return chain;
}

std::vector<DigestedPeptide> digest(std::string_view sequence, const DigestOptions& options,
                                    std::optional<MatureChain> mature, DigestCounts* counts) {
  if (sequence.empty()) {
    return {};
  }
  const Digestion digestion(sequence, options, within(mature, sequence.size()));
  std::vector<DigestedPeptide> result;
  DigestCounts found;
  digestion.each_start([&](std::uint32_t begin, std::span<const std::uint32_t> ends) {
    found.ambiguous += digestion.peptides_from(begin, ends, result);
  });
  found.peptides = result.size();
  if (counts != nullptr) {
    counts->peptides += found.peptides;
    counts->ambiguous += found.ambiguous;
  }
  return result;
}

int missed_cleavages(std::string_view peptide, const Enzyme& enzyme) noexcept {
  int missed = 0;
  for (std::size_t position = 1; position < peptide.size(); ++position) {
    missed += enzyme.rule.cuts_before(peptide, position) ? 1 : 0;
  }
  return missed;
}

}  // namespace massa::chem
