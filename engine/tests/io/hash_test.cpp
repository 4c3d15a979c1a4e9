#include "massa/io/hash.hpp"

#include <gtest/gtest.h>

#include "massa/core/error.hpp"
#include "support/files.hpp"

namespace massa::io {
namespace {

// Test vectors of FIPS 180-4.
TEST(Sha256, GivesTheStandardsDigests) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, AFileHasTheDigestOfItsStoredBytes) {
  const test::TemporaryFolder folder;
  const std::string bytes(1'000'000, 'a');
  EXPECT_EQ(sha256_file(folder.write("a.gz", bytes)),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  EXPECT_THROW((void)sha256_file(folder.path() / "absent"), Error);
}

}  // namespace
}  // namespace massa::io
