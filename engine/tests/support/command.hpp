#pragma once
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/files.hpp"

namespace massa::test {

/// @brief How a command ended and what it said.
struct Ran {
  int exit_code = -1;  ///< −1 when a signal ended it
  int signal = 0;      ///< the signal that ended it, or 0
  std::string out;
  std::string err;
};

/// @brief A running command `massa`.
class Running {
 public:
  explicit Running(const std::vector<std::string>& arguments) {
    std::vector<std::string> all{MASSA_COMMAND};
    all.insert(all.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    argv.reserve(all.size() + 1);
    for (std::string& argument : all) argv.push_back(argument.data());
    argv.push_back(nullptr);
    const std::string out = (folder_.path() / "out").string();
    const std::string err = (folder_.path() / "err").string();
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
      ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
  }

  [[nodiscard]] pid_t process() const noexcept { return process_; }

  Ran wait() {
    int status = 0;
    ::waitpid(process_, &status, 0);
    Ran ran;
    if (WIFEXITED(status)) ran.exit_code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ran.signal = WTERMSIG(status);
    ran.out = read_file(folder_.path() / "out");
    ran.err = read_file(folder_.path() / "err");
    return ran;
  }

 private:
  TemporaryFolder folder_;
  pid_t process_ = -1;
};

/// @brief Runs the command `massa` of this build to its end.
inline Ran massa(const std::vector<std::string>& arguments) {
  return Running(arguments).wait();
}

}  // namespace massa::test
