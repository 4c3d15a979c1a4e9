#include "massa/validate/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "reasons.hpp"

namespace massa::validate {
namespace {

using PeptideIds = std::vector<std::uint32_t>;

PeptideIds without(const PeptideIds& all, const PeptideIds& removed) {
  PeptideIds rest;
  std::ranges::set_difference(all, removed, std::back_inserter(rest));
  return rest;
}

class Assessment {
 public:
  Assessment(const VerdictInput& input, const VerdictOptions& options) : input_(input), options_(options) {
    for (const PeptideEvidence& peptide : input.peptides) {
      all_psms_ += peptide.psms;
    }
  }

  [[nodiscard]] ProteinClaim claim(std::size_t protein, const PeptideIds& peptides) const {
    std::vector<double> e_values;
    for (const std::uint32_t id : peptides) {
      e_values.push_back(input_.peptides[id].e_value);
    }
    return {protein, protein_log10_e_value(e_values, input_.proteins[protein].database_share, input_.scale),
            peptides.size()};
  }

  [[nodiscard]] bool significant(const ProteinClaim& claim) const {
    return claim.peptides >= static_cast<std::size_t>(options_.min_peptides) &&
           claim.log10_e_value <= std::log10(options_.e_value_threshold);
  }

  [[nodiscard]] std::uint64_t psms(const PeptideIds& peptides) const {
    std::uint64_t sum = 0;
    for (const std::uint32_t id : peptides) {
      sum += input_.peptides[id].psms;
    }
    return sum;
  }

  /// Some contaminants, such as albumin, are samples too: one that dominates the file and is no addition of the search
  /// is.
  [[nodiscard]] bool may_be_the_sample(const ProteinEvidence& protein) const {
    return !protein.contaminant || (protein.in_database && 2 * psms(protein.claimed) > all_psms_);
  }

  /// Leading proteins that may be the sample, by the peptides that `subject` has not; the best first.
  [[nodiscard]] std::vector<ProteinClaim> competitors(std::optional<std::size_t> subject) const {
    std::vector<ProteinClaim> claims;
    for (std::size_t i = 0; i < input_.proteins.size(); ++i) {
      const ProteinEvidence& protein = input_.proteins[i];
      if (i == subject || !protein.leading || !may_be_the_sample(protein)) {
        continue;
      }
      const PeptideIds own = subject ? without(protein.claimed, input_.proteins[*subject].peptides) : protein.claimed;
      if (!own.empty()) {
        claims.push_back(claim(i, own));
      }
    }
    std::ranges::stable_sort(claims, {}, &ProteinClaim::log10_e_value);
    return claims;
  }

  [[nodiscard]] std::vector<ProteinClaim> contaminants() const {
    std::vector<ProteinClaim> claims;
    for (std::size_t i = 0; i < input_.proteins.size(); ++i) {
      const ProteinEvidence& protein = input_.proteins[i];
      if (protein.leading && protein.contaminant && !may_be_the_sample(protein) &&
          significant(claim(i, protein.claimed))) {
        claims.push_back(claim(i, protein.claimed));
      }
    }
    std::ranges::stable_sort(claims, {}, &ProteinClaim::log10_e_value);
    return claims;
  }

  [[nodiscard]] const ProteinEvidence& evidence(const ProteinClaim& claim) const {
    return input_.proteins[claim.protein];
  }
  [[nodiscard]] const VerdictOptions& options() const { return options_; }
  [[nodiscard]] std::span<const ProteinEvidence> proteins() const { return input_.proteins; }

