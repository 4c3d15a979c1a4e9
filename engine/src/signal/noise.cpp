#include "massa/signal/noise.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace massa::signal {
namespace {

/// Counts of intensities between 0 and a top; what is brighter falls into the last bin.
class SlidingHistogram {
 public:
  SlidingHistogram(double top, int bins) : width_(top / bins), counts_(static_cast<std::size_t>(bins), 0) {}

  void add(float intensity) noexcept { ++counts_[bin(intensity)], ++total_; }
  void remove(float intensity) noexcept { --counts_[bin(intensity)], --total_; }

  /// Middle of the bin that holds the median.
  [[nodiscard]] double median() const noexcept {
    std::size_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (2 * seen >= total_) {
        return (static_cast<double>(i) + 0.5) * width_;
      }
    }
    return width_ * static_cast<double>(counts_.size());
  }

 private:
  [[nodiscard]] std::size_t bin(float intensity) const noexcept {
    const double position = std::max(0.0, static_cast<double>(intensity)) / width_;
    const auto last = static_cast<double>(counts_.size() - 1);
    return static_cast<std::size_t>(std::min(position, last));
  }

  double width_;
  std::vector<std::size_t> counts_;
  std::size_t total_ = 0;
};

/// Mean + 3 standard deviations, as the top of the histogram: a few bright peaks must not flatten it.
double histogram_top(std::span<const float> intensity) noexcept {
  double sum = 0.0;
  double squares = 0.0;
  for (const float value : intensity) {
    sum += static_cast<double>(value);
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  const auto count = static_cast<double>(intensity.size());
  const double mean = sum / count;
  return mean + 3.0 * std::sqrt(std::max(0.0, squares / count - mean * mean));
}

}  // namespace

void estimate_noise(std::span<const double> mz, std::span<const float> intensity, const NoiseOptions& options,
                    std::vector<float>& noise) {
  noise.assign(mz.size(), 0.0F);
  if (mz.empty()) {
    return;
  }
  const double top = histogram_top(intensity);
  if (!(top > 0.0) || !std::isfinite(top)) {
    return;
  }
  SlidingHistogram histogram(top, std::max(1, options.bins));
  const double half_window = 0.5 * options.window_th;
  std::size_t begin = 0;
  std::size_t end = 0;
  for (std::size_t i = 0; i < mz.size(); ++i) {
    for (; end < mz.size() && mz[end] <= mz[i] + half_window; ++end) {
      histogram.add(intensity[end]);
    }
    for (; mz[begin] < mz[i] - half_window; ++begin) {
      histogram.remove(intensity[begin]);
    }
    noise[i] = static_cast<float>(histogram.median());
  }
}

}  // namespace massa::signal
