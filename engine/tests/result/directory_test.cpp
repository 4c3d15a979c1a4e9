#include "massa/result/directory.hpp"

#include <gtest/gtest.h>

#include "massa/core/error.hpp"
#include "support/files.hpp"

namespace massa::result {
namespace {

namespace fs = std::filesystem;

TEST(AtomicDirectory, AppearsOnlyWhenCommitted) {
  const test::TemporaryFolder folder;
  const fs::path target = folder.path() / "deep" / "result";
  AtomicDirectory directory(target, false);
  write_file(directory.path() / "a.txt", "text");
  EXPECT_FALSE(fs::exists(target));
  directory.commit();
  EXPECT_EQ(test::read_file(target / "a.txt"), "text");
  EXPECT_FALSE(fs::exists(partial_path(target)));
}

TEST(AtomicDirectory, DisappearsWithoutCommit) {
  const test::TemporaryFolder folder;
  const fs::path target = folder.path() / "result";
  {
    AtomicDirectory directory(target, false);
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(AtomicDirectory, RefusesWhatExistsUnlessItMayReplaceIt) {
  const test::TemporaryFolder folder;
  const fs::path target = folder.path() / "result";
  fs::create_directory(target);
  EXPECT_NO_THROW(AtomicDirectory(target, false));  // empty: nothing is lost
  write_file(target / "old.txt", "old");
  EXPECT_THROW(AtomicDirectory(target, false), Error);
  EXPECT_THROW(AtomicDirectory(target, true), Error);  // not a result: somebody's folder
  write_file(target / "summary.json", "{}");
  AtomicDirectory directory(target, true);
  write_file(directory.path() / "new.txt", "new");
  EXPECT_TRUE(fs::exists(target / "old.txt"));
  directory.commit();
  EXPECT_FALSE(fs::exists(target / "old.txt"));
  EXPECT_TRUE(fs::exists(target / "new.txt"));
}

TEST(AtomicDirectory, RefusesAFileOfThatName) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(AtomicDirectory(folder.write("result", "x"), true), Error);
}

TEST(AtomicDirectory, RemovesWhatADeadProcessLeftAndLeavesWhatALivingOneWrites) {
  const test::TemporaryFolder folder;
  const fs::path dead = folder.path() / "result.partial-4194303999";
  const fs::path other = folder.path() / "result.partial-notes";
  const fs::path impossible = folder.path() / "result.partial-2147483646";
  const fs::path living = folder.path() / ("result.partial-" + std::to_string(::getppid()));
  for (const fs::path& path : {dead, other, impossible, living}) fs::create_directory(path);
  AtomicDirectory directory(folder.path() / "result", false);
  EXPECT_FALSE(fs::exists(impossible));
  EXPECT_TRUE(fs::exists(living));
  EXPECT_TRUE(fs::exists(other));
  EXPECT_TRUE(fs::exists(dead));  // no process id: not ours to judge
}

}  // namespace
}  // namespace massa::result