 private:
  const VerdictInput& input_;
  const VerdictOptions& options_;
  std::uint64_t all_psms_ = 0;
};

/// Share of the rival's own PSMs among those of both, in percent.
double share_percent(std::uint64_t rival, std::uint64_t other) {
  const std::uint64_t sum = rival + other;
  return sum == 0 ? 0.0 : 100.0 * static_cast<double>(rival) / static_cast<double>(sum);
}

void add_contaminants(const Assessment& assessment, Verdict& verdict) {
  std::vector<std::string> accessions;
  for (const ProteinClaim& claim : assessment.contaminants()) {
    if (!verdict.protein || claim.protein != verdict.protein->protein) {
      accessions.push_back(assessment.evidence(claim).accession);
    }
  }
  if (!accessions.empty()) {
    verdict.reasons.push_back(reasons::contaminants_found(accessions));
  }
}

void add_protein_facts(const Assessment& assessment, Verdict& verdict) {
  const ProteinEvidence& protein = assessment.evidence(*verdict.protein);
  verdict.reasons.push_back(reasons::evidence(protein, *verdict.protein, assessment.options().e_value_threshold));
  if (!protein.indistinguishable.empty()) {
    verdict.reasons.push_back(reasons::indistinguishable(protein));
  }
  verdict.reasons.push_back(reasons::termini(protein));
}

/// What is known of a rival that is significant by its own peptides.
struct Rivalry {
  ProteinClaim rival;
  double rival_percent = 0.0;
  bool expected_has_own = false;  ///< the expected protein is significant by peptides that no significant rival has
};

Rivalry weigh(const Assessment& assessment, std::size_t expected, std::span<const ProteinClaim> rivals) {
  const PeptideIds& expected_peptides = assessment.proteins()[expected].peptides;
  PeptideIds own = expected_peptides;
  for (const ProteinClaim& rival : rivals) {
    own = without(own, assessment.evidence(rival).peptides);
  }
  const PeptideIds rival_own = without(assessment.evidence(rivals.front()).claimed, expected_peptides);
  return {rivals.front(), share_percent(assessment.psms(rival_own), assessment.psms(own)),
          assessment.significant(assessment.claim(expected, own))};
}

void decide_with_rival(const Assessment& assessment, const Rivalry& rivalry, Verdict& verdict) {
  const double least = assessment.options().mixture_min_percent;
  const ProteinEvidence& expected = assessment.evidence(*verdict.protein);
  const ProteinEvidence& rival = assessment.evidence(rivalry.rival);
  if (!assessment.significant(*verdict.protein)) {
    verdict.outcome = Outcome::another_protein;
    verdict.reasons.push_back(reasons::other_protein(rival, rivalry.rival));
    verdict.reasons.push_back(reasons::expected_not_significant(expected, *verdict.protein, assessment.options()));
  } else if (!rivalry.expected_has_own) {
    verdict.outcome = Outcome::another_protein;
    verdict.reasons.push_back(reasons::other_protein(rival, rivalry.rival));
    verdict.reasons.push_back(reasons::shared_peptides_only(expected, rival));
  } else if (rivalry.rival_percent > 100.0 - least) {
    verdict.outcome = Outcome::another_protein;
    verdict.reasons.push_back(reasons::other_protein(rival, rivalry.rival));
    verdict.reasons.push_back(reasons::trace(expected, 100.0 - rivalry.rival_percent, "expected_protein_is_a_trace"));
  } else if (rivalry.rival_percent >= least) {
    verdict.outcome = Outcome::mixture;
    add_protein_facts(assessment, verdict);
    verdict.reasons.push_back(reasons::second_protein(rival, rivalry.rival, rivalry.rival_percent));
  } else {
    verdict.outcome = Outcome::confirmed;
    add_protein_facts(assessment, verdict);
    verdict.reasons.push_back(reasons::trace(rival, rivalry.rival_percent, "trace_of_another_protein"));
  }
}

void assess_expected(const Assessment& assessment, std::size_t expected, Verdict& verdict) {
  verdict.protein = assessment.claim(expected, assessment.proteins()[expected].peptides);
  const std::vector<ProteinClaim> competitors = assessment.competitors(expected);
  if (!competitors.empty()) {
    verdict.best_competitor = competitors.front();
  }
  std::vector<ProteinClaim> rivals;
  std::ranges::copy_if(competitors, std::back_inserter(rivals),
                       [&](const auto& claim) { return assessment.significant(claim); });

  if (!rivals.empty()) {
    verdict.best_competitor = rivals.front();
    decide_with_rival(assessment, weigh(assessment, expected, rivals), verdict);
  } else if (assessment.significant(*verdict.protein)) {
    verdict.outcome = Outcome::confirmed;
    add_protein_facts(assessment, verdict);
    verdict.reasons.push_back(reasons::no_competitor(assessment.options().e_value_threshold));
  } else {
    verdict.outcome = Outcome::not_confirmed;
    verdict.reasons.push_back(reasons::expected_not_significant(assessment.evidence(*verdict.protein), *verdict.protein,
                                                                assessment.options()));
    verdict.reasons.push_back(reasons::nothing_significant(assessment.options()));
  }
}

/// A file without an expected protein: the best protein, a contaminant only where nothing else is significant.
void assess_open(const Assessment& assessment, Verdict& verdict) {
  std::vector<ProteinClaim> found = assessment.competitors(std::nullopt);
  std::erase_if(found, [&](const ProteinClaim& claim) { return !assessment.significant(claim); });
  if (found.empty()) {
    found = assessment.contaminants();
  }
  if (found.empty()) {
    verdict.outcome = Outcome::nothing_found;
    verdict.reasons.push_back(reasons::nothing_significant(assessment.options()));
    return;
  }
  verdict.outcome = Outcome::identified;
  verdict.protein = found.front();
  add_protein_facts(assessment, verdict);
  if (assessment.evidence(found.front()).contaminant) {
    verdict.reasons.push_back(reasons::common_contaminant(assessment.evidence(found.front())));
  }
  if (found.size() > 1) {
    verdict.best_competitor = found[1];
    verdict.reasons.push_back(reasons::further_proteins(found.size() - 1, assessment.evidence(found[1])));
  }
}

}  // namespace

std::string_view name(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::confirmed:
      return "confirmed";
    case Outcome::not_confirmed:
      return "not_confirmed";
    case Outcome::another_protein:
      return "another_protein";
    case Outcome::mixture:
      return "mixture";
    case Outcome::identified:
      return "identified";
    case Outcome::nothing_found:
      return "nothing_found";
    case Outcome::not_searched:
      return "not_searched";
  }
  return "";
}

Verdict assess_protein(const VerdictInput& input, const VerdictOptions& options) {
  const Assessment assessment(input, options);
  Verdict verdict;
  const auto expected = std::ranges::find_if(input.proteins, &ProteinEvidence::expected);
  if (expected != input.proteins.end()) {
    assess_expected(assessment, static_cast<std::size_t>(expected - input.proteins.begin()), verdict);
  } else {
    assess_open(assessment, verdict);
  }
  add_contaminants(assessment, verdict);
  const ProteinEvidence* subject = verdict.protein ? &assessment.evidence(*verdict.protein) : nullptr;
  const ProteinEvidence* other = verdict.best_competitor ? &assessment.evidence(*verdict.best_competitor) : nullptr;
  verdict.sentence = reasons::sentence(verdict.outcome, subject, other);
  return verdict;
}

Verdict not_searched(std::string code, std::string text) {
  Verdict verdict;
  verdict.outcome = Outcome::not_searched;
  verdict.sentence = "Not searched: " + text;
  verdict.reasons.push_back({std::move(code), {}, std::move(text)});
  return verdict;
}

}  // namespace massa::validate
