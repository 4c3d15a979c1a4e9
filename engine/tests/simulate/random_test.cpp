#include "simulate/random.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "simulate/portable_math.hpp"

namespace massa::simulate {
namespace {

TEST(PortableMath, AgreesWithTheStandardLibrary) {
  for (int i = -438; i <= 438; ++i) {
    const double x = 0.137 * i;
    EXPECT_NEAR(portable_exp(x) / std::exp(x), 1.0, 1e-14) << x;
  }
  for (int i = -88; i <= 88; ++i) {
    const double x = std::pow(1.37, i);
    EXPECT_NEAR(portable_log(x), std::log(x), 1e-14 * std::max(1.0, std::abs(std::log(x)))) << x;
  }
  EXPECT_EQ(portable_exp(0.0), 1.0);
  EXPECT_EQ(portable_log(1.0), 0.0);
  EXPECT_EQ(portable_exp(-1e6), 0.0);
}

TEST(Random, IsTheSameOnEveryMachine) {
  // From an independent implementation of SplitMix64 and xoshiro256++.
  Random random(1);
  EXPECT_EQ(random.next(), 0x704560CED7CC0501ULL);
  EXPECT_EQ(random.next(), 0x4EEF90036C89C53AULL);
}

TEST(Random, HasIndependentStreams) {
  Random first(1, 0);
  Random second(1, 1);
  Random again(1, 1);
  const std::uint64_t value = second.next();
  EXPECT_NE(first.next(), value);
  EXPECT_EQ(again.next(), value);
}

TEST(Random, DrawsFromTheDistributionsThatItNames) {
  Random random(5);
  constexpr int draws = 200'000;
  double uniform = 0.0;
  double normal = 0.0;
  double normal_squares = 0.0;
  double exponential = 0.0;
  double few = 0.0;
  double many = 0.0;
  int heads = 0;
  for (int i = 0; i < draws; ++i) {
    uniform += random.uniform();
    const double z = random.normal();
    normal += z;
    normal_squares += z * z;
    exponential += random.exponential();
    few += random.poisson(2.5);
    many += random.poisson(100.0);
    heads += random.chance(0.3) ? 1 : 0;
  }
  EXPECT_NEAR(uniform / draws, 0.5, 0.005);
  EXPECT_NEAR(normal / draws, 0.0, 0.01);
  EXPECT_NEAR(normal_squares / draws, 1.0, 0.02);
  EXPECT_NEAR(exponential / draws, 1.0, 0.02);
  EXPECT_NEAR(few / draws, 2.5, 0.03);
  EXPECT_NEAR(many / draws, 100.0, 0.2);
  EXPECT_NEAR(heads / static_cast<double>(draws), 0.3, 0.01);
}

TEST(Random, KeepsBelowItsLimit) {
  Random random(6);
  std::vector<int> seen(7, 0);
  for (int i = 0; i < 2000; ++i) {
    ++seen.at(random.below(7));
  }
  EXPECT_THAT(seen, testing::Each(testing::Gt(200)));
}

}  // namespace
}  // namespace massa::simulate
