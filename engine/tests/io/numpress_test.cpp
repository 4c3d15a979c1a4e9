#include "io/numpress.hpp"

#include <gmock/gmock.h>

#include <string_view>

#include "support/random.hpp"

// The encoded vectors were made with the reference implementation, libmsnumpress 1.0.
namespace massa::io {
namespace {

using namespace std::string_view_literals;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

std::span<const std::byte> bytes(std::string_view text) {
  return std::as_bytes(std::span(text));
}

TEST(NumpressLinear, DecodesTheReferenceVectors) {
  std::vector<double> values;
  ASSERT_TRUE(decode_numpress_linear(
      bytes("\x41\x50\x51\x97\xC0\x00\x00\x00\x1C\x7D\x7F\x19\x3B\xFF\xFE\x32\xE6\x50\x49\x50\x78\x6E\x03\x0E\xE0\xC2"
            "\x30\x31\xA1\xFE\xC4\x07\x91\x89\x40\x80"sv),
      values));
  const std::vector<double> expected{100.0, 200.0003, 300.00056, 300.10056, 499.25, 1000.125, 1000.126};
  EXPECT_THAT(values, Pointwise(DoubleNear(1.2e-7), expected));
}

TEST(NumpressLinear, DecodesOneAndTwoValuesAndDescendingOnes) {
  std::vector<double> values;
  ASSERT_TRUE(decode_numpress_linear(bytes("\x40\xF8\x6A\x00\x00\x00\x00\x00\xD0\xB3\xFB\x02"sv), values));
  EXPECT_THAT(values, ElementsAre(500.5));
  ASSERT_TRUE(
      decode_numpress_linear(bytes("\x40\xF8\x6A\x00\x00\x00\x00\x00\xD0\xB3\xFB\x02\xA8\xE8\x93\x03"sv), values));
  EXPECT_THAT(values, ElementsAre(500.5, 600.25));
  ASSERT_TRUE(decode_numpress_linear(
      bytes("\x41\x2E\x84\x80\x00\x00\x00\x00\x00\xE9\xA4\x35\x20\xA9\xB6\x2F\x00\x1E\x29\x66\xD0\x00\xFF\x17\xF2"sv),
      values));
  EXPECT_THAT(values, ElementsAre(900.0, 800.5, 3.25, 2.0));
}

TEST(NumpressPic, DecodesTheReferenceVector) {
  std::vector<double> values;
  ASSERT_TRUE(decode_numpress_pic(bytes("\x87\x17\xF6\x01\x6F\xF4\x00\x01\x30\x71\x11\x15\x1D\xCB\x57"sv), values));
  EXPECT_THAT(values, ElementsAre(0, 1, 15, 16, 255, 4096, 70000, 123456789));
}

TEST(NumpressSlof, DecodesTheReferenceVector) {
  std::vector<double> values;
  ASSERT_TRUE(decode_numpress_slof(
      bytes("\x40\xAB\x7A\x00\x00\x00\x00\x00\x00\x00\x86\x09\x17\x26\xEC\x26\x2E\x4C\x46\x72\x45\x99\xF7\xFF"sv),
      values));
  const std::vector<double> expected{0.0,        1.000115,    14.999115,    15.998012,
                                     254.971681, 4095.484970, 70008.293829, 123469425.271806};
  EXPECT_THAT(values, Pointwise(DoubleNear(1e-6), expected));
}

TEST(Numpress, RefusesWhatEndsTooEarly) {
  std::vector<double> values;
  EXPECT_FALSE(decode_numpress_linear(bytes("\x40\xF8\x6A"sv), values));
  EXPECT_FALSE(decode_numpress_linear(bytes("\x40\xF8\x6A\x00\x00\x00\x00\x00\xD0\xB3"sv), values));
  EXPECT_FALSE(decode_numpress_pic(bytes("\x11"sv), values));
  EXPECT_FALSE(decode_numpress_slof(bytes("\x40\xAB\x7A\x00\x00\x00\x00\x00\x00"sv), values));
}

TEST(Numpress, NoInputGivesMoreThanTwoValuesAByte) {
  auto random = massa::test::seeded(3);
  std::vector<double> values;
  for (int round = 0; round < 2000; ++round) {
    std::string text(random() % 64, '\0');
    std::ranges::generate(text, [&] { return static_cast<char>(random()); });
    for (const auto decode : {decode_numpress_linear, decode_numpress_pic, decode_numpress_slof}) {
      (void)decode(bytes(text), values);
      EXPECT_LE(values.size(), 2 * text.size());
    }
  }
}

}  // namespace
}  // namespace massa::io
