#include "massa/signal/coisolation.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace massa::signal {
namespace {

constexpr Tolerance narrow{10.0, ToleranceUnit::ppm};
constexpr double spacing = 1.0033548350700006;

TEST(CoisolatedIons, AreThoseWithIsotopesInsideTheWindow) {
  // A 2+ and a fainter 3+ ion inside 499–502, a 2+ ion outside, and a peak without isotopes.
  const std::vector<double> mz{498.3,
                               498.3 + spacing / 2,
                               500.25,
                               500.25 + spacing / 2,
                               500.25 + spacing,
                               501.1,
                               501.1 + spacing / 3,
                               501.1 + 2 * spacing / 3,
                               501.9};
  const std::vector<float> intensity{50.0F, 25.0F, 100.0F, 60.0F, 20.0F, 40.0F, 25.0F, 10.0F, 30.0F};
  const auto ions = coisolated_ions(mz, intensity, 499.0, 502.0, narrow, 4);
  ASSERT_EQ(ions.size(), 2U);
  EXPECT_DOUBLE_EQ(ions[0].mz, 500.25);
  EXPECT_EQ(ions[0].charge, 2);
  EXPECT_FLOAT_EQ(ions[0].intensity, 180.0F);
  EXPECT_DOUBLE_EQ(ions[1].mz, 501.1);
  EXPECT_EQ(ions[1].charge, 3);
}

TEST(CoisolatedIons, FaintOnesAreLeftOut) {
  const std::vector<double> mz{500.0, 500.5 + spacing, 501.0, 501.0 + spacing / 2};
  const std::vector<float> intensity{1000.0F, 1.0F, 5.0F, 3.0F};
  EXPECT_TRUE(coisolated_ions(mz, intensity, 499.0, 502.0, narrow, 4).empty());
  EXPECT_TRUE(coisolated_ions({}, {}, 499.0, 502.0, narrow, 4).empty());
}

}  // namespace
}  // namespace massa::signal
