#include "pipeline/annotations.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <string>

#include "massa/chem/residues.hpp"

namespace massa::pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr std::string_view peptide = "NGWFWATK";  // its b4 lies 0.06 Th from its y4, all other ions 2.5 Th apart
constexpr std::size_t record_size = 16;

struct ObservedIon {
  double mz = 0.0;
  std::uint8_t charge = 0;  ///< that deisotoping found; 0: none
};

/// m/z of b and y ions by name, at charge 1.
std::map<std::string, double> ions() {
  std::map<std::string, double> found;
  const double total = chem::peptide_mass(peptide);
  double prefix = 0.0;
  for (std::size_t bond = 1; bond < peptide.size(); ++bond) {
    prefix += chem::residue_mass(peptide[bond - 1]);
    found["b" + std::to_string(bond)] = chem::mz(prefix, 1);
    found["y" + std::to_string(peptide.size() - bond)] = chem::mz(total - prefix, 1);
  }
  return found;
}

/// What the filter hands on: peaks of a known charge above 1 moved to charge 1.
SearchedSpectrum spectrum_of(std::vector<ObservedIon> observed, int precursor_charge) {
  struct Moved {
    double mz;
    std::uint32_t source;
    std::uint8_t charge;
  };
  std::ranges::sort(observed, {}, &ObservedIon::mz);
  std::vector<Moved> moved;
  for (std::uint32_t i = 0; i < observed.size(); ++i) {
    const auto [mz, charge] = observed[i];
    moved.push_back({charge > 1 ? chem::mz(chem::neutral_mass(mz, charge), 1) : mz, i, charge});
  }
  std::ranges::stable_sort(moved, {}, &Moved::mz);
  SearchedSpectrum spectrum;
  for (const Moved& peak : moved) {
    spectrum.peaks.mz.push_back(peak.mz);
    spectrum.peaks.intensity.push_back(1.0F);
    spectrum.peaks.source.push_back(peak.source);
    spectrum.peaks.charge.push_back(peak.charge);
  }
  spectrum.charges = {precursor_charge};
  spectrum.precursor_mz = chem::mz(chem::peptide_mass(peptide), precursor_charge);
  return spectrum;
}

struct Explained {
  int matched_ions = 0;
  std::vector<std::string> annotations;  ///< in the order of the peaks
};

Explained explain(const std::vector<ObservedIon>& observed, int precursor_charge, Tolerance fragment) {
  const std::vector<search::ProteinSequence> proteins{{peptide, {}}};
  const auto table = search::PeptideTable::build(proteins, {}, {}, /*decoys=*/false, 1);
  const std::vector<SearchedSpectrum> spectra{spectrum_of(observed, precursor_charge)};
  search::SearchOptions options;
  options.fragment = fragment;
  const std::vector<search::SearchSpectrum> views{spectra[0].view()};
  const auto matches = search::search(views, table, options, 1);
  const auto packed = annotate_best(matches, spectra, table, options, 1);
  Explained explained{matches[0].psms.front().matched_ions(), {}};
  const char* const losses[] = {"", "-H2O", "-NH3"};
  for (std::size_t at = 0; at < packed[0].size(); at += record_size) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned>(packed[0][at + i]); };
    explained.annotations.push_back(static_cast<char>(byte(0)) + std::to_string(byte(1)) + losses[byte(3)] +
                                    std::string(byte(2), '+'));
  }
  return explained;
}

constexpr Tolerance narrow{20.0, ToleranceUnit::ppm};
constexpr Tolerance wide{0.5, ToleranceUnit::dalton};

std::vector<ObservedIon> all_ions_but(std::string_view left_out = "") {
  std::vector<ObservedIon> observed;
  for (const auto& [name, mz] : ions()) {
    if (name != left_out) {
      observed.push_back({mz, 0});
    }
  }
  return observed;
}

// The cases that the page of the result directory lists.

TEST(Annotations, AreAsManyAsTheMatchedIonsWhereEachIonHasAPeakOfItsOwn) {
  const Explained explained = explain(all_ions_but(), 2, narrow);
  EXPECT_EQ(explained.matched_ions, 14);
  EXPECT_THAT(explained.annotations, SizeIs(14));
}

TEST(Annotations, AreFewerWhereOnePeakLiesNearTwoIons) {
  const Explained explained = explain(all_ions_but("y4"), 2, wide);
  EXPECT_EQ(explained.matched_ions, 14);
  EXPECT_THAT(explained.annotations, SizeIs(13));
}

TEST(Annotations, AreMoreWhereAnIonWasSeenWithSeveralCharges) {
  const double y6 = ions()["y6"];
  const std::vector<ObservedIon> observed{{y6, 1}, {chem::mz(chem::neutral_mass(y6, 1), 2), 2}, {ions()["y3"], 1}};
  const Explained explained = explain(observed, 3, narrow);
  EXPECT_EQ(explained.matched_ions, 2);
  EXPECT_THAT(explained.annotations, ElementsAre("y3+", "y6++", "y6+"));
}

TEST(Annotations, AreMoreByAIonsAndNeutralLosses) {
  const double carbon_monoxide = 27.9949;
  const double ammonia = 17.0265;
  const double water = 18.0106;
  const std::vector<ObservedIon> observed{{ions()["b3"], 0},
                                          {ions()["b3"] - carbon_monoxide, 0},
                                          {ions()["y5"], 0},
                                          {ions()["y5"] - ammonia, 0},
                                          {ions()["y5"] - water, 0}};
  const Explained explained = explain(observed, 2, narrow);
  EXPECT_EQ(explained.matched_ions, 2);
  EXPECT_THAT(explained.annotations, ElementsAre("a3+", "b3+", "y5-H2O+", "y5-NH3+", "y5+"));
}

}  // namespace
}  // namespace massa::pipeline
