#include "massa/infer/groups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace massa::infer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Grouped> grouped(const std::vector<Candidate>& candidates, std::size_t peptides) {
  return group_proteins(candidates, std::vector<double>(peptides, 1.0));
}

TEST(Groups, GiveEachDistinctProteinItsOwnConclusiveGroup) {
  const auto groups = grouped({{{0, 1, 2}}, {{3, 4}}}, 5);
  EXPECT_EQ(groups[0].group, 0U);
  EXPECT_EQ(groups[1].group, 1U);
  for (const Grouped& each : groups) {
    EXPECT_EQ(each.group_class, GroupClass::conclusive);
    EXPECT_EQ(each.membership, Membership::leading);
  }
}

TEST(Groups, PutProteinsOfTheSamePeptidesTogether) {
  const auto groups = grouped({{{0, 1}}, {{0, 1}}}, 2);
  EXPECT_EQ(groups[0].membership, Membership::leading);
  EXPECT_EQ(groups[1].membership, Membership::same_set);
  EXPECT_EQ(groups[1].group, groups[0].group);
  EXPECT_EQ(groups[1].group_class, GroupClass::indistinguishable);
}

TEST(Groups, LetTheExpectedProteinLeadItsSameSet) {
  const auto groups = grouped({{{0, 1}, false, true}, {{0, 1}}, {{0, 1}, true}}, 2);
  EXPECT_EQ(groups[2].membership, Membership::leading);
  const auto without_expected = grouped({{{0, 1}, false, true}, {{0, 1}}}, 2);
  EXPECT_EQ(without_expected[1].membership, Membership::leading);
}

TEST(Groups, SubsumeASubSet) {
  const auto groups = grouped({{{1, 2}}, {{0, 1, 2, 3}}}, 4);
  EXPECT_EQ(groups[0].membership, Membership::sub_set);
  EXPECT_EQ(groups[0].group, groups[1].group);
  EXPECT_EQ(groups[0].group_class, GroupClass::non_conclusive);
  EXPECT_THAT(groups[0].claimed, IsEmpty());
  EXPECT_EQ(groups[1].group_class, GroupClass::conclusive);
}

TEST(Groups, MultiplySubsumeWhatTwoGroupsExplainTogether) {
  const auto groups = grouped({{{0, 1, 2, 3}}, {{4, 5, 6}}, {{3, 4}}}, 7);
  EXPECT_EQ(groups[2].membership, Membership::multiply_subsumed);
  EXPECT_EQ(groups[2].group, 0U);
}

TEST(Groups, ClaimASharedPeptideOnceForTheStrongerGroup) {
  const auto groups = grouped({{{2, 3}}, {{0, 1, 2}}}, 4);
  EXPECT_THAT(groups[1].claimed, ElementsAre(0, 1, 2));
  EXPECT_THAT(groups[0].claimed, ElementsAre(3));
}

TEST(Groups, DropASetThatLaterChoicesMadeSuperfluous) {
  // {0,1,2,3} is the largest, but {0,1,4} and {2,3,5} are both needed and explain all of it.
  const auto groups = grouped({{{0, 1, 2, 3}}, {{0, 1, 4}}, {{2, 3, 5}}}, 6);
  EXPECT_EQ(groups[0].membership, Membership::multiply_subsumed);
  EXPECT_EQ(groups[1].membership, Membership::leading);
  EXPECT_EQ(groups[2].membership, Membership::leading);
}

TEST(Groups, CallAGroupWithoutAPeptideOfItsOwnNonConclusive) {
  // Each peptide is in two of three proteins: two of them explain everything, none for sure.
  const auto groups = grouped({{{0, 1}}, {{1, 2}}, {{0, 2}}}, 3);
  for (const Grouped& each : groups) {
    EXPECT_EQ(each.group_class, GroupClass::non_conclusive);
  }
}

TEST(Groups, PreferTheBetterScoreThenTheExpectedProtein) {
  const std::vector<Candidate> candidates{{{0, 1}}, {{1, 2}, true}};
  EXPECT_EQ(group_proteins(candidates, std::vector<double>{5.0, 1.0, 1.0})[0].group, 0U);
  EXPECT_EQ(group_proteins(candidates, std::vector<double>{1.0, 1.0, 1.0})[1].group, 0U);
}

}  // namespace
}  // namespace massa::infer
