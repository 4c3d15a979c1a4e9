#include "termination.hpp"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <system_error>
#include <thread>
#include <utility>

namespace massa::cli {
namespace {

sigset_t terminating_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    sigaddset(&set, signal);
  }
  return set;
}

/// Other threads may still be writing below `directory`: a few attempts see them through.
void remove_thoroughly(const std::filesystem::path& directory) {
  std::error_code error;
  for (int attempt = 0; attempt < 20 && std::filesystem::exists(directory, error); ++attempt) {
    std::filesystem::remove_all(directory, error);
  }
}

}  // namespace

void remove_on_termination(std::filesystem::path partial) {
  const sigset_t set = terminating_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::thread([set, partial = std::move(partial)] {
    int signal = 0;
    if (sigwait(&set, &signal) != 0) {
      return;
    }
    remove_thoroughly(partial);
    // End as if the signal had not been caught, so that whoever started the command sees it.
    struct sigaction standard{};
    standard.sa_handler = SIG_DFL;
    sigaction(signal, &standard, nullptr);
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    ::kill(::getpid(), signal);
    ::pause();
  }).detach();
}

}  // namespace massa::cli
