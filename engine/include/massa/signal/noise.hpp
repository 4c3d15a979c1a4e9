#pragma once
#include <span>
#include <vector>

namespace massa::signal {

struct NoiseOptions {
  double window_th = 200.0;  ///< width of the window around a peak
  int bins = 30;             ///< of the intensity histogram from 0 to mean + 3 standard deviations
};

/// @brief Estimated noise at each peak: the median intensity of the window around it, read from a histogram
/// (SignalToNoiseEstimatorMedian of OpenMS).
/// @param mz     Th, ascending
/// @param noise  replaced; same length, in the unit of the intensity
void estimate_noise(std::span<const double> mz, std::span<const float> intensity, const NoiseOptions& options,
                    std::vector<float>& noise);

}  // namespace massa::signal
