#include "peak_selection.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace massa::filter {
namespace {

using Iterator = std::vector<Peak>::iterator;

/// Moves the `count` brightest of [first, last) to `out`, keeping their order; returns behind the last one written.
Iterator move_brightest(Iterator first, Iterator last, std::size_t count, Iterator out, std::vector<float>& buffer) {
  const auto size = static_cast<std::size_t>(last - first);
  if (size <= count) {
    return out == first ? last : std::move(first, last, out);
  }
  buffer.clear();
  std::transform(first, last, std::back_inserter(buffer), [](const Peak& peak) { return peak.intensity; });
  const auto nth = buffer.begin() + static_cast<std::ptrdiff_t>(count) - 1;
  std::nth_element(buffer.begin(), nth, buffer.end(), std::greater<>());
  const float faintest = *nth;
  // nth_element leaves the brighter ones in front of nth; the rest of `count` comes from those as bright as the nth.
  auto equals = static_cast<std::size_t>(std::count(buffer.begin(), nth + 1, faintest));
  for (; first != last; ++first) {
    const bool equal = first->intensity == faintest;
    if (first->intensity > faintest || (equal && equals > 0)) {
      equals -= equal ? 1U : 0U;
      *out++ = *first;
    }
  }
  return out;
}

}  // namespace

void drop_faint(std::vector<Peak>& peaks, double percent) {
  float brightest = 0.0F;
  for (const Peak& peak : peaks) {
    brightest = std::max(brightest, peak.intensity);
  }
  const auto threshold = static_cast<float>(static_cast<double>(brightest) * percent / 100.0);
  std::erase_if(peaks,
                [threshold](const Peak& peak) { return !(peak.intensity > 0.0F) || peak.intensity < threshold; });
}

void keep_brightest(std::vector<Peak>& peaks, std::size_t count, std::vector<float>& buffer) {
  peaks.erase(move_brightest(peaks.begin(), peaks.end(), count, peaks.begin(), buffer), peaks.end());
}

void keep_brightest_per_window(std::vector<Peak>& peaks, std::size_t count, double width_th,
                               std::vector<float>& buffer) {
  auto out = peaks.begin();
  for (auto first = peaks.begin(); first != peaks.end();) {
    const double end_mz = (std::floor(first->mz / width_th) + 1.0) * width_th;
    // The first peak is always taken: far out, the end of its window is no other number than its m/z.
    const auto last = std::find_if(first + 1, peaks.end(), [end_mz](const Peak& peak) { return peak.mz >= end_mz; });
    out = move_brightest(first, last, count, out, buffer);
    first = last;
  }
  peaks.erase(out, peaks.end());
}

}  // namespace massa::filter
