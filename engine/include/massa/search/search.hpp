#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "massa/core/progress.hpp"
#include "massa/core/spectrum.hpp"
#include "massa/core/tolerance.hpp"
#include "massa/search/peptide_table.hpp"
#include "massa/search/psm.hpp"

namespace massa::search {

/// @brief Which series are matched. `automatic`: b and y; c and z (z•, z + 1) for ETD and ECD; all four for EThcD.
enum class FragmentIons : std::uint8_t { automatic, by, cz, bycz };

/// @name The greatest values that a search may have.
/// @{
inline constexpr double tolerance_limit = 500.0;  ///< in either unit
inline constexpr int fragment_charge_limit = 4;
/// @}

struct SearchOptions {
  Tolerance precursor{10.0, ToleranceUnit::ppm};
  Tolerance fragment{20.0, ToleranceUnit::ppm};
  std::vector<int> isotope_errors{0, 1};
  std::vector<int> assumed_charges{2, 3, 4};  ///< tried when a spectrum states none
  FragmentIons ions = FragmentIons::automatic;
  /// Fragments carry 1 … min(this, precursor charge − 1) charges, at least 1; ≤ fragment_charge_limit.
  int max_fragment_charge = 2;
  int ranks = 3;
};

/// @throws massa::Error (usage) for values that are missing or exceed the engine's limits
void check(const SearchOptions& options);

/// @brief An ion that was isolated together with the selected one, as the survey scan shows.
struct CoisolatedIon {
  double mz = 0.0;  ///< monoisotopic, Th
  int charge = 0;   ///< 1 … 100
};

/// @brief A filtered MS2 spectrum as the search sees it. Views: the owner keeps the arrays alive.
struct SearchSpectrum {
  std::span<const double> mz;        ///< Th, ascending, centroids
  std::span<const float> intensity;  ///< same length
  double precursor_mz = not_stated;  ///< Th
  std::span<const int> charges;  ///< stated charge(s) of the precursor, 1 … 100; empty: SearchOptions::assumed_charges
  Activation activation = Activation::unknown;
  std::span<const CoisolatedIon> coisolated = {};  ///< searched where the selected ion gives no match with E < 0.01
};

/// @brief Compares every spectrum with the peptides of its precursor mass.
///
/// hyperscore = ln(1 + Σ I_prefix) + ln(1 + Σ I_suffix) + ln N_prefix! + ln N_suffix! (Fenyő & Beavis 2003, as in
/// Sage), where I is the square root of a peak's intensity, scaled so that the spectrum's highest peak is 10. Equal
/// scores are ordered by chem::sequence_hash of the candidate, which favours neither targets nor decoys.
/// @return one element a spectrum, in the order given, the same for any number of threads (0: all)
[[nodiscard]] std::vector<SpectrumMatches> search(std::span<const SearchSpectrum> spectra, const PeptideTable& table,
                                                  const SearchOptions& options, unsigned threads,
                                                  Progress* progress = nullptr);

}  // namespace massa::search
