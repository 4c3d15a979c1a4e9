#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "massa/core/progress.hpp"

namespace massa::cli {

/// @brief One JSON object a line on stderr, at most ten a second and one for the start and end of each stage.
class JsonProgress final : public Progress {
 public:
  void report(std::string_view stage, std::uint64_t done, std::uint64_t total) override;

 private:
  std::string stage_;
  std::chrono::steady_clock::time_point last_;
};

/// @brief A bar on a terminal, wiped when it ends.
class BarProgress final : public Progress {
 public:
  BarProgress() = default;
  ~BarProgress() override;
  BarProgress(const BarProgress&) = delete;
  BarProgress& operator=(const BarProgress&) = delete;
  void report(std::string_view stage, std::uint64_t done, std::uint64_t total) override;

 private:
  std::string stage_;
  std::chrono::steady_clock::time_point last_;
  bool drawn_ = false;
};

/// @param mode  "auto" (a bar where stderr is a terminal), "json" or "none"
[[nodiscard]] std::unique_ptr<Progress> make_progress(std::string_view mode);

}  // namespace massa::cli
