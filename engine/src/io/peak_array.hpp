#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "io/format.hpp"

namespace massa::io {

enum class NumberType : std::uint8_t { float32, float64, int32, int64 };
enum class ByteOrder : std::uint8_t { little, big };
enum class Packing : std::uint8_t { none, numpress_linear, numpress_pic, numpress_slof };
enum class Compression : std::uint8_t { none, zlib, zstd };

/// @brief How an array of numbers is written: numbers, then packed, then compressed, then base64.
struct ArrayEncoding {
  NumberType type = NumberType::float64;
  ByteOrder order = ByteOrder::little;
  Packing packing = Packing::none;
  Compression compression = Compression::none;
};

/// @brief What decode_array() could not do, worded for an error; empty if it succeeded.
using ArrayProblem = std::string_view;

/// @brief Decodes base64 text into numbers.
/// @param expected_values  what the file states: a hint, never trusted
/// @return what is wrong with the text; empty if nothing is
[[nodiscard]] ArrayProblem decode_array(std::string_view base64, const ArrayEncoding& encoding,
                                        std::size_t expected_values, Workspace& workspace, std::vector<double>& out);
[[nodiscard]] ArrayProblem decode_array(std::string_view base64, const ArrayEncoding& encoding,
                                        std::size_t expected_values, Workspace& workspace, std::vector<float>& out);

/// @brief Decodes pairs m/z, intensity, m/z, intensity… as mzXML writes them. `encoding` has no packing.
[[nodiscard]] ArrayProblem decode_pairs(std::string_view base64, const ArrayEncoding& encoding,
                                        std::size_t expected_pairs, Workspace& workspace, std::vector<double>& first,
                                        std::vector<float>& second);

}  // namespace massa::io
