#include "massa/signal/noise.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace massa::signal {
namespace {

TEST(EstimateNoise, IsTheMedianOfTheNeighbourhoodWhateverItsBrightestPeak) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (int i = 0; i < 400; ++i) {
    mz.push_back(200.0 + i);
    intensity.push_back(mz.back() < 400.0 ? 10.0F : 50.0F);  // a step in the background at 400 Th
  }
  intensity[50] = 900.0F;
  std::vector<float> noise;
  estimate_noise(mz, intensity, {}, noise);
  ASSERT_EQ(noise.size(), mz.size());
  EXPECT_NEAR(noise[50], 10.0F, 5.0F);  // within the width of a bin
  EXPECT_NEAR(noise[350], 50.0F, 5.0F);
}

TEST(EstimateNoise, IsZeroWithoutSignal) {
  std::vector<float> noise;
  estimate_noise(std::vector<double>{100.0, 101.0}, std::vector<float>{0.0F, 0.0F}, {}, noise);
  EXPECT_THAT(noise, testing::ElementsAre(0.0F, 0.0F));
  estimate_noise({}, {}, {}, noise);
  EXPECT_THAT(noise, testing::IsEmpty());
}

}  // namespace
}  // namespace massa::signal
