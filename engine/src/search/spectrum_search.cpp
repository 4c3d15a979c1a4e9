#include "search/spectrum_search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "massa/chem/decoy.hpp"
#include "massa/chem/residues.hpp"
#include "search/match_details.hpp"

namespace massa::search {
namespace {

/// Candidates kept beyond the ranks asked for, so that the next one of another sequence is known for the deltas.
constexpr std::size_t spare_candidates = 3;
constexpr int highest_precursor_charge = 100;
constexpr std::size_t most_coisolated = 16;
/// Coisolated ions are searched where the selected one gives no match as good as this.
constexpr double convincing_e_value = 0.01;
/// Records fetched ahead of the one being compared: their residues lie anywhere in the database.
constexpr std::uint32_t prefetch_distance = 8;

double precursor_mz_of(const Candidate& candidate, const SearchSpectrum& spectrum) {
  return candidate.precursor == 0 ? spectrum.precursor_mz : spectrum.coisolated[candidate.precursor - 1U].mz;
}

}  // namespace

SpectrumSearch::SpectrumSearch(const detail::TableData& table, const BondMasses& bonds, const SearchOptions& options)
    : table_(table),
      bonds_(bonds),
      options_(options),
      top_(static_cast<std::size_t>(options.ranks) + spare_candidates) {}

std::vector<SpectrumSearch::MassWindow> SpectrumSearch::precursor_windows(double precursor_mz, int charge) const {
  std::vector<MassWindow> windows;
  for (const int isotopes : options_.isotope_errors) {
    const double mass = chem::neutral_mass(precursor_mz, charge) - isotopes * chem::isotope_spacing;
    const double half_width = options_.precursor.at(mass);
    windows.push_back({mass - half_width, mass + half_width});
  }
  std::ranges::sort(windows, {}, &MassWindow::low);
  std::vector<MassWindow> merged;
  for (const MassWindow& window : windows) {
    if (!merged.empty() && window.low <= merged.back().high) {
      merged.back().high = std::max(merged.back().high, window.high);
    } else {
      merged.push_back(window);
    }
  }
  return merged;
}

/// Takes note of a candidate that has been scored.
void SpectrumSearch::consider(Candidate& candidate, const MatchCounts& counts, int bonds) {
  ++candidates_;
  if (candidate.arrangement == 0) {
    sample_.add(counts, bonds);  // other arrangements of the same peptide are no independent trial
  }
  if (counts.prefix_ions + counts.suffix_ions == 0) {
    return;
  }
  candidate.exp_hyperscore = counts.exp_hyperscore();
  if (top_.may_enter(candidate.exp_hyperscore)) {
    candidate.counts = counts;
    const detail::PeptideRecord& record = table_.peptides[candidate.peptide];
    candidate.tie_breaker = candidate.is_decoy ? chem::sequence_hash(table_.decoy_sequence(record))
                                               : chem::sequence_hash(table_.sequence(record));
    top_.enter(candidate);
  }
}

void SpectrumSearch::compare(std::uint32_t peptide, std::size_t lane, const PrecursorIon& ion,
                             const CandidateScorer& scorer) {
  const detail::PeptideRecord& record = table_.peptides[peptide];
  const ModificationState& state = table_.lanes[lane].state;
  const std::string_view sequence = table_.sequence(record);
  const auto total = static_cast<FixedMass>(record.mass + table_.lanes[lane].delta);
  const int bonds = record.length - 1;
  Candidate candidate;
  candidate.peptide = peptide;
  candidate.lane = static_cast<std::uint16_t>(lane);
  candidate.modifications = static_cast<std::uint8_t>(state.size());
  candidate.precursor = ion.number;
  candidate.charge = static_cast<std::int8_t>(ion.charge);
  arrange(table_.modifications, state, sequence, record.flags, arrangements_);
  for (std::size_t i = 0; i < arrangements_.size(); ++i) {
    candidate.arrangement = static_cast<std::uint16_t>(i);
    candidate.is_decoy = false;
    sum_prefixes(table_.modifications, sequence, arrangements_[i], total, prefixes_);
    if (record.decoy == detail::reversed_decoy) {
      const CandidateScorer::Pair pair = scorer.score_with_reversed(prefixes_);
      consider(candidate, pair.target, bonds);
      candidate.is_decoy = true;
      consider(candidate, pair.decoy, bonds);
    } else {
      consider(candidate, scorer.score(prefixes_), bonds);
    }
  }
  if (record.decoy != detail::reversed_decoy && record.decoy != detail::no_decoy) {
    compare_shuffled_decoy(candidate, scorer);
  }
}

void SpectrumSearch::compare_shuffled_decoy(Candidate candidate, const CandidateScorer& scorer) {
  const detail::PeptideRecord& record = table_.peptides[candidate.peptide];
  const detail::Lane& lane = table_.lanes[candidate.lane];
  const std::string sequence = table_.decoy_sequence(record);
  candidate.is_decoy = true;
  arrange(table_.modifications, lane.state, sequence, record.flags, arrangements_);
  for (std::size_t i = 0; i < arrangements_.size(); ++i) {
    candidate.arrangement = static_cast<std::uint16_t>(i);
    sum_prefixes(table_.modifications, sequence, arrangements_[i], static_cast<FixedMass>(record.mass + lane.delta),
                 prefixes_);
    consider(candidate, scorer.score(prefixes_), record.length - 1);
  }
}

void SpectrumSearch::search_lane(std::size_t lane, MassWindow window, const PrecursorIon& ion,
                                 const CandidateScorer& scorer) {
  const detail::Lane& members = table_.lanes[lane];
  const auto low = static_cast<std::int64_t>(std::ceil(window.low / fixed_mass_unit)) - members.delta;
  const auto high = static_cast<std::int64_t>(std::floor(window.high / fixed_mass_unit)) - members.delta;
  const std::uint32_t first = table_.first_at_least(low);
  const std::uint32_t end = table_.first_at_least(high + 1);
  const auto fetch = [this](std::uint32_t peptide) {
    __builtin_prefetch(table_.arena.data() + table_.peptides[peptide].residues);
  };
  if (members.state.empty()) {
    for (std::uint32_t peptide = first; peptide < end; ++peptide) {
      fetch(std::min(peptide + prefetch_distance, end - 1));
      compare(peptide, lane, ion, scorer);
    }
    return;
  }
  const auto lane_end = std::ranges::lower_bound(members.peptides, end);
  for (auto it = std::lower_bound(members.peptides.begin(), lane_end, first); it != lane_end; ++it) {
    fetch(*(lane_end - it > prefetch_distance ? it + prefetch_distance : lane_end - 1));
    compare(*it, lane, ion, scorer);
  }
}

void SpectrumSearch::search_ion(const PrecursorIon& ion, const CandidateScorer& scorer) {
  for (const MassWindow& window : precursor_windows(ion.mz, ion.charge)) {
    for (std::size_t lane = 0; lane < table_.lanes.size(); ++lane) {
      search_lane(lane, window, ion, scorer);
    }
  }
}

std::vector<SpectrumSearch::PrecursorIon> SpectrumSearch::precursor_ions(const SearchSpectrum& spectrum) const {
  const auto usable = [](double mz, int charge) {
    return mz > 0.0 && mz < largest_fixed_mass_da && charge >= 1 && charge <= highest_precursor_charge;
  };
  std::vector<PrecursorIon> ions;
  for (const int charge :
       spectrum.charges.empty() ? std::span<const int>(options_.assumed_charges) : spectrum.charges) {
    if (usable(spectrum.precursor_mz, charge)) {
      ions.push_back({spectrum.precursor_mz, charge, 0});
    }
  }
  for (std::size_t i = 0; i < spectrum.coisolated.size() && i < most_coisolated; ++i) {
    const auto [mz, charge] = spectrum.coisolated[i];
    const bool known = std::ranges::any_of(ions, [&, mz = mz, charge = charge](const PrecursorIon& other) {
      return other.charge == charge && std::abs(other.mz - mz) * charge <= options_.precursor.at(mz * charge);
    });
    if (usable(mz, charge) && !known) {
      ions.push_back({mz, charge, static_cast<std::uint16_t>(i + 1)});
    }
  }
  return ions;
}

/// The best candidate may be the answer, so it is left out and the second best counts twice.
NullDistribution SpectrumSearch::null_without_answer(const SearchSpectrum& spectrum,
                                                     std::span<const IonSeries> series) {
  const auto best = top_.sorted();
  const auto bonds = [this](const Candidate& candidate) { return table_.peptides[candidate.peptide].length - 1; };
  NullSample sample = sample_;
  sample.remove(best[0].counts, bonds(best[0]));
  if (best.size() > 1) {
    sample.add(best[1].counts, bonds(best[1]));
  }
  // NOLINTNEXTLINE(bugprone-signed-char-misuse): a number in one byte, no character
  const int charge = best[0].charge;
  return sample.distribution(expected_null(bonds_, prepared_, series,
                                           highest_fragment_charge(charge, options_.max_fragment_charge),
                                           to_fixed(chem::neutral_mass(precursor_mz_of(best[0], spectrum), charge))));
}

std::vector<VariableSite> SpectrumSearch::sites_of(const Candidate& candidate) {
  const detail::PeptideRecord& record = table_.peptides[candidate.peptide];
  const ModificationState& state = table_.lanes[candidate.lane].state;
  const bool mirrored = candidate.is_decoy && record.decoy == detail::reversed_decoy;
  const bool shuffled = candidate.is_decoy && !mirrored;
  arrange(table_.modifications, state, shuffled ? table_.decoy_sequence(record) : std::string(table_.sequence(record)),
          record.flags, arrangements_);
  const auto arrangement = arrangements_[candidate.arrangement];
  std::vector<VariableSite> sites(arrangement.begin(), arrangement.end());
  if (mirrored) {
    std::ranges::transform(sites, sites.begin(), [&](VariableSite site) { return reversed_site(site, record.length); });
  }
  std::ranges::sort(sites, {}, &VariableSite::position);
  return sites;
}

Psm SpectrumSearch::describe(const Candidate& candidate, const SearchSpectrum& spectrum,
                             std::span<const IonSeries> series) {
  const detail::PeptideRecord& record = table_.peptides[candidate.peptide];
  Psm psm;
  psm.peptide = candidate.peptide;
  psm.is_decoy = candidate.is_decoy;
  psm.charge = candidate.charge;
  psm.variable_sites = sites_of(candidate);
  psm.hyperscore = std::log(candidate.exp_hyperscore);
  set_counts(candidate.counts, psm);

  const std::string sequence =
      candidate.is_decoy ? table_.decoy_sequence(record) : std::string(table_.sequence(record));
  psm.calculated_mass = exact_mass(table_, sequence, psm.variable_sites);
  psm.is_coisolated = candidate.precursor != 0;
  psm.precursor_mz = precursor_mz_of(candidate, spectrum);
  assign_precursor_error(options_.isotope_errors, psm);
  sum_prefixes(table_.modifications, sequence, psm.variable_sites,
               static_cast<FixedMass>(record.mass + table_.lanes[candidate.lane].delta), prefixes_);
  describe_fragments(spectrum, prepared_, prefixes_, series,
                     highest_fragment_charge(candidate.charge, options_.max_fragment_charge), options_.fragment, psm);
  return psm;
}

SpectrumMatches SpectrumSearch::search(const SearchSpectrum& spectrum) {
  SpectrumMatches matches;
  const std::vector<PrecursorIon> ions = precursor_ions(spectrum);
  if (ions.empty() || spectrum.mz.empty()) {
    return matches;
  }
  prepared_.assign(spectrum.mz, spectrum.intensity, options_.fragment);
  top_.clear();
  sample_ = {};
  candidates_ = 0;
  const std::vector<IonSeries> series = ion_series(options_.ions, spectrum.activation);
  const auto search_ions = [&](bool coisolated) {
    for (const PrecursorIon& ion : ions) {
      if ((ion.number != 0) == coisolated) {
        search_ion(
            ion, CandidateScorer(prepared_, series, highest_fragment_charge(ion.charge, options_.max_fragment_charge)));
      }
    }
  };
  const auto e_value_of_best = [&] {
    return HyperscoreTail(null_without_answer(spectrum, series)).p_value(std::log(top_.sorted()[0].exp_hyperscore)) *
           static_cast<double>(candidates_);
  };
  search_ions(false);
  if (ions.back().number != 0 && (top_.sorted().empty() || e_value_of_best() >= convincing_e_value)) {
    search_ions(true);
  }
  matches.candidates = candidates_;
  if (top_.sorted().empty()) {
    return matches;
  }
  matches.null = null_without_answer(spectrum, series);
  const HyperscoreTail tail(matches.null);
  const auto ranked = top_.sorted();
  const std::size_t kept = std::min(ranked.size(), static_cast<std::size_t>(options_.ranks));
  for (std::size_t i = 0; i < kept; ++i) {
    Psm psm = describe(ranked[i], spectrum, series);
    psm.rank = static_cast<std::uint8_t>(i + 1);
    psm.p_value = tail.p_value(psm.hyperscore);
    psm.e_value = psm.p_value * static_cast<double>(candidates_);
    psm.delta_hyperscore = psm.hyperscore - next_score(table_, ranked.subspan(i));
    matches.psms.push_back(std::move(psm));
  }
  return matches;
}

}  // namespace massa::search
