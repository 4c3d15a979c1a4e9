#include "massa/search/annotate.hpp"

#include <gtest/gtest.h>

#include <string>

#include "massa/chem/residues.hpp"

namespace massa::search {
namespace {

constexpr Tolerance narrow{20.0, ToleranceUnit::ppm};

std::string label(const FragmentAnnotation& a) {
  const char* const losses[] = {"", "-H2O", "-NH3"};
  return a.ion + std::to_string(a.ordinal) + losses[static_cast<int>(a.loss)] + "/" + std::to_string(a.charge);
}

TEST(Annotate, ExplainsKnownIonsOfAPeptide) {
  // PEPTIDEK: b2, a2, y1, y1−NH3, y2, b7 2+.
  const std::vector<double> mz{130.0863, 147.1128, 199.1077, 227.1026, 276.1554, 391.6820};
  const std::vector<float> intensity(mz.size(), 1.0F);
  const auto found = annotate(mz, intensity, {"PEPTIDEK", {}}, narrow, FragmentIons::automatic, Activation::hcd, 3);
  std::vector<std::string> labels;
  for (const FragmentAnnotation& annotation : found) {
    labels.push_back(label(annotation));
    EXPECT_NEAR(annotation.theoretical_mz, mz[annotation.peak], 2e-3);
  }
  EXPECT_EQ(labels, (std::vector<std::string>{"y1-NH3/1", "y1/1", "a2/1", "b2/1", "y2/1", "b7/2"}));
}

TEST(Annotate, ModificationsMoveTheFragmentsThatHoldThem) {
  const auto* oxidation = chem::find_modification("Oxidation");
  const std::vector<double> mz{147.1128, 227.1026, 260.1969, 374.1380};
  const std::vector<float> intensity(mz.size(), 1.0F);
  // PEM(ox)LK: b2 227.1026 without, b3 374.1380 with the oxygen, y2 260.1969 without.
  const auto found = annotate(mz, intensity, {"PEMLK", {{3, oxidation}}}, narrow, FragmentIons::by, Activation::hcd, 2);
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(label(found[3]), "b3/1");
}

TEST(Annotate, UsesEachPeakOnceAndTheBrightestFirst) {
  const std::vector<double> mz{147.1126, 147.1129, 147.1130};
  const std::vector<float> intensity{1.0F, 3.0F, 2.0F};
  const auto found = annotate(mz, intensity, {"PEPTIDEK", {}}, narrow, FragmentIons::by, Activation::hcd, 2);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].peak, 1U);
}

TEST(Annotate, ChoosesTheSeriesOfTheDissociation) {
  // c2 and z•6 of PEPTIDEK.
  const std::vector<double> mz{244.1292, 686.3481};
  const std::vector<float> intensity(mz.size(), 1.0F);
  const auto etd = annotate(mz, intensity, {"PEPTIDEK", {}}, narrow, FragmentIons::automatic, Activation::etd, 2);
  ASSERT_EQ(etd.size(), 2U);
  EXPECT_EQ(label(etd[0]), "c2/1");
  EXPECT_EQ(label(etd[1]), "z6/1");
  EXPECT_TRUE(annotate(mz, intensity, {"PEPTIDEK", {}}, narrow, FragmentIons::automatic, Activation::hcd, 2).empty());
  EXPECT_TRUE(annotate({}, {}, {"PEPTIDEK", {}}, narrow, FragmentIons::by, Activation::hcd, 2).empty());
}

}  // namespace
}  // namespace massa::search
