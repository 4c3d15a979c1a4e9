#include "massa/chem/digest.hpp"

#include <algorithm>
#include <charconv>
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

Boundaries find_boundaries(std::string_view sequence, const Enzyme& enzyme, bool cut_methionine,
                           std::optional<MatureChain> mature) {
  const auto length = static_cast<std::uint32_t>(sequence.size());
  Boundaries result;
  std::vector<std::uint32_t> cuts;
  for (std::uint32_t position = 1; position < length; ++position) {
    if (enzyme.unspecific || enzyme.rule.cuts_before(sequence, position)) {
      cuts.push_back(position);
    }
  }
  result.starts = cuts;
  result.ends = cuts;
  insert_sorted(result.starts, 0);
  insert_sorted(result.ends, length);
  if (cut_methionine) {
    insert_sorted(result.starts, 1);
  }
  if (mature) {
    insert_sorted(result.starts, mature->begin);
    insert_sorted(result.ends, mature->end);
  }
  if (!enzyme.unspecific) {
    result.cuts = std::move(cuts);
  }
  return result;
}

std::optional<MatureChain> within(std::optional<MatureChain> mature, std::size_t length) {
  return mature && mature->begin < mature->end && mature->end <= length ? mature : std::nullopt;
}

const Enzyme& enzyme_of(const DigestOptions& options) {
  static const Enzyme& trypsin = enzyme("Trypsin");
  return options.enzyme != nullptr ? *options.enzyme : trypsin;
}

[[noreturn]] void reject(const std::string& problem, const std::string& remedy) {
  throw Error(ErrorKind::usage, problem, "digestion", remedy);
}

}  // namespace

void check(const DigestOptions& options) {
  if (options.missed_cleavages < 0 || options.missed_cleavages > 10) {
    reject("missed_cleavages is " + std::to_string(options.missed_cleavages), "choose 0 to 10");
  }
  if (options.min_length < 1 || options.min_length > options.max_length || options.max_length > peptide_length_limit) {
    reject("the peptide length limits are " + std::to_string(options.min_length) + " and " +
               std::to_string(options.max_length),
           "choose 1 ≤ minimum ≤ maximum ≤ " + std::to_string(peptide_length_limit));
  }
  if (!(options.min_mass_da >= 0.0 && options.min_mass_da <= options.max_mass_da && options.max_mass_da <= 10000.0)) {
    reject("the peptide mass limits are " + std::to_string(options.min_mass_da) + " and " +
               std::to_string(options.max_mass_da) + " Da",
           "choose 0 ≤ minimum ≤ maximum ≤ 10000");
  }
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
  mature = within(mature, sequence.size());
  const bool cut_methionine = options.initiator_methionine && sequence.front() == 'M' && sequence.size() > 1;
  const Boundaries boundaries = find_boundaries(sequence, enzyme_of(options), cut_methionine, mature);
  const Prefixes prefixes(sequence);
  static const double water_mass = water.monoisotopic_mass();

  std::vector<DigestedPeptide> result;
  DigestCounts found;
  std::size_t first_end = 0;
  std::size_t first_cut = 0;
  for (const std::uint32_t begin : boundaries.starts) {
    while (first_end < boundaries.ends.size() && boundaries.ends[first_end] <= begin) {
      ++first_end;
    }
    while (first_cut < boundaries.cuts.size() && boundaries.cuts[first_cut] <= begin) {
      ++first_cut;
    }
    int missed = 0;
    for (std::size_t e = first_end; e < boundaries.ends.size(); ++e) {
      const std::uint32_t end = boundaries.ends[e];
      while (first_cut + static_cast<std::size_t>(missed) < boundaries.cuts.size() &&
             boundaries.cuts[first_cut + static_cast<std::size_t>(missed)] < end) {
        ++missed;
      }
      const auto length = static_cast<std::int64_t>(end - begin);
      if (missed > options.missed_cleavages || length > options.max_length) {
        break;
      }
      if (length < options.min_length) {
        continue;
      }
      if (prefixes.without_mass[end] != prefixes.without_mass[begin]) {
        ++found.ambiguous;
        continue;
      }
      const double mass = prefixes.mass[end] - prefixes.mass[begin] + water_mass;
      if (mass < options.min_mass_da || mass > options.max_mass_da) {
        continue;
      }
      const bool starts_protein = begin == 0 || (begin == 1 && cut_methionine) || (mature && begin == mature->begin);
      const bool ends_protein = end == sequence.size() || (mature && end == mature->end);
      result.push_back(
          {begin, static_cast<std::uint16_t>(length), static_cast<std::uint8_t>(missed), starts_protein, ends_protein});
    }
  }
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
