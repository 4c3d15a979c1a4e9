#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "massa/search/annotate.hpp"

namespace massa::result {

/// @brief Packs the peaks of spectra; keep one a thread.
///
/// data = zlib( uint32le[n] differences of round(m/z · 100000) ++ float32le[n] intensity ++ uint8[n] flags ), flag bit
/// 0: the search saw the peak.
class PeakEncoder {
 public:
  PeakEncoder();
  ~PeakEncoder();
  PeakEncoder(PeakEncoder&&) noexcept;
  PeakEncoder& operator=(PeakEncoder&&) noexcept;

  /// @param mz    Th, ascending, ≥ 0; what lies above 42,949.67, beyond any fragment, is stored as that
  /// @param kept  same length as `mz`; not zero: kept
  [[nodiscard]] std::vector<std::byte> encode(std::span<const double> mz, std::span<const float> intensity,
                                              std::span<const std::uint8_t> kept);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// @brief Records of 16 bytes, little endian: uint8 ion letter, uint8 ordinal, uint8 charge, uint8 loss, uint32 peak,
/// float64 theoretical m/z.
[[nodiscard]] std::vector<std::byte> encode_annotations(std::span<const search::FragmentAnnotation> annotations);

}  // namespace massa::result
