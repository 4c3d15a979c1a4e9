#include "massa/chem/decoy.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace massa::chem {
namespace {

TEST(Decoy, ReversesTheInteriorAndKeepsTheEnds) {
  EXPECT_EQ(reversed_decoy("ACDEFGK"), "AGFEDCK");
  EXPECT_EQ(reversed_decoy("AK"), "AK");
  EXPECT_EQ(reversed_decoy("ACK"), "ACK");
}

TEST(Decoy, ShufflesTheSameWayEachTime) {
  const std::string peptide = "ACDEFGHILMNPK";
  const std::string first = shuffled_decoy(peptide, 1);
  EXPECT_EQ(first, shuffled_decoy(peptide, 1));
  EXPECT_NE(first, shuffled_decoy(peptide, 2));
  EXPECT_NE(first, peptide);
  EXPECT_EQ(first.front(), 'A');
  EXPECT_EQ(first.back(), 'K');
  EXPECT_TRUE(std::is_permutation(first.begin(), first.end(), peptide.begin()));
}

TEST(SequenceHash, CountsIsoleucineAsLeucineOnRequest) {
  EXPECT_NE(sequence_hash("PEPTIDE"), sequence_hash("PEPTLDE"));
  EXPECT_EQ(sequence_hash("PEPTIDE", true), sequence_hash("PEPTLDE", true));
  EXPECT_NE(sequence_hash("PEPTLDE", true), sequence_hash("PETPLDE", true));
}

}  // namespace
}  // namespace massa::chem
