#include "progress_display.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace massa::cli {
namespace {

constexpr std::chrono::milliseconds interval{100};

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

void JsonProgress::report(std::string_view stage, std::uint64_t done, std::uint64_t total) {
  const auto now = std::chrono::steady_clock::now();
  if (stage == stage_ && done != total && now - last_ < interval) {
    return;
  }
  stage_ = stage;
  last_ = now;
  print(fmt::format("{{\"stage\":\"{}\",\"done\":{},\"total\":{}}}\n", stage, done, total));
}

void BarProgress::report(std::string_view stage, std::uint64_t done, std::uint64_t total) {
  constexpr std::uint64_t width = 30;
  const auto now = std::chrono::steady_clock::now();
  if (stage == stage_ && done != total && now - last_ < interval) {
    return;
  }
  stage_ = stage;
  last_ = now;
  drawn_ = true;
  const double share = total == 0 ? 0.0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  const auto filled = static_cast<std::size_t>(share * width);
  print(fmt::format("\r{:<10} [{:#<{}}{:.<{}}] {:3.0f} %", stage, "", filled, "", width - filled, 100.0 * share));
}

BarProgress::~BarProgress() {
  if (drawn_) {
    print("\r\033[K");
  }
}

std::unique_ptr<Progress> make_progress(std::string_view mode) {
  if (mode == "json") {
    return std::make_unique<JsonProgress>();
  }
  if (mode == "auto" && ::isatty(STDERR_FILENO) == 1) {
    return std::make_unique<BarProgress>();
  }
  return std::make_unique<SilentProgress>();
}

}  // namespace massa::cli
