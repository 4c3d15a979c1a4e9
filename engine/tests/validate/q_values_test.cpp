#include "massa/validate/q_values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "support/random.hpp"

namespace massa::validate {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(QValues, AreDecoysPlusOneOverTargetsMadeMonotone) {
  const std::vector<ScoredHit> hits{{9, false}, {8, false}, {7, true}, {6, false}, {5, false}};
  // Lists from the top: 1/1, 1/2, 2/2, 2/3, 2/4; the last one is the least for everything at or below it.
  EXPECT_THAT(q_values(hits), ElementsAre(0.5, 0.5, 0.5, 0.5, 0.5));
}

TEST(QValues, KeepTheInputsOrder) {
  const std::vector<ScoredHit> hits{{1, true}, {9, false}, {8, false}};
  EXPECT_THAT(q_values(hits), ElementsAre(1.0, 0.5, 0.5));
}

TEST(QValues, TreatEqualScoresTogether) {
  const std::vector<ScoredHit> target_first{{5, false}, {5, true}};
  const std::vector<ScoredHit> decoy_first{{5, true}, {5, false}};
  EXPECT_EQ(q_values(target_first), q_values(decoy_first));
}

TEST(QValues, NeverExceedOne) {
  EXPECT_THAT(q_values(std::vector<ScoredHit>{{1, true}, {0, true}}), ElementsAre(1.0, 1.0));
}

std::vector<ScoredHit> top_targets(std::size_t count) {
  return std::vector<ScoredHit>(count, {10.0, false});
}

TEST(Assess, AcceptsByQValueWhereAHundredTargetsStandAboveTheDecoys) {
  std::vector<ScoredHit> hits = top_targets(100);
  hits.push_back({1.0, true});
  hits.push_back({0.5, false});
  const LevelResult level = assess(hits, std::vector<double>(hits.size(), 1.0), {}, "PSM");
  EXPECT_TRUE(level.fdr.estimable);
  EXPECT_EQ(level.fdr.accepted, 100U);
  EXPECT_EQ(level.fdr.targets, 101U);
  EXPECT_EQ(level.fdr.decoys, 1U);
  EXPECT_FALSE(level.accepted.back());
}

TEST(Assess, SaysHowManyThereAreAndUsesEValuesWhereTheyAreTooFew) {
  std::vector<ScoredHit> hits = top_targets(99);
  hits.push_back({1.0, true});
  std::vector<double> e_values(hits.size(), 0.5);
  std::fill_n(e_values.begin(), 40, 1e-4);
  e_values.back() = 1e-9;  // a decoy is never accepted
  const LevelResult level = assess(hits, e_values, {}, "PSM");
  EXPECT_FALSE(level.fdr.estimable);
  EXPECT_TRUE(level.q_values.empty());
  EXPECT_EQ(level.fdr.accepted, 40U);
  EXPECT_THAT(level.fdr.message, HasSubstr("PSM FDR not estimable, n = 40"));
}

TEST(Assess, HoldsItsPromiseOnAverage) {
  // Wrong hits fall on targets and decoys alike; the share of wrong ones among the accepted must stay below 1 %.
  auto random = test::seeded(7);
  std::normal_distribution<double> wrong(0.0, 1.0);
  std::normal_distribution<double> right(3.0, 1.0);
  double share = 0.0;
  constexpr int runs = 40;
  for (int run = 0; run < runs; ++run) {
    std::vector<ScoredHit> hits;
    std::vector<bool> is_wrong;
    for (int i = 0; i < 4000; ++i) {
      const bool correct = i % 4 == 0;
      hits.push_back({correct ? right(random) : wrong(random), !correct && random() % 2 == 0});
      is_wrong.push_back(!correct);
    }
    const LevelResult level = assess(hits, std::vector<double>(hits.size(), 1.0), {}, "PSM");
    double accepted_wrong = 0.0;
    for (std::size_t i = 0; i < hits.size(); ++i) {
      accepted_wrong += level.accepted[i] && is_wrong[i] ? 1.0 : 0.0;
    }
    share += accepted_wrong / std::max(1.0, static_cast<double>(level.fdr.accepted)) / runs;
  }
  EXPECT_GT(share, 0.001);
  EXPECT_LE(share, 0.01);
}

}  // namespace
}  // namespace massa::validate
