#pragma once
#include <cstddef>
#include <vector>

#include "massa/signal/deisotope.hpp"

namespace massa::filter {

using Peak = signal::DeisotopedPeak;

/// @brief Drops every peak fainter than `percent` of the brightest one, and peaks without intensity.
void drop_faint(std::vector<Peak>& peaks, double percent);

/// @brief Keeps the `count` brightest peaks, in their order; of equally bright ones those that come first.
/// @param buffer  scratch
void keep_brightest(std::vector<Peak>& peaks, std::size_t count, std::vector<float>& buffer);

/// @brief Keeps the `count` brightest peaks of each window [k·width, (k + 1)·width) of m/z.
/// @param peaks  ascending by m/z
/// @param width_th  > 0
void keep_brightest_per_window(std::vector<Peak>& peaks, std::size_t count, double width_th,
                               std::vector<float>& buffer);

}  // namespace massa::filter
