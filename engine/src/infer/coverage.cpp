#include "massa/infer/coverage.hpp"

#include <algorithm>
#include <vector>

namespace massa::infer {

double coverage_percent(std::span<const Interval> intervals, std::uint32_t length) {
  if (length == 0) {
    return 0.0;
  }
  std::vector<Interval> ordered(intervals.begin(), intervals.end());
  std::ranges::sort(ordered, {}, &Interval::begin);
  std::uint32_t covered = 0;
  std::uint32_t reached = 0;
  for (const Interval& interval : ordered) {
    const std::uint32_t begin = std::max(interval.begin, reached);
    if (interval.end > begin) {
      covered += interval.end - begin;
      reached = interval.end;
    }
  }
  return 100.0 * covered / length;
}

}  // namespace massa::infer
