#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace massa::validate {

/// @brief What a protein's E-value is measured against.
struct SearchScale {
  std::uint64_t spectra = 0;   ///< searched: each can be wrong once
  std::uint64_t proteins = 0;  ///< in the database, contaminants included
};

/// @brief log10 of the expected number of proteins of the database with evidence as good as this one's by chance.
///
/// For the protein's distinct peptides let e_1 ≤ … ≤ e_k be their best PSM E-values. A spectrum whose best hit is wrong
/// has E ≤ e with probability ≤ e, and lies on this protein with probability `share`, its part of the database. The
/// number of its peptides with E ≤ e that are wrong is therefore at most Poisson with mean λ(e) = spectra · share · e,
/// so
///     p = min over j of  j (j + 1) · P(Poisson(λ(e_j)) ≥ j),    E = proteins · p.
/// The weights 1 / (j (j + 1)) sum to 1: a weighted Bonferroni bound over j, valid under any dependence of the terms.
/// This is the idea of X!Tandem's protein expectation value (Fenyő & Beavis 2003, Anal. Chem. 75, 768) in a form that
/// is conservative for a single peptide too, and that one overestimated peptide cannot carry.
/// @param e_values  best E-value of each distinct peptide, any order, > 0
/// @param share     residues of the protein / residues of the database, 0 < share ≤ 1
/// @return log10 E, at most log10(proteins); exactly that for no peptides
[[nodiscard]] double protein_log10_e_value(std::span<const double> e_values, double share, const SearchScale& scale);

/// @return ln P(Poisson(mean) ≥ count), accurate far below what a double can hold as a probability
[[nodiscard]] double log_poisson_tail(std::uint64_t count, double mean);

/// @brief The least E-value that is told apart from zero; what is smaller is written as this, and as "≤ 1e-300" in
/// texts.
inline constexpr double smallest_e_value = 1e-300;

/// @return 10^`log10_value`, but at least smallest_e_value, so that a strong protein stays above zero
[[nodiscard]] double bounded_power_of_ten(double log10_value);

/// @return "E = 1.2e-35", "E = 0.013", or "E ≤ 1e-300"
[[nodiscard]] std::string e_value_statement(double log10_value);

}  // namespace massa::validate
