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

/// Bit i of the result tells whether the bin of mz(vector of prefix masses i, i + 1, …) is set in the bitmap.
template <typename ToMz>
std::uint64_t probe_bins(const PreparedSpectrum& spectrum, const PrefixMasses& prefixes, int shift,
                         ToMz to_mz) noexcept {
  const Lanes lanes;
  const Vector last = hn::Set(lanes, spectrum.last_bin());
  const Vector one = hn::Set(lanes, 1);
  std::uint64_t hits = 0;
  std::array<std::uint8_t, 8> bits{};
  const int bonds = prefixes.bonds();
  for (int i = 0; i < bonds; i += static_cast<int>(hn::Lanes(lanes))) {  // the array is longer than the peptide
    const Vector bin = hn::Min(hn::ShiftRightSame(to_mz(hn::LoadU(lanes, prefixes.mass.data() + i)), shift), last);
    const auto word_index = hn::BitCast(hn::RebindToSigned<Lanes>(), hn::ShiftRight<5>(bin));
    const Vector word = hn::GatherIndex(lanes, spectrum.words(), word_index);
    const Vector bit = hn::Shr(word, hn::And(bin, hn::Set(lanes, 31)));
    hn::StoreMaskBits(lanes, hn::TestBit(bit, one), bits.data());
    hits |= static_cast<std::uint64_t>(bits[0]) << i;
  }
  return hits & ((std::uint64_t{1} << bonds) - 1);  // what lies behind the last bond is left from another candidate
}

}  // namespace

double MatchCounts::exp_hyperscore() const noexcept {
  const auto factorial = [](int ions) {
    return factorials()[static_cast<std::size_t>(std::min(ions, largest_factorial))];
  };
  return (1.0 + static_cast<double>(prefix_intensity)) * (1.0 + static_cast<double>(suffix_intensity)) *
         factorial(prefix_ions) * factorial(suffix_ions);
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

FixedMass CandidateScorer::sum(const Ladder& ladder, const PrefixMasses& prefixes, int bond) const noexcept {
  const FixedMass prefix = prefixes.mass[static_cast<std::size_t>(bond)];
  return (ladder.prefix ? prefix : prefixes.total - prefix) + ladder.offset;
}

std::uint64_t CandidateScorer::probe(const Ladder& ladder, const PrefixMasses& prefixes) const noexcept {
  const Lanes lanes;
  if (ladder.charge > 2) {
    std::uint64_t hits = 0;
    for (int bond = 0; bond < prefixes.bonds(); ++bond) {
      const FixedMass mz = sum(ladder, prefixes, bond) / static_cast<std::uint32_t>(ladder.charge);
      hits |= static_cast<std::uint64_t>(spectrum_.near_peak(mz)) << bond;
    }
    return hits;
  }
  // Halving a mass and taking its bin is one shift. Offsets below zero (z ions) wrap round and come back in the sum.
  const int shift = spectrum_.shift() + ladder.charge - 1;
  if (ladder.prefix) {
    const Vector offset = hn::Set(lanes, ladder.offset);
    return probe_bins(spectrum_, prefixes, shift, [=](Vector prefix) { return hn::Add(prefix, offset); });
  }
  const Vector top = hn::Set(lanes, prefixes.total + ladder.offset);
  return probe_bins(spectrum_, prefixes, shift, [=](Vector prefix) { return hn::Sub(top, prefix); });
}

MatchCounts CandidateScorer::score(const PrefixMasses& prefixes) const noexcept {
  MatchCounts counts;
  for (const Ladder& ladder : ladders_) {
    for (std::uint64_t hits = probe(ladder, prefixes); hits != 0; hits &= hits - 1) {
      const int bond = std::countr_zero(hits);
      const FixedMass mz = sum(ladder, prefixes, bond) / static_cast<std::uint32_t>(ladder.charge);
      const int peak = spectrum_.best_peak(mz);
      if (peak < 0) {
        continue;
      }
      const float intensity = spectrum_.intensity(peak);
      counts.squared_intensity += intensity * intensity;
      if (ladder.prefix) {
        ++counts.prefix_ions;
        counts.prefix_intensity += intensity;
        counts.prefix_bonds |= std::uint64_t{1} << bond;
      } else {
        ++counts.suffix_ions;
        counts.suffix_intensity += intensity;
        counts.suffix_bonds |= std::uint64_t{1} << bond;
      }
    }
  }
  return counts;
}

}  // namespace massa::search
