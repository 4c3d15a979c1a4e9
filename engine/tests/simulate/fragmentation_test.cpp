#include "simulate/fragmentation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "massa/chem/residues.hpp"

namespace massa::simulate {
namespace {

chem::Peptidoform plain(std::string sequence) {
  return {std::move(sequence), {}};
}

/// Summed intensity of the ions at this m/z and charge.
double intensity_at(const std::vector<Fragment>& fragments, double mz, int charge = 1) {
  double sum = 0.0;
  for (const Fragment& fragment : fragments) {
    if (fragment.charge == charge && std::abs(chem::mz(fragment.mass_da, charge) - mz) < 0.002) {
      sum += fragment.intensity;
    }
  }
  return sum;
}

TEST(Fragmentation, MakesTheSeriesOfAPeptide) {
  // PEPTIDEK: b2 and y1…y3, worked out by hand from residue masses
  const auto fragments = fragments_of(plain("PEPTIDEK"), 2, Dissociation::beam_type, 1);
  EXPECT_GT(intensity_at(fragments, 227.1026), 0.0);  // b2
  EXPECT_GT(intensity_at(fragments, 147.1128), 0.0);  // y1
  EXPECT_GT(intensity_at(fragments, 276.1554), 0.0);  // y2
  EXPECT_GT(intensity_at(fragments, 391.1823), 0.0);  // y3
  EXPECT_EQ(intensity_at(fragments, 98.0600), 0.0);   // b1 does not form
}

TEST(Fragmentation, SharesAllIonsAmongTheFragments) {
  for (const Dissociation dissociation : {Dissociation::beam_type, Dissociation::ion_trap}) {
    double sum = 0.0;
    for (const Fragment& fragment : fragments_of(plain("SAMPLERPEPTIDEK"), 3, dissociation, 1)) {
      EXPECT_GE(fragment.intensity, 0.0);
      EXPECT_LE(fragment.charge, 3);
      sum += fragment.intensity;
    }
    EXPECT_NEAR(sum, 1.0, 1e-12);
  }
}

TEST(Fragmentation, BreaksStronglyBeforeProline) {
  double before_proline = 0.0;
  double elsewhere = 0.0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    before_proline += intensity_at(fragments_of(plain("AAGAPGAAK"), 2, Dissociation::beam_type, seed), 443.2613);
    elsewhere += intensity_at(fragments_of(plain("AAGAGPAAK"), 2, Dissociation::beam_type, seed), 443.2613);
  }
  EXPECT_GT(before_proline, 2.0 * elsewhere);
}

TEST(Fragmentation, BreaksAPeptideTheSameWayEachTime) {
  const auto once = fragments_of(plain("ELVISLIVESK"), 2, Dissociation::beam_type, 7);
  const auto again = fragments_of(plain("ELVISLIVESK"), 2, Dissociation::beam_type, 7);
  const auto other = fragments_of(plain("ELVISLIVESK"), 2, Dissociation::beam_type, 8);
  ASSERT_EQ(once.size(), again.size());
  bool differs = false;
  for (std::size_t i = 0; i < once.size(); ++i) {
    EXPECT_EQ(once[i].intensity, again[i].intensity);
    differs |= once[i].intensity != other[i].intensity;
  }
  EXPECT_TRUE(differs);
}

TEST(Fragmentation, CarriesModifications) {
  chem::Peptidoform form = plain("AMGK");
  form.sites = {{2, chem::find_modification("Oxidation")}};
  const auto fragments = fragments_of(form, 2, Dissociation::beam_type, 1);
  EXPECT_GT(intensity_at(fragments, 219.0798), 0.0);  // b2 with oxidised methionine
  EXPECT_GT(intensity_at(fragments, 204.1343), 0.0);  // y2 without it
}

TEST(Fragmentation, LeavesThePrecursorInIonTrapsOnly) {
  const double precursor = chem::mz(chem::peptide_mass("ELVISLIVESK"), 2);
  EXPECT_GT(intensity_at(fragments_of(plain("ELVISLIVESK"), 2, Dissociation::ion_trap, 1), precursor, 2), 0.02);
  EXPECT_EQ(intensity_at(fragments_of(plain("ELVISLIVESK"), 2, Dissociation::beam_type, 1), precursor, 2), 0.0);
}

}  // namespace
}  // namespace massa::simulate
