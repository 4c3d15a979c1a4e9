#include "io/numpress.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>

namespace massa::io {
namespace {

constexpr std::size_t fixed_point_bytes = 8;

/// The fixed-point factor that starts linear and slof data: a big-endian double.
double read_fixed_point(std::span<const std::byte> bytes) noexcept {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < fixed_point_bytes; ++i) {
    bits = bits << 8 | std::to_integer<std::uint64_t>(bytes[i]);
  }
  return std::bit_cast<double>(bits);
}

std::int32_t read_int32(std::span<const std::byte> bytes) noexcept {
  std::uint32_t bits = 0;
  for (std::size_t i = 4; i-- > 0;) {
    bits = bits << 8 | std::to_integer<std::uint32_t>(bytes[i]);
  }
  return static_cast<std::int32_t>(bits);
}

/// Reads integers of one to nine half-bytes: the first says how many leading half-bytes of the value are left out
/// (0…8: zeros, 9…15: 8 less than that many ones); the others follow, least significant first.
class HalfByteReader {
 public:
  explicit HalfByteReader(std::span<const std::byte> bytes) noexcept : bytes_(bytes) {}

  [[nodiscard]] bool at_end() const noexcept {
    // The last half-byte of an odd number of them is padding.
    return position_ >= 2 * bytes_.size() || (position_ + 1 == 2 * bytes_.size() && peek() == 0);
  }

  [[nodiscard]] std::optional<std::int32_t> next() noexcept {
    const unsigned head = peek();
    ++position_;
    const unsigned omitted = head <= 8 ? head : head - 8;
    std::uint32_t bits = 0;
    if (head > 8) {
      for (unsigned i = 0; i < omitted; ++i) {
        bits |= std::uint32_t{0xF} << (28 - 4 * i);
      }
    }
    const unsigned stored = 8 - omitted;
    if (position_ + stored > 2 * bytes_.size()) {
      return std::nullopt;
    }
    for (unsigned i = 0; i < stored; ++i) {
      bits |= std::uint32_t{peek()} << (4 * i);
      ++position_;
    }
    return static_cast<std::int32_t>(bits);
  }

 private:
  [[nodiscard]] unsigned peek() const noexcept {
    const auto byte = std::to_integer<unsigned>(bytes_[position_ / 2]);
    return position_ % 2 == 0 ? byte >> 4 : byte & 0xF;
  }

  std::span<const std::byte> bytes_;
  std::size_t position_ = 0;
};

}  // namespace

bool decode_numpress_linear(std::span<const std::byte> bytes, std::vector<double>& values) {
  values.clear();
  if (bytes.empty()) {
    return true;
  }
  if (bytes.size() < fixed_point_bytes) {
    return false;
  }
  const double fixed_point = read_fixed_point(bytes);
  if (bytes.size() == fixed_point_bytes) {
    return true;
  }
  if (bytes.size() < 12 || (bytes.size() > 12 && bytes.size() < 16)) {
    return false;
  }
  values.reserve(2 * (bytes.size() - fixed_point_bytes));
  // Unsigned arithmetic: hostile residuals wrap instead of overflowing.
  const auto scaled = [fixed_point](std::uint64_t value) {
    return static_cast<double>(static_cast<std::int64_t>(value)) / fixed_point;
  };
  auto before = static_cast<std::uint64_t>(std::int64_t{read_int32(bytes.subspan(8))});
  values.push_back(scaled(before));
  if (bytes.size() == 12) {
    return true;
  }
  auto last = static_cast<std::uint64_t>(std::int64_t{read_int32(bytes.subspan(12))});
  values.push_back(scaled(last));
  HalfByteReader residuals(bytes.subspan(16));
  while (!residuals.at_end()) {
    const auto residual = residuals.next();
    if (!residual) {
      return false;
    }
    const std::uint64_t value = 2 * last - before + static_cast<std::uint64_t>(std::int64_t{*residual});
    values.push_back(scaled(value));
    before = last;
    last = value;
  }
  return true;
}

bool decode_numpress_pic(std::span<const std::byte> bytes, std::vector<double>& values) {
  values.clear();
  values.reserve(2 * bytes.size());
  HalfByteReader counts(bytes);
  while (!counts.at_end()) {
    const auto count = counts.next();
    if (!count) {
      return false;
    }
    values.push_back(static_cast<double>(static_cast<std::uint32_t>(*count)));
  }
  return true;
}

bool decode_numpress_slof(std::span<const std::byte> bytes, std::vector<double>& values) {
  values.clear();
  if (bytes.empty()) {
    return true;
  }
  if (bytes.size() < fixed_point_bytes || bytes.size() % 2 != 0) {
    return false;
  }
  const double fixed_point = read_fixed_point(bytes);
  values.reserve((bytes.size() - fixed_point_bytes) / 2);
  for (std::size_t i = fixed_point_bytes; i < bytes.size(); i += 2) {
    const auto logarithm = std::to_integer<unsigned>(bytes[i]) | std::to_integer<unsigned>(bytes[i + 1]) << 8;
    values.push_back(std::exp(static_cast<double>(logarithm) / fixed_point) - 1.0);
  }
  return true;
}

}  // namespace massa::io
