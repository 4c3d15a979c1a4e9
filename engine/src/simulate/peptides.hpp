#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "massa/chem/digest.hpp"
#include "massa/chem/peptidoform.hpp"
#include "massa/simulate/options.hpp"
#include "massa/simulate/simulate.hpp"
#include "random.hpp"

namespace massa::simulate {

/// @brief What a spectrum holds, as the truth table names it.
enum class Origin : std::uint8_t { sample, contaminant, foreign };

/// @brief A protein as it is in the sample: of a declared mature chain only that chain.
struct Chain {
  std::string accession;
  std::string sequence;
  double amount = 0.0;  ///< relative to the most abundant protein
  bool starts_at_initiator = true;
  bool is_contaminant = false;
};

/// @brief A peptidoform of the digest.
struct SimulatedPeptide {
  chem::Peptidoform form;
  double mass_da = 0.0;
  double amount = 0.0;                ///< relative to the most abundant protein, times how well the peptide is ionised
  std::vector<std::uint32_t> chains;  ///< ascending; empty: foreign
  Origin origin = Origin::sample;
};

/// @brief The proteins chosen by the options, with contaminants and their amounts.
/// @throws massa::Error (usage) if an accession is unknown or no protein is left
[[nodiscard]] std::vector<Chain> chains_of(const std::vector<SampleProtein>& sample, const SimulateOptions& options);

/// @brief All peptidoforms of the digest with their amounts, in the order of their first protein and position.
[[nodiscard]] std::vector<SimulatedPeptide> digest_sample(const std::vector<Chain>& chains,
                                                          const SimulateOptions& options);

/// @brief The share of molecules of a protein that end up as this peptide: every inner site missed, both ends cut.
[[nodiscard]] double cleavage_share(const chem::DigestedPeptide& peptide, const Chain& chain,
                                    double missed_probability) noexcept;

/// @brief A tryptic-looking peptide of random sequence, which no database holds.
[[nodiscard]] chem::Peptidoform foreign_peptide(Random& random);

/// @brief The fixed modification: carbamidomethyl on every cysteine.
void alkylate(chem::Peptidoform& form);

/// @brief Accessions joined by `;`.
[[nodiscard]] std::string accessions_of(const std::vector<std::uint32_t>& chain_indices,
                                        const std::vector<Chain>& chains);

/// @brief Puts a modification on residue `position` (1-based; 0: N-terminus), keeping the sites in order.
void modify(chem::Peptidoform& form, std::size_t position, std::string_view name);

}  // namespace massa::simulate
