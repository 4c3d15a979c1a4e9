#include "summary_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace massa::pipeline {
namespace {

using classify::AcquisitionType;

result::ProteinFigures figures(const validate::ProteinClaim& claim, const validate::ProteinEvidence& protein) {
  result::ProteinFigures figures;
  figures.accession = protein.accession;
  figures.description = protein.description;
  figures.e_value = validate::bounded_power_of_ten(claim.log10_e_value);
  figures.coverage_percent = protein.coverage_percent;
  figures.coverage_from = protein.coverage_from;
  figures.coverage_to = protein.coverage_to;
  figures.psms = protein.psms;
  figures.peptides = claim.peptides;
  figures.unique_peptides = protein.unique_peptides;
  figures.n_terminus_seen = protein.n_terminus_seen;
  figures.c_terminus_seen = protein.c_terminus_seen;
  figures.mass_da = protein.mass_da;
  return figures;
}

void warn_of_few_hits(const validate::FdrEstimate& fdr, std::string code, result::Summary& summary) {
  if (!fdr.estimable) {
    summary.warnings.push_back({std::move(code), fdr.message});
  }
}

/// How the PSMs of the expected protein were accepted, next to the evidence that they give.
void describe_subset(const Identifications& found, result::Summary& summary) {
  const validate::SubsetAcceptance& subset = found.psms.subset;
  if (subset.psms == 0) {
    return;
  }
  summary.reasons.push_back(
      {"subset_assessed",
       {{"psms", static_cast<std::int64_t>(subset.psms)},
        {"e_value", subset.e_value_cut},
        {"expected_false", subset.expected_false}},
       fmt::format("{} PSMs of the expected protein stand up to {}; at most {:.2g} of them are wrong on average",
                   subset.psms, validate::e_value_statement(std::log10(subset.e_value_cut)), subset.expected_false)});
}

void describe_second_search(const Identifications& found, result::Summary& summary) {
  const validate::SubsetAcceptance& accepted = found.second.acceptance;
  if (accepted.psms == 0) {
    return;
  }
  summary.reasons.push_back(
      {"second_search",
       {{"psms", static_cast<std::int64_t>(accepted.psms)}, {"expected_false", accepted.expected_false}},
       fmt::format("a second search of the expected protein alone, with more modifications, adds {} PSM{}; at most "
                   "{:.2g} of them are wrong on average",
                   accepted.psms, accepted.psms == 1 ? "" : "s", accepted.expected_false)});
}

}  // namespace

bool is_searched(AcquisitionType type) noexcept {
  return type == AcquisitionType::dda || type == AcquisitionType::targeted;
}

validate::Verdict not_searched(AcquisitionType type) {
  switch (type) {
    case AcquisitionType::pmf:
      return validate::not_searched("pmf_search_not_available",
                                    "the file is a peptide mass fingerprint, whose search is not available yet");
    case AcquisitionType::pmf_msms:
      return validate::not_searched("pmf_msms_search_not_available",
                                    "the file is a peptide mass fingerprint with MS/MS of singly charged ions, whose "
                                    "search is not available yet");
    case AcquisitionType::intact:
      return validate::not_searched("intact_search_not_available",
                                    "the file holds an intact protein, whose mass analysis is not available yet");
    case AcquisitionType::top_down:
      return validate::not_searched(
          "top_down_search_not_available",
          "the file holds fragments of an intact protein (top-down), whose search is not available yet");
    case AcquisitionType::dia:
      return validate::not_searched("dia_not_searched",
                                    "the file was acquired data-independently (DIA); search it with a DIA program, or "
                                    "acquire it data-dependently");
    case AcquisitionType::ms1_only:
      return validate::not_searched("no_ms2", "the file holds no MS2 spectra; export it with its fragment spectra");
    case AcquisitionType::empty:
      return validate::not_searched("no_spectra", "the file holds no spectra; export it again");
    case AcquisitionType::dda:
    case AcquisitionType::targeted:
      break;
  }
  return validate::not_searched("no_searchable_spectra",
                                "the filter left no spectrum to search; the filter report says why");
}

void add_identifications(const Identifications& found, result::Summary& summary) {
  summary.outcome = found.verdict.outcome;
  summary.sentence = found.verdict.sentence;
  summary.reasons = found.verdict.reasons;
  if (found.verdict.protein) {
    summary.protein = figures(*found.verdict.protein, found.evidence[found.verdict.protein->protein]);
  }
  if (found.verdict.best_competitor) {
    summary.best_competitor =
        figures(*found.verdict.best_competitor, found.evidence[found.verdict.best_competitor->protein]);
  }
  summary.counts.psms = found.psms.matched_spectra;
  summary.counts.accepted_psms = static_cast<std::uint64_t>(std::ranges::count(found.psms.accepted, true));
  describe_subset(found, summary);
  describe_second_search(found, summary);
  summary.counts.peptides =
      static_cast<std::uint64_t>(std::ranges::count_if(found.peptides.peptides, &infer::IdentifiedPeptide::accepted));
  for (const infer::IdentifiedProtein& protein : found.proteins.proteins) {
    summary.counts.proteins += protein.accepted ? 1 : 0;
    summary.counts.protein_groups += protein.accepted && protein.leads() ? 1 : 0;
  }
  summary.psm_fdr = found.psms.fdr;
  summary.peptide_fdr = found.peptides.fdr;
  summary.protein_fdr = found.proteins.fdr;
  warn_of_few_hits(summary.psm_fdr, "psm_fdr_not_estimable", summary);
  warn_of_few_hits(summary.peptide_fdr, "peptide_fdr_not_estimable", summary);
  warn_of_few_hits(summary.protein_fdr, "protein_fdr_not_estimable", summary);
}

}  // namespace massa::pipeline
