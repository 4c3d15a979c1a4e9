#include "io/base64.hpp"

#include <array>
#include <cstdint>
#include <string_view>

#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace massa::io {
namespace {

constexpr std::uint8_t white_space = 64;
constexpr std::uint8_t padding = 65;
constexpr std::uint8_t foreign = 66;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(foreign);
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  for (const char c : {' ', '\t', '\r', '\n'}) {
    values[static_cast<unsigned char>(c)] = white_space;
  }
  values['='] = padding;
  return values;
}

constexpr std::array<std::uint8_t, 256> values = make_values();

/// Text still to decode and where its bytes go. A group of four characters makes three bytes.
struct Cursor {
  const char* in;
  const char* end;
  std::byte* out;
};

enum class Step : std::uint8_t { group, finished, failed };

/// Decodes the next four characters of the alphabet, or the last ones.
Step decode_group(Cursor& cursor) noexcept {
  std::uint32_t bits = 0;
  int characters = 0;
  bool padded = false;
  while (cursor.in != cursor.end) {
    const std::uint8_t value = values[static_cast<unsigned char>(*cursor.in)];
    if (value < white_space) {
      if (padded) {
        return Step::failed;
      }
      bits = bits << 6 | value;
      ++cursor.in;
      if (++characters == 4) {
        for (int shift = 16; shift >= 0; shift -= 8) {
          *cursor.out++ = static_cast<std::byte>(bits >> shift);
        }
        return Step::group;
      }
    } else if (value == foreign) {
      return Step::failed;
    } else {
      padded |= value == padding;
      ++cursor.in;
    }
  }
  if (characters == 1) {
    return Step::failed;
  }
  if (characters >= 2) {
    bits <<= 6 * (4 - characters);
    *cursor.out++ = static_cast<std::byte>(bits >> 16);
    if (characters == 3) {
      *cursor.out++ = static_cast<std::byte>(bits >> 8);
    }
  }
  return Step::finished;
}

#ifdef __AVX2__
/// Decodes whole blocks of 32 characters until one holds anything outside the alphabet.
/// Method: Muła & Lemire, "Faster Base64 Encoding and Decoding Using AVX2 Instructions" (2018).
void decode_blocks(Cursor& cursor) noexcept {
  const auto both = [](__m128i half) { return _mm256_broadcastsi128_si256(half); };
  const __m256i low_table = both(
      _mm_setr_epi8(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A));
  const __m256i high_table = both(
      _mm_setr_epi8(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10));
  const __m256i shift_table = both(_mm_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i pack = both(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
  const __m256i join = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, -1, -1);
  const __m256i slash = _mm256_set1_epi8(0x2F);
  while (cursor.end - cursor.in >= 32) {
    const __m256i text = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(cursor.in));
    const __m256i high = _mm256_and_si256(_mm256_srli_epi32(text, 4), slash);
    const __m256i low = _mm256_and_si256(text, slash);
    if (!_mm256_testz_si256(_mm256_shuffle_epi8(low_table, low), _mm256_shuffle_epi8(high_table, high))) {
      return;
    }
    const __m256i shift = _mm256_shuffle_epi8(shift_table, _mm256_add_epi8(_mm256_cmpeq_epi8(text, slash), high));
    const __m256i sextets = _mm256_add_epi8(text, shift);
    const __m256i pairs = _mm256_maddubs_epi16(sextets, _mm256_set1_epi32(0x01400140));
    const __m256i groups = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000));
    const __m256i bytes = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(groups, pack), join);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(cursor.out), bytes);
    cursor.in += 32;
    cursor.out += 24;
  }
}
#else
void decode_blocks(Cursor& /*cursor*/) noexcept {}
#endif

template <bool blocks>
std::optional<std::size_t> decode(std::string_view text, std::byte* out) noexcept {
  Cursor cursor{text.data(), text.data() + text.size(), out};
  Step step = Step::group;
  while (step == Step::group) {
    if constexpr (blocks) {
      decode_blocks(cursor);
    }
    step = decode_group(cursor);
  }
  if (step == Step::failed) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(cursor.out - out);
}

}  // namespace

std::optional<std::size_t> decode_base64(std::string_view text, std::byte* out) noexcept {
  return decode<true>(text, out);
}

std::optional<std::size_t> decode_base64_scalar(std::string_view text, std::byte* out) noexcept {
  return decode<false>(text, out);
}

}  // namespace massa::io
