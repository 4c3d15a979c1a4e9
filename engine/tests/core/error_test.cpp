#include "massa/core/error.hpp"

#include <gtest/gtest.h>

namespace massa {
namespace {

TEST(Error, ReadsAsOneLineThatSaysWhereWhatAndWhatToDo) {
  const Error error(ErrorKind::input, "the file is empty", "run.mzML", "convert it again");
  EXPECT_STREQ(error.what(), "run.mzML: the file is empty; convert it again");
  EXPECT_EQ(error.kind(), ErrorKind::input);
}

TEST(Error, LeavesOutWhatIsNotKnown) {
  EXPECT_STREQ(Error(ErrorKind::bug, "index out of range", "", "").what(), "index out of range");
}

}  // namespace
}  // namespace massa
