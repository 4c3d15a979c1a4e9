#include "pipeline/second_search.hpp"

#include <gmock/gmock.h>

#include <string>

#include "massa/chem/residues.hpp"

namespace massa::pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr std::string_view albumin_part = "MKWVTFISLLLLFSSAYSRGVFRRDTHKSEIAHRFKDLGEEHFKGLVLIAFSQYLQQCPFDEHVK";

/// A doubly charged precursor of the peptide with all its b and y ions.
SearchedSpectrum spectrum_of(std::string_view peptide) {
  SearchedSpectrum spectrum;
  std::vector<double> mz;
  const double total = chem::peptide_mass(peptide);
  double prefix = 0.0;
  for (const char residue : peptide.substr(0, peptide.size() - 1)) {
    prefix += chem::residue_mass(residue);
    mz.push_back(chem::mz(prefix, 1));
    mz.push_back(chem::mz(total - prefix, 1));
  }
  std::ranges::sort(mz);
  spectrum.peaks.mz = mz;
  spectrum.peaks.intensity.assign(mz.size(), 1.0F);
  spectrum.charges = {2};
  spectrum.precursor_mz = chem::mz(total, 2);
  return spectrum;
}

/// What a first search that found nothing leaves.
validate::PsmLevel nothing_accepted(std::size_t spectra) {
  validate::PsmLevel psms;
  psms.accepted.assign(spectra, false);
  psms.in_subset.assign(spectra, false);
  return psms;
}

TEST(SecondSearch, FindsWhatTheFirstLeftWithoutAnEnzymeBeingNamed) {
  const std::vector<SearchedSpectrum> spectra{spectrum_of("FKDLGEEHFK")};
  const std::vector<search::SpectrumMatches> before(1);
  infer::DatabaseProtein protein;
  protein.sequence = albumin_part;
  SecondSearchOptions options;
  options.fdr_threshold = 0.5;
  const SecondSearch second = search_again(before, nothing_accepted(1), spectra, protein, options);
  ASSERT_THAT(second.hits, SizeIs(1));
  EXPECT_EQ(second.hits[0].form.sequence, "FKDLGEEHFK");
  EXPECT_EQ(second.hits[0].missed_cleavages, 1);
}

TEST(SecondSearch, PlacesAPeptideWhereverTheDatabaseHasItUnderEitherLetter) {
  SecondSearch second;
  second.hits.push_back({0, {}, {"SELAHR", {}}, 0});
  second.hits.push_back({1, {}, {"SELAHR", {{1, chem::find_modification("Carbamyl")}}}, 0});
  std::vector<infer::DatabaseProtein> database(2);
  database[0].sequence = "DTHKSELAHRFK";
  database[1].sequence = albumin_part;  // …SEIAHR…
  infer::IdentifiedPeptides peptides;
  peptides.of_spectrum.assign(2, infer::none);
  add_hits(second, database, peptides);
  EXPECT_THAT(peptides.peptides, SizeIs(2));
  EXPECT_THAT(peptides.of_spectrum, ElementsAre(0U, 1U));
  ASSERT_THAT(peptides.sequences, SizeIs(1));
  EXPECT_EQ(peptides.sequences[0].psms, 2U);
  ASSERT_THAT(peptides.sequences[0].occurrences, SizeIs(2));
  EXPECT_EQ(peptides.sequences[0].occurrences[1].protein, 1U);
  EXPECT_EQ(peptides.sequences[0].occurrences[1].begin, albumin_part.find("SEIAHR"));
}

}  // namespace
}  // namespace massa::pipeline
