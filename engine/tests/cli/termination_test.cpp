#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <thread>

#include "cli/simulated_runs.hpp"

namespace massa::test {
namespace {

namespace fs = std::filesystem;

/// Starts an analysis and sends it a signal once its partial directory is there.
class Termination : public testing::Test {
 protected:
  Ran interrupt(int signal, std::chrono::milliseconds delay) {
    const std::string run = simulated_run(folder_, "run", {"P02769"});
    Running running(
        {"analyze", run, "-d", proteins_fasta, "-o", (folder_.path() / "result").string(), "--threads", "1"});
    for (int i = 0; i < 2000 && leftovers() == 0; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    std::this_thread::sleep_for(delay);
    ::kill(running.process(), signal);
    return running.wait();
  }

  [[nodiscard]] int leftovers() const {
    int count = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_.path())) {
      count += entry.path().filename().string().starts_with("result.partial-") ? 1 : 0;
    }
    return count;
  }

  [[nodiscard]] bool has_result() const { return fs::exists(folder_.path() / "result"); }

  TemporaryFolder folder_;
};

TEST_F(Termination, ByKillLeavesNoResultAndTheNextRunCleansUp) {
  const Ran ran = interrupt(SIGKILL, std::chrono::milliseconds(0));
  EXPECT_EQ(ran.signal, SIGKILL);
  EXPECT_FALSE(has_result());
  EXPECT_EQ(leftovers(), 1);
  const Ran again = massa({"analyze", (folder_.path() / "run.mzML").string(), "-d", proteins_fasta, "-o",
                           (folder_.path() / "result").string()});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_TRUE(has_result());
  EXPECT_EQ(leftovers(), 0);
}

TEST_F(Termination, BySigtermLeavesNothing) {
  const Ran ran = interrupt(SIGTERM, std::chrono::milliseconds(5));
  EXPECT_EQ(ran.signal, SIGTERM);
  EXPECT_FALSE(has_result());
  EXPECT_EQ(leftovers(), 0);
}

TEST_F(Termination, BySigintLeavesNothing) {
  const Ran ran = interrupt(SIGINT, std::chrono::milliseconds(0));
  EXPECT_EQ(ran.signal, SIGINT);
  EXPECT_FALSE(has_result());
  EXPECT_EQ(leftovers(), 0);
}

}  // namespace
}  // namespace massa::test
