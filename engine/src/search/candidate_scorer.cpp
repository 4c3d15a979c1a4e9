#include "search/candidate_scorer.hpp"

// Highway's AVX2 target asks for carry-less multiplication too, which x86-64-v3 does not promise and this file does not
// use.
#define HWY_DISABLE_PCLMUL_AES
#include <hwy/highway.h>

#include <algorithm>
#include <bit>

#include "massa/chem/residues.hpp"

namespace massa::search {
namespace {

const std::array<double, largest_factorial + 1>& factorials() noexcept {
  static const auto table = [] {
    std::array<double, largest_factorial + 1> values{};
    values[0] = 1.0;
    for (std::size_t n = 1; n < values.size(); ++n) {
      values[n] = values[n - 1] * static_cast<double>(n);
    }
    return values;
  }();
  return table;
}

namespace hn = hwy::HWY_NAMESPACE;
using Lanes = hn::CappedTag<std::uint32_t, 8>;
using Vector = hn::Vec<Lanes>;

/// Looks up bins of a bitmap, eight at a time.
class BinProbe {
 public:
  BinProbe(const PreparedSpectrum& spectrum, int shift)
      : words_(spectrum.words()), last_(hn::Set(lanes, spectrum.last_bin())), shift_(shift) {}

  /// @return bit i tells whether the bin of mass i is set
  [[nodiscard]] std::uint64_t operator()(Vector mass) const noexcept {
    const Vector bin = hn::Min(hn::ShiftRightSame(mass, shift_), last_);
    const auto word_index = hn::BitCast(hn::RebindToSigned<Lanes>(), hn::ShiftRight<5>(bin));
    const Vector word = hn::GatherIndex(lanes, words_, word_index);
    const Vector bit = hn::Shr(word, hn::And(bin, hn::Set(lanes, 31)));
    std::array<std::uint8_t, 8> bits{};
    hn::StoreMaskBits(lanes, hn::TestBit(bit, hn::Set(lanes, 1)), bits.data());
    return bits[0];
  }

  static constexpr Lanes lanes{};

