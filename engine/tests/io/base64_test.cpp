#include "io/base64.hpp"

#include <gmock/gmock.h>

#include <string>

#include "support/encode.hpp"
#include "support/random.hpp"

namespace massa::io {
namespace {

std::optional<std::string> decoded(std::string_view text, bool scalar = false) {
  std::string out(base64_capacity(text.size()), '\0');
  auto* const bytes = reinterpret_cast<std::byte*>(out.data());
  const auto length = scalar ? decode_base64_scalar(text, bytes) : decode_base64(text, bytes);
  if (!length) {
    return std::nullopt;
  }
  out.resize(*length);
  return out;
}

TEST(Base64, DecodesTheVectorsOfRfc4648) {
  EXPECT_EQ(decoded(""), "");
  EXPECT_EQ(decoded("Zg=="), "f");
  EXPECT_EQ(decoded("Zm8="), "fo");
  EXPECT_EQ(decoded("Zm9v"), "foo");
  EXPECT_EQ(decoded("Zm9vYmFy"), "foobar");
}

TEST(Base64, AcceptsWhiteSpaceAnywhereAndMissingPadding) {
  EXPECT_EQ(decoded(" Zm\r\n9v\tYm Fy \n"), "foobar");
  EXPECT_EQ(decoded("Zm8"), "fo");
}

TEST(Base64, RefusesForeignCharactersAndAHalfByte) {
  EXPECT_FALSE(decoded("Zm9v-mFy"));
  EXPECT_FALSE(decoded("Z"));
  EXPECT_FALSE(decoded("Zm9vY"));
  EXPECT_FALSE(decoded("Zg==Zg=="));
  EXPECT_FALSE(decoded(std::string(64, 'A') + "\x80" + std::string(64, 'A')));
}

TEST(Base64, TheVectorisedDecoderAgreesWithTheScalarOneAndInvertsEncoding) {
  auto random = massa::test::seeded(7);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 200, '\0');
    std::ranges::generate(bytes, [&] { return static_cast<char>(random()); });
    std::string text = massa::test::base64(bytes);
    EXPECT_EQ(decoded(text), bytes);
    if (!text.empty()) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    EXPECT_EQ(decoded(text), decoded(text, true)) << text;
  }
}

}  // namespace
}  // namespace massa::io
