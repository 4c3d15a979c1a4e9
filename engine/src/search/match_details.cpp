#include "search/match_details.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "massa/chem/decoy.hpp"
#include "massa/chem/residues.hpp"

namespace massa::search {
namespace {

std::uint8_t longest_run(std::uint64_t matched) noexcept {
  std::uint8_t length = 0;
  for (; matched != 0; matched &= matched << 1U) {
    ++length;
  }
  return length;
}

std::uint64_t isobaric_hash(const detail::TableData& table, const Candidate& candidate) {
  const detail::PeptideRecord& record = table.peptides[candidate.peptide];
  return candidate.is_decoy ? chem::sequence_hash(table.decoy_sequence(record), true)
                            : chem::sequence_hash(table.sequence(record), true);
}

}  // namespace

void set_counts(const MatchCounts& counts, Psm& psm) {
  psm.matched_prefix_ions = counts.prefix_ions;
  psm.matched_suffix_ions = counts.suffix_ions;
  psm.longest_prefix_run = longest_run(counts.prefix_bonds);
  psm.longest_suffix_run = longest_run(counts.suffix_bonds);
}

double exact_mass(const detail::TableData& table, std::string_view sequence, std::span<const VariableSite> sites) {
  using chem::ModificationPosition;
  const ModificationOptions& options = table.modification_options;
  double mass = chem::peptide_mass(sequence);
  const auto occupied = [&](std::size_t position) {
    return std::ranges::find(sites, position, &VariableSite::position) != sites.end();
  };
  for (const chem::ModificationRule& rule : options.fixed) {
    const auto applies = [&](std::size_t position, char residue) {
      return (rule.residues == 0 || rule.accepts(residue)) && !occupied(position) ? 1.0 : 0.0;
    };
    double times = 0.0;
    if (rule.position == ModificationPosition::peptide_n_term) {
      times = applies(0, sequence.front());
    } else if (rule.position == ModificationPosition::peptide_c_term) {
      times = applies(sequence.size() + 1, sequence.back());
    } else {
      for (std::size_t i = 0; i < sequence.size(); ++i) {
        times += applies(i + 1, sequence[i]);
      }
    }
    mass += times * rule.modification->mass_delta;
  }
  for (const VariableSite& site : sites) {
    mass += options.variable[site.rule].modification->mass_delta;
  }
  return mass;
}

void assign_precursor_error(std::span<const int> isotope_errors, Psm& psm) {
  const double observed = chem::neutral_mass(psm.precursor_mz, psm.charge);
  double smallest = std::numeric_limits<double>::infinity();
  for (const int isotopes : isotope_errors) {
    const double error = observed - isotopes * chem::isotope_spacing - psm.calculated_mass;
    if (std::abs(error) < std::abs(smallest)) {
      smallest = error;
      psm.isotope_error = static_cast<std::int8_t>(isotopes);
    }
  }
  psm.precursor_error_ppm = smallest / psm.charge / chem::mz(psm.calculated_mass, psm.charge) * 1e6;
}

void describe_fragments(const SearchSpectrum& spectrum, const PreparedSpectrum& prepared, const PrefixMasses& prefixes,
                        std::span<const IonSeries> series, int highest_charge, Tolerance tolerance, Psm& psm) {
  std::vector<bool> used(spectrum.mz.size(), false);
  double error_sum = 0.0;
  double error_squares = 0.0;
  int matches = 0;
  for (const IonSeries& one : series) {
    for (int charge = 1; charge <= highest_charge; ++charge) {
      for (int bond = 0; bond < prefixes.bonds(); ++bond) {
        const FixedMass prefix = prefixes.mass[static_cast<std::size_t>(bond)];
        const double part = from_fixed(one.prefix ? prefix : prefixes.total - prefix) + one.offset;
        const double mz = (part + (charge - 1) * chem::proton_mass) / charge;
        const int peak = prepared.best_peak(static_cast<FixedMass>(to_fixed(mz)));
        if (peak < 0) {
          continue;
        }
        used[static_cast<std::size_t>(peak)] = true;
        const double difference = spectrum.mz[static_cast<std::size_t>(peak)] - mz;
        const double error = tolerance.unit == ToleranceUnit::ppm ? difference / mz * 1e6 : difference;
        error_sum += error;
        error_squares += error * error;
        ++matches;
      }
    }
  }
  psm.theoretical_ions = static_cast<std::uint16_t>(series.size() * static_cast<std::size_t>(highest_charge) *
                                                    static_cast<std::size_t>(prefixes.bonds()));
  double total = 0.0;
  double explained = 0.0;
  for (std::size_t i = 0; i < used.size(); ++i) {
    total += static_cast<double>(spectrum.intensity[i]);
    explained += used[i] ? static_cast<double>(spectrum.intensity[i]) : 0.0;
  }
  psm.matched_intensity_fraction = total > 0.0 ? static_cast<float>(explained / total) : 0.0F;
  if (matches > 0) {
    const double mean = error_sum / matches;
    psm.fragment_error_mean = static_cast<float>(mean);
    psm.fragment_error_sd = static_cast<float>(std::sqrt(std::max(0.0, error_squares / matches - mean * mean)));
  }
}

double next_score(const detail::TableData& table, std::span<const Candidate> ranked) {
  const std::uint64_t own = isobaric_hash(table, ranked.front());
  for (const Candidate& candidate : ranked.subspan(1)) {
    if (isobaric_hash(table, candidate) != own) {
      return std::log(candidate.exp_hyperscore);
    }
  }
  return 0.0;
}

}  // namespace massa::search
