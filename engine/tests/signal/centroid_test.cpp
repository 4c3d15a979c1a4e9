#include "massa/signal/centroid.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

namespace massa::signal {
namespace {

struct Profile {
  std::vector<double> mz;
  std::vector<float> intensity;

  /// Adds samples of Gaussian peaks from `first` Th on, every `step` Th.
  static Profile gaussian(const std::vector<std::pair<double, double>>& mz_and_height, double first, double last,
                          double step, double sd) {
    Profile profile;
    for (int i = 0; first + i * step <= last; ++i) {
      const double x = first + i * step;
      double y = 0.0;
      for (const auto& [center, height] : mz_and_height) {
        y += height * std::exp(-0.5 * std::pow((x - center) / sd, 2));
      }
      profile.mz.push_back(x);
      profile.intensity.push_back(y > 0.5 ? static_cast<float>(y) : 0.0F);
    }
    return profile;
  }

  void drop(const std::function<bool(std::size_t)>& unwanted) {
    Profile rest;
    for (std::size_t i = 0; i < mz.size(); ++i) {
      if (!unwanted(i)) {
        rest.mz.push_back(mz[i]);
        rest.intensity.push_back(intensity[i]);
      }
    }
    *this = std::move(rest);
  }
};

struct Centroids {
  std::vector<double> mz;
  std::vector<float> intensity;
};

Centroids centroids_of(const Profile& profile, const CentroidOptions& options = {}) {
  Centroids result;
  centroid(profile.mz, profile.intensity, options, result.mz, result.intensity);
  return result;
}

TEST(Centroid, FindsTheCentreAndHeightOfGaussianPeaks) {
  const Profile profile = Profile::gaussian({{500.2731, 1e5}, {501.2764, 4e4}}, 499.0, 503.0, 0.004, 0.009);
  const Centroids found = centroids_of(profile);
  ASSERT_EQ(found.mz.size(), 2U);
  EXPECT_NEAR(found.mz[0], 500.2731, 1e-6);
  EXPECT_NEAR(found.mz[1], 501.2764, 1e-6);
  EXPECT_NEAR(found.intensity[0], 1e5, 10);
  EXPECT_NEAR(found.intensity[1], 4e4, 10);
}

TEST(Centroid, NeedsNoZerosBetweenPeaks) {
  Profile profile = Profile::gaussian({{500.2731, 1e5}, {501.2764, 4e4}}, 499.0, 503.0, 0.004, 0.009);
  const Centroids with_zeros = centroids_of(profile);
  profile.drop([&](std::size_t i) { return profile.intensity[i] == 0.0F; });
  const Centroids without = centroids_of(profile);
  EXPECT_EQ(without.mz, with_zeros.mz);
  EXPECT_EQ(without.intensity, with_zeros.intensity);
}

TEST(Centroid, FindsAPeakWhoseFlankIsCutOff) {
  Profile profile = Profile::gaussian({{500.2731, 1e5}}, 499.0, 503.0, 0.004, 0.009);
  profile.drop([&](std::size_t i) { return profile.mz[i] < 500.2710; });  // the first point is the summit
  const Centroids found = centroids_of(profile);
  ASSERT_EQ(found.mz.size(), 1U);
  EXPECT_NEAR(found.mz[0], 500.2731, 0.004);
}

TEST(Centroid, StepsOverOneMissingPointOfAFlank) {
  Profile profile = Profile::gaussian({{500.2731, 1e5}}, 500.2731 - 0.012, 500.2731 + 0.0125, 0.004, 0.009);
  ASSERT_EQ(profile.mz.size(), 7U);
  profile.drop([](std::size_t i) { return i == 1 || i == 6; });
  CentroidOptions options;
  options.min_points = 5;  // 0, 2, 3, 4, 5: only if the hole at 1 is stepped over
  EXPECT_EQ(centroids_of(profile, options).mz.size(), 1U);
  options.missing_points = 0;
  EXPECT_THAT(centroids_of(profile, options).mz, testing::IsEmpty());
}

TEST(Centroid, IgnoresPeaksWithTooFewPoints) {
  const Profile spikes{{500.0, 500.01, 500.02, 500.03, 500.04}, {0.0F, 900.0F, 0.0F, 400.0F, 300.0F}};
  EXPECT_THAT(centroids_of(spikes).mz, testing::IsEmpty());
  CentroidOptions options;
  options.min_points = 1;
  EXPECT_EQ(centroids_of(spikes, options).mz.size(), 2U);
}

TEST(Centroid, TakesTheMiddleOfASaturatedPeak) {
  const Profile flat{{500.0, 500.01, 500.02, 500.03, 500.04, 500.05}, {10.0F, 80.0F, 80.0F, 80.0F, 80.0F, 10.0F}};
  const Centroids found = centroids_of(flat);
  ASSERT_EQ(found.mz.size(), 1U);
  EXPECT_NEAR(found.mz[0], 500.025, 1e-9);
  EXPECT_FLOAT_EQ(found.intensity[0], 80.0F);
}

TEST(Centroid, KeepsEachCentroidBetweenTheNeighboursOfItsSummit) {
  const Profile profile =
      Profile::gaussian({{400.0, 900.0}, {400.021, 700.0}, {400.05, 30.0}, {401.3, 5.0}}, 399.0, 402.0, 0.005, 0.007);
  const Centroids found = centroids_of(profile);
  ASSERT_FALSE(found.mz.empty());
  for (std::size_t i = 0; i < found.mz.size(); ++i) {
    EXPECT_TRUE(i == 0 || found.mz[i] > found.mz[i - 1]);
    const auto nearest = std::ranges::lower_bound(profile.mz, found.mz[i]) - profile.mz.begin();
    EXPECT_GT(profile.intensity[static_cast<std::size_t>(nearest)], 0.0F);
  }
}

TEST(Centroid, MakesNothingOfNothing) {
  EXPECT_THAT(centroids_of({}).mz, testing::IsEmpty());
  EXPECT_THAT(centroids_of({{500.0}, {7.0F}}).mz, testing::IsEmpty());
  EXPECT_THAT(centroids_of({{500.0, 500.0, 500.0}, {1.0F, 2.0F, 1.0F}}).mz, testing::SizeIs(testing::Le(1U)));
}

TEST(LooksLikeProfile, TellsProfilesFromCentroids) {
  const Profile profile = Profile::gaussian({{500.27, 1e5}, {501.28, 4e4}}, 499.0, 503.0, 0.004, 0.05);
  EXPECT_TRUE(looks_like_profile(profile.mz, profile.intensity));
  Profile peaks;
  for (int i = 0; i < 60; ++i) {
    peaks.mz.push_back(100.0 + i * 7.0 + i % 5 * 0.37);
    peaks.intensity.push_back(static_cast<float>(100 + i * 37 % 50));
  }
  EXPECT_FALSE(looks_like_profile(peaks.mz, peaks.intensity));
  EXPECT_FALSE(looks_like_profile({}, {}));
}

TEST(IsProfile, BelievesTheSpectrumAndElseItsPeaks) {
  const Profile profile = Profile::gaussian({{500.27, 1e5}, {501.28, 4e4}}, 499.0, 503.0, 0.004, 0.05);
  Spectrum spectrum;
  spectrum.mz = profile.mz;
  spectrum.intensity = profile.intensity;
  EXPECT_TRUE(is_profile(spectrum));
  spectrum.representation = Representation::centroid;
  EXPECT_FALSE(is_profile(spectrum));
  spectrum = {};
  EXPECT_FALSE(is_profile(spectrum));
  spectrum.representation = Representation::profile;
  EXPECT_TRUE(is_profile(spectrum));
}

}  // namespace
}  // namespace massa::signal
