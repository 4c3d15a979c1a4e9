#include "massa/infer/coverage.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace massa::infer {
namespace {

TEST(Coverage, CountsEachResidueOnce) {
  EXPECT_DOUBLE_EQ(coverage_percent(std::vector<Interval>{{10, 20}, {0, 5}, {15, 25}, {12, 14}}, 100), 20.0);
}

TEST(Coverage, IsZeroWithoutPeptidesOrResidues) {
  EXPECT_EQ(coverage_percent({}, 50), 0.0);
  EXPECT_EQ(coverage_percent({}, 0), 0.0);
}

}  // namespace
}  // namespace massa::infer
