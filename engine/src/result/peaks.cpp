#include "massa/result/peaks.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <new>

namespace massa::result {
namespace {

static_assert(std::endian::native == std::endian::little, "the result format is little endian");

constexpr double mz_scale = 100000.0;
constexpr double highest_scaled = 4294967295.0;  // what 32 bits hold
// Peaks give way by 10 to 30 %, and that costs more than reading them did, so they are stored as they are: a zlib
// stream too, with its checksum.
constexpr int stored = 0;

struct CompressorDeleter {
  void operator()(libdeflate_compressor* compressor) const noexcept { libdeflate_free_compressor(compressor); }
};

}  // namespace

struct PeakEncoder::State {
  std::unique_ptr<libdeflate_compressor, CompressorDeleter> compressor{libdeflate_alloc_compressor(stored)};
  std::vector<std::byte> plain;
  std::vector<std::byte> packed;
};

PeakEncoder::PeakEncoder() : state_(std::make_unique<State>()) {
  if (!state_->compressor) {
    throw std::bad_alloc();
  }
}
PeakEncoder::~PeakEncoder() = default;
PeakEncoder::PeakEncoder(PeakEncoder&&) noexcept = default;
PeakEncoder& PeakEncoder::operator=(PeakEncoder&&) noexcept = default;

std::vector<std::byte> PeakEncoder::encode(std::span<const double> mz, std::span<const float> intensity,
                                           std::span<const std::uint8_t> kept) {
  const std::size_t count = mz.size();
  std::vector<std::byte>& plain = state_->plain;
  plain.resize(count * (sizeof(std::uint32_t) + sizeof(float) + 1));
  std::byte* out = plain.data();
  std::uint32_t previous = 0;
  for (std::size_t i = 0; i < count; ++i, out += sizeof previous) {
    const auto scaled = static_cast<std::uint32_t>(std::llround(std::min(mz[i] * mz_scale, highest_scaled)));
    const std::uint32_t difference = scaled - previous;
    std::memcpy(out, &difference, sizeof difference);
    previous = scaled;
  }
  std::memcpy(out, intensity.data(), count * sizeof(float));
  out += count * sizeof(float);
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = std::byte{kept[i] != 0};
  }
  libdeflate_compressor* compressor = state_->compressor.get();
  std::vector<std::byte>& packed = state_->packed;
  packed.resize(libdeflate_zlib_compress_bound(compressor, plain.size()));
  const std::size_t size =
      libdeflate_zlib_compress(compressor, plain.data(), plain.size(), packed.data(), packed.size());
  return {packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(size)};
}

std::vector<std::byte> encode_annotations(std::span<const search::FragmentAnnotation> annotations) {
  constexpr std::size_t record = 16;
  std::vector<std::byte> data(annotations.size() * record);
  std::byte* out = data.data();
  for (const search::FragmentAnnotation& annotation : annotations) {
    out[0] = static_cast<std::byte>(annotation.ion);
    out[1] = static_cast<std::byte>(annotation.ordinal);
    out[2] = static_cast<std::byte>(annotation.charge);
    out[3] = static_cast<std::byte>(annotation.loss);
    std::memcpy(out + 4, &annotation.peak, sizeof annotation.peak);
    std::memcpy(out + 8, &annotation.theoretical_mz, sizeof annotation.theoretical_mz);
    out += record;
  }
  return data;
}

}  // namespace massa::result
