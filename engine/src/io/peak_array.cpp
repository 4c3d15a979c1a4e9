#include "io/peak_array.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

#include "io/base64.hpp"
#include "io/numpress.hpp"

namespace massa::io {
namespace {

using Bytes = std::span<const std::byte>;

std::size_t width(NumberType type) noexcept {
  return type == NumberType::float32 || type == NumberType::int32 ? 4 : 8;
}

/// The bytes behind base64 and compression; nothing and a problem when they cannot be had.
std::optional<Bytes> unwrap(std::string_view base64, Compression compression, std::size_t expected_bytes,
                            Workspace& workspace, ArrayProblem& problem) {
  std::byte* const decoded = workspace.encoded.fresh(base64_capacity(base64.size()));
  const auto length = decode_base64(base64, decoded);
  if (!length) {
    problem = "an array is not valid base64";
    return std::nullopt;
  }
  const Bytes bytes(decoded, *length);
  if (compression == Compression::none || bytes.empty()) {
    return bytes;
  }
  const bool zlib = compression == Compression::zlib;
  const auto inflated = zlib ? workspace.zlib.decode(bytes, expected_bytes, workspace.inflated)
                             : decode_zstd(bytes, expected_bytes, workspace.inflated);
  if (!inflated) {
    problem = zlib ? "an array is not valid zlib data" : "an array is not valid zstd data";
  }
  return inflated;
}

template <class Stored>
Stored load(const std::byte* at, ByteOrder order) noexcept {
  Stored value;
  if (order == ByteOrder::little) {
    std::memcpy(&value, at, sizeof value);
    return value;
  }
  std::byte swapped[sizeof(Stored)];
  std::reverse_copy(at, at + sizeof(Stored), swapped);
  std::memcpy(&value, swapped, sizeof value);
  return value;
}

template <class Stored, class Number>
void convert(Bytes bytes, std::size_t begin, std::size_t stride, ByteOrder order, std::vector<Number>& out) {
  const std::size_t count = bytes.size() / (sizeof(Stored) * stride);
  out.resize(count);
  if (count == 0) {
    return;
  }
  const std::byte* const first = bytes.data() + begin * sizeof(Stored);
  if constexpr (std::is_same_v<Stored, Number>) {
    if (stride == 1 && order == ByteOrder::little) {
      std::memcpy(out.data(), first, count * sizeof(Stored));
      return;
    }
  }
  const auto convert_all = [&](auto byte_order) {
    for (std::size_t i = 0; i < count; ++i) {
      out[i] = static_cast<Number>(load<Stored>(first + i * stride * sizeof(Stored), byte_order()));
    }
  };
  if (order == ByteOrder::little) {
    convert_all([] { return ByteOrder::little; });
  } else {
    convert_all([] { return ByteOrder::big; });
  }
}

template <class Number>
void convert(Bytes bytes, NumberType type, ByteOrder order, std::size_t begin, std::size_t stride,
             std::vector<Number>& out) {
  switch (type) {
    case NumberType::float32:
      return convert<float>(bytes, begin, stride, order, out);
    case NumberType::float64:
      return convert<double>(bytes, begin, stride, order, out);
    case NumberType::int32:
      return convert<std::int32_t>(bytes, begin, stride, order, out);
    case NumberType::int64:
      return convert<std::int64_t>(bytes, begin, stride, order, out);
  }
}

bool unpack(Bytes bytes, Packing packing, std::vector<double>& values) {
  switch (packing) {
    case Packing::numpress_linear:
      return decode_numpress_linear(bytes, values);
    case Packing::numpress_pic:
      return decode_numpress_pic(bytes, values);
    case Packing::numpress_slof:
      return decode_numpress_slof(bytes, values);
    case Packing::none:
      break;
  }
  return false;
}

std::size_t expected_size(std::size_t values, std::size_t value_width) noexcept {
  return std::min(values, max_array_bytes / value_width) * value_width;
}

template <class Number>
ArrayProblem decode(std::string_view base64, const ArrayEncoding& encoding, std::size_t expected_values,
                    Workspace& workspace, std::vector<Number>& out) {
  ArrayProblem problem;
  const auto bytes =
      unwrap(base64, encoding.compression, expected_size(expected_values, width(encoding.type)), workspace, problem);
  if (!bytes) {
    return problem;
  }
  if (encoding.packing != Packing::none) {
    if (!unpack(*bytes, encoding.packing, workspace.values)) {
      return "an array is not valid MS-Numpress data";
    }
    out.resize(workspace.values.size());
    std::ranges::transform(workspace.values, out.begin(), [](double value) { return static_cast<Number>(value); });
    return {};
  }
  if (bytes->size() % width(encoding.type) != 0) {
    return "an array ends inside a number";
  }
  convert(*bytes, encoding.type, encoding.order, 0, 1, out);
  return {};
}

}  // namespace

ArrayProblem decode_array(std::string_view base64, const ArrayEncoding& encoding, std::size_t expected_values,
                          Workspace& workspace, std::vector<double>& out) {
  return decode(base64, encoding, expected_values, workspace, out);
}

ArrayProblem decode_array(std::string_view base64, const ArrayEncoding& encoding, std::size_t expected_values,
                          Workspace& workspace, std::vector<float>& out) {
  return decode(base64, encoding, expected_values, workspace, out);
}

ArrayProblem decode_pairs(std::string_view base64, const ArrayEncoding& encoding, std::size_t expected_pairs,
                          Workspace& workspace, std::vector<double>& first, std::vector<float>& second) {
  ArrayProblem problem;
  const std::size_t pair_width = 2 * width(encoding.type);
  const auto bytes =
      unwrap(base64, encoding.compression, expected_size(expected_pairs, pair_width), workspace, problem);
  if (!bytes) {
    return problem;
  }
  if (bytes->size() % pair_width != 0) {
    return "the peaks end inside a pair of m/z and intensity";
  }
  convert(*bytes, encoding.type, encoding.order, 0, 2, first);
  convert(*bytes, encoding.type, encoding.order, 1, 2, second);
  return {};
}

}  // namespace massa::io