 private:
  const std::uint32_t* words_;
  Vector last_;
  int shift_;
};

}  // namespace

double MatchCounts::exp_hyperscore() const noexcept {
  const auto factorial = [](int ions) {
    return factorials()[static_cast<std::size_t>(std::min(ions, largest_factorial))];
  };
  const auto sum = [](std::uint32_t intensity) { return 1.0 + intensity / PreparedSpectrum::intensity_unit; };
  return sum(prefix_intensity) * sum(suffix_intensity) * (factorial(prefix_ions) * factorial(suffix_ions));
}

CandidateScorer::CandidateScorer(const PreparedSpectrum& spectrum, std::span<const IonSeries> series,
                                 int highest_charge)
    : spectrum_(spectrum) {
  for (const IonSeries& one : series) {
    for (int charge = 1; charge <= highest_charge; ++charge) {
      const double offset = one.offset + (charge - 1) * chem::proton_mass;
      ladders_.push_back({one.prefix, static_cast<std::uint32_t>(to_fixed(offset)), charge});
    }
  }
}

CandidateScorer::Line CandidateScorer::line(const Ladder& ladder, const PrefixMasses& prefixes) noexcept {
  return ladder.prefix ? Line{ladder.offset, false} : Line{prefixes.total + ladder.offset, true};
}

CandidateScorer::Line CandidateScorer::reversed_line(const Ladder& ladder, const PrefixMasses& target) noexcept {
  const FixedMass ends = target.mass[0] + target.mass[static_cast<std::size_t>(target.bonds() - 1)];
  return ladder.prefix ? Line{ends + ladder.offset, true} : Line{target.total - ends + ladder.offset, false};
}

/// @return bit i: the ion that belongs to prefix i may match a peak
std::uint64_t CandidateScorer::probe(Line line, int charge, const PrefixMasses& prefixes) const noexcept {
  const int bonds = prefixes.bonds();
  std::uint64_t hits = 0;
  if (charge > 2) {
    for (int i = 0; i < bonds; ++i) {
      const FixedMass prefix = prefixes.mass[static_cast<std::size_t>(i)];
      const FixedMass mass = line.falling ? line.base - prefix : line.base + prefix;
      hits |= static_cast<std::uint64_t>(spectrum_.near_peak(mass / static_cast<std::uint32_t>(charge))) << i;
    }
    return hits;
  }
  // Halving a mass and taking its bin is one shift. Offsets below zero (z ions) wrap round and come back in the sum.
  const BinProbe probe_bins(spectrum_, spectrum_.shift() + charge - 1);
  const Lanes lanes = BinProbe::lanes;
  const auto step = static_cast<int>(hn::Lanes(lanes));
  const FixedMass* const prefix = prefixes.mass.data();  // longer than the peptide: whole vectors can be loaded
  const Vector base = hn::Set(lanes, line.base);
  if (line.falling) {
    for (int i = 0; i < bonds; i += step) {
      hits |= probe_bins(hn::Sub(base, hn::LoadU(lanes, prefix + i))) << i;
    }
  } else {
    for (int i = 0; i < bonds; i += step) {
      hits |= probe_bins(hn::Add(base, hn::LoadU(lanes, prefix + i))) << i;
    }
  }
  return hits & ((std::uint64_t{1} << bonds) - 1);  // what lies behind the last bond is left from another candidate
}

CandidateScorer::PairHits CandidateScorer::probe_pair(Line rising, Line falling, int charge,
                                                      const PrefixMasses& prefixes) const noexcept {
  const BinProbe probe_bins(spectrum_, spectrum_.shift() + charge - 1);
  const Lanes lanes = BinProbe::lanes;
  const auto step = static_cast<int>(hn::Lanes(lanes));
  const FixedMass* const prefix = prefixes.mass.data();
  const Vector rising_base = hn::Set(lanes, rising.base);
  const Vector falling_base = hn::Set(lanes, falling.base);
  const int bonds = prefixes.bonds();
  PairHits hits{0, 0};
  for (int i = 0; i < bonds; i += step) {
    const Vector masses = hn::LoadU(lanes, prefix + i);
    hits.rising |= probe_bins(hn::Add(rising_base, masses)) << i;
    hits.falling |= probe_bins(hn::Sub(falling_base, masses)) << i;
  }
  const std::uint64_t valid = (std::uint64_t{1} << bonds) - 1;
  return {hits.rising & valid, hits.falling & valid};
}

void CandidateScorer::take_hits(const Ladder& ladder, Line line, const PrefixMasses& prefixes, std::uint64_t hits,
                                bool reversed, MatchCounts& counts) const noexcept {
  for (; hits != 0; hits &= hits - 1) {
    const int i = std::countr_zero(hits);
    const FixedMass prefix = prefixes.mass[static_cast<std::size_t>(i)];
    const FixedMass mass = line.falling ? line.base - prefix : line.base + prefix;
    const int peak = spectrum_.best_peak(mass / static_cast<std::uint32_t>(ladder.charge));
    if (peak < 0) {
      continue;
    }
    const std::uint32_t intensity = spectrum_.intensity(peak);
    const std::uint64_t bond = std::uint64_t{1} << (reversed ? prefixes.bonds() - 1 - i : i);
    if (ladder.prefix) {
      ++counts.prefix_ions;
      counts.prefix_intensity += intensity;
      counts.prefix_bonds |= bond;
    } else {
      ++counts.suffix_ions;
      counts.suffix_intensity += intensity;
      counts.suffix_bonds |= bond;
    }
  }
}

MatchCounts CandidateScorer::score(const PrefixMasses& prefixes) const noexcept {
  MatchCounts counts;
  for (const Ladder& ladder : ladders_) {
    const Line ions = line(ladder, prefixes);
    take_hits(ladder, ions, prefixes, probe(ions, ladder.charge, prefixes), false, counts);
  }
  return counts;
}

CandidateScorer::Pair CandidateScorer::score_with_reversed(const PrefixMasses& target) const noexcept {
  Pair pair;
  for (const Ladder& ladder : ladders_) {
    const Line ions = line(ladder, target);
    const Line reversed_ions = reversed_line(ladder, target);
    std::uint64_t hits = 0;
    std::uint64_t reversed_hits = 0;
    if (ladder.charge > 2) {
      hits = probe(ions, ladder.charge, target);
      reversed_hits = probe(reversed_ions, ladder.charge, target);
    } else if (ions.falling) {
      const PairHits found = probe_pair(reversed_ions, ions, ladder.charge, target);
      hits = found.falling;
      reversed_hits = found.rising;
    } else {
      const PairHits found = probe_pair(ions, reversed_ions, ladder.charge, target);
      hits = found.rising;
      reversed_hits = found.falling;
    }
    if (hits != 0) {
      take_hits(ladder, ions, target, hits, false, pair.target);
    }
    if (reversed_hits != 0) {
      take_hits(ladder, reversed_ions, target, reversed_hits, true, pair.decoy);
    }
  }
  return pair;
}

}  // namespace massa::search
