#include "reasons.hpp"

#include <fmt/format.h>

namespace massa::validate::reasons {
namespace {

std::int64_t whole(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// "39.5 % of its mature chain (residues 25–607)", or of its sequence.
std::string coverage(const ProteinEvidence& protein) {
  if (protein.coverage_from == 1 && protein.coverage_to == protein.length) {
    return fmt::format("{:.1f} % of its sequence", protein.coverage_percent);
  }
  return fmt::format("{:.1f} % of its mature chain (residues {}–{})", protein.coverage_percent, protein.coverage_from,
                     protein.coverage_to);
}

}  // namespace

Reason evidence(const ProteinEvidence& protein, const ProteinClaim& claim, double threshold) {
  return {"protein_evidence",
          {{"accession", protein.accession},
           {"e_value", bounded_power_of_ten(claim.log10_e_value)},
           {"threshold", threshold},
           {"peptides", whole(claim.peptides)},
           {"psms", whole(protein.psms)},
           {"coverage_percent", protein.coverage_percent},
           {"coverage_from", whole(protein.coverage_from)},
           {"coverage_to", whole(protein.coverage_to)},
           {"length", whole(protein.length)}},
          fmt::format("{} has {} (threshold {:g}) from {} and {}, which cover {}", protein.accession,
                      e_value_statement(claim.log10_e_value), threshold, counted(claim.peptides, "distinct peptide"),
                      counted(protein.psms, "PSM"), coverage(protein))};
}

Reason indistinguishable(const ProteinEvidence& protein) {
  return {"indistinguishable",
          {{"accession", protein.accession}, {"accessions", protein.indistinguishable}},
          fmt::format("the same peptides also fit {}", fmt::join(protein.indistinguishable, ", "))};
}

Reason termini(const ProteinEvidence& protein) {
  const std::string_view code = protein.n_terminus_seen && protein.c_terminus_seen ? "both_termini_seen"
                                : protein.n_terminus_seen                          ? "only_n_terminus_seen"
                                : protein.c_terminus_seen                          ? "only_c_terminus_seen"
                                                                                   : "no_terminus_seen";
  const std::string_view text = protein.n_terminus_seen && protein.c_terminus_seen
                                    ? "both ends of the sequence were seen"
                                : protein.n_terminus_seen ? "the N-terminus was seen, the C-terminus was not"
                                : protein.c_terminus_seen ? "the C-terminus was seen, the N-terminus was not"
                                                          : "neither end of the sequence was seen";
  return {std::string(code), {{"accession", protein.accession}}, std::string(text)};
}

Reason no_competitor(double threshold) {
  return {"no_competitor",
          {{"threshold", threshold}},
          fmt::format("no other protein has E ≤ {:g} by peptides of its own", threshold)};
}

Reason other_protein(const ProteinEvidence& rival, const ProteinClaim& claim) {
  return {"other_protein_found",
          {{"accession", rival.accession},
           {"e_value", bounded_power_of_ten(claim.log10_e_value)},
           {"peptides", whole(claim.peptides)},
           {"coverage_percent", rival.coverage_percent}},
          fmt::format("{} has {} from {} that the expected protein has not, and {:.1f} % coverage", rival.accession,
                      e_value_statement(claim.log10_e_value), counted(claim.peptides, "distinct peptide"),
                      rival.coverage_percent)};
}

Reason expected_not_significant(const ProteinEvidence& expected, const ProteinClaim& claim,
                                const VerdictOptions& options) {
  if (claim.peptides == 0) {
    return {"expected_protein_not_seen",
            {{"accession", expected.accession}},
            fmt::format("no peptide of {} was found", expected.accession)};
  }
  if (claim.peptides < static_cast<std::size_t>(options.min_peptides)) {
    return {"too_few_peptides",
            {{"accession", expected.accession},
             {"peptides", whole(claim.peptides)},
             {"required", std::int64_t{options.min_peptides}}},
            fmt::format("{} has only {}; a claim needs {}", expected.accession,
                        counted(claim.peptides, "distinct peptide"), options.min_peptides)};
  }
  return {"e_value_above_threshold",
          {{"accession", expected.accession},
           {"e_value", bounded_power_of_ten(claim.log10_e_value)},
           {"threshold", options.e_value_threshold},
           {"peptides", whole(claim.peptides)}},
          fmt::format("{} has {}, above the threshold {:g}", expected.accession, e_value_statement(claim.log10_e_value),
                      options.e_value_threshold)};
}

Reason shared_peptides_only(const ProteinEvidence& expected, const ProteinEvidence& rival) {
  return {
      "shared_peptides_only",
      {{"accession", expected.accession}, {"other", rival.accession}},
      fmt::format("the peptides of {} belong to {} as well, which explains more", expected.accession, rival.accession)};
}

Reason second_protein(const ProteinEvidence& rival, const ProteinClaim& claim, double percent) {
  return {"second_protein_found",
          {{"accession", rival.accession},
           {"e_value", bounded_power_of_ten(claim.log10_e_value)},
           {"peptides", whole(claim.peptides)},
           {"psm_percent", percent}},
          fmt::format("{} is there too: {} from {} of its own, {:.1f} % of the PSMs of the two", rival.accession,
                      e_value_statement(claim.log10_e_value), counted(claim.peptides, "distinct peptide"), percent)};
}

Reason trace(const ProteinEvidence& protein, double percent, std::string code) {
  return {std::move(code),
          {{"accession", protein.accession}, {"psm_percent", percent}},
          fmt::format("{} is there in a trace: {:.1f} % of the PSMs", protein.accession, percent)};
}

Reason nothing_significant(const VerdictOptions& options) {
  return {"nothing_significant",
          {{"threshold", options.e_value_threshold}, {"required", std::int64_t{options.min_peptides}}},
          fmt::format("no protein has E ≤ {:g} with at least {} distinct peptides", options.e_value_threshold,
                      options.min_peptides)};
}

Reason contaminants_found(const std::vector<std::string>& accessions) {
  return {"contaminants_found",
          {{"accessions", accessions}},
          fmt::format("common contaminants: {}", fmt::join(accessions, ", "))};
}

Reason common_contaminant(const ProteinEvidence& protein) {
  return {"common_contaminant",
          {{"accession", protein.accession}},
          fmt::format("{} is on the list of common contaminants; if it is the sample, declare it as expected",
                      protein.accession)};
}

Reason further_proteins(std::size_t count, const ProteinEvidence& next) {
  return {"further_proteins",
          {{"count", whole(count)}, {"accession", next.accession}},
          fmt::format("{} more significant, first {}", counted(count, "protein"), next.accession)};
}

std::string sentence(Outcome outcome, const ProteinEvidence* subject, const ProteinEvidence* other) {
  const auto named = [](const ProteinEvidence& protein) {
    return protein.description.empty() ? protein.accession
                                       : fmt::format("{} ({})", protein.description, protein.accession);
  };
  switch (outcome) {
    case Outcome::confirmed:
      return fmt::format("Confirmed: the file holds {}, with {} seen.", named(*subject), coverage(*subject));
    case Outcome::not_confirmed:
      return fmt::format("Not confirmed: the evidence for {} does not rise above chance.", named(*subject));
    case Outcome::another_protein:
      return fmt::format("Another protein: the file holds {}, not {}.", named(*other), named(*subject));
    case Outcome::mixture:
      return fmt::format("A mixture: the file holds {} and also {}.", named(*subject), named(*other));
    case Outcome::identified:
      return fmt::format("Identified: the file holds {}, with {} seen.", named(*subject), coverage(*subject));
    case Outcome::nothing_found:
      return "Nothing found: no protein of the database rises above chance.";
    case Outcome::not_searched:
      break;
  }
  return "";
}

}  // namespace massa::validate::reasons
