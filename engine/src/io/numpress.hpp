#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace massa::io {

/// @name MS-Numpress decoders (Teleman et al., Mol. Cell. Proteomics 2014, 13:1537).
/// Each returns false when the bytes are no such encoding. A value takes at least half a byte, so the output is bounded
/// by the input.
/// @{
[[nodiscard]] bool decode_numpress_linear(std::span<const std::byte> bytes, std::vector<double>& values);
[[nodiscard]] bool decode_numpress_pic(std::span<const std::byte> bytes, std::vector<double>& values);
[[nodiscard]] bool decode_numpress_slof(std::span<const std::byte> bytes, std::vector<double>& values);
/// @}

}  // namespace massa::io
