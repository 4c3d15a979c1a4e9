#pragma once
#include <string>
#include <vector>

#include "massa/validate/verdict.hpp"

/// The reasons of a verdict: one function a code; the text is the English of the code.
namespace massa::validate::reasons {

[[nodiscard]] Reason evidence(const ProteinEvidence& protein, const ProteinClaim& claim, double threshold);
[[nodiscard]] Reason indistinguishable(const ProteinEvidence& protein);
[[nodiscard]] Reason termini(const ProteinEvidence& protein);
[[nodiscard]] Reason no_competitor(double threshold);
[[nodiscard]] Reason other_protein(const ProteinEvidence& rival, const ProteinClaim& claim);
[[nodiscard]] Reason expected_not_significant(const ProteinEvidence& expected, const ProteinClaim& claim,
                                              const VerdictOptions& options);
[[nodiscard]] Reason shared_peptides_only(const ProteinEvidence& expected, const ProteinEvidence& rival);
[[nodiscard]] Reason second_protein(const ProteinEvidence& rival, const ProteinClaim& claim, double percent);
[[nodiscard]] Reason trace(const ProteinEvidence& protein, double percent, std::string code);
[[nodiscard]] Reason nothing_significant(const VerdictOptions& options);
[[nodiscard]] Reason contaminants_found(const std::vector<std::string>& accessions);
[[nodiscard]] Reason common_contaminant(const ProteinEvidence& protein);
[[nodiscard]] Reason further_proteins(std::size_t count, const ProteinEvidence& next);

/// @param subject  nullptr when the verdict names no protein
/// @param other    nullptr when there is no competitor
[[nodiscard]] std::string sentence(Outcome outcome, const ProteinEvidence* subject, const ProteinEvidence* other);

}  // namespace massa::validate::reasons
