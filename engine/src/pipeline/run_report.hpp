#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace massa::pipeline {

/// @brief Measures consecutive stages of a run for run.json, which is no part of the reproducible result.
class RunReport {
 public:
  explicit RunReport(unsigned threads);

  /// @brief Ends the stage before and starts this one.
  void stage(std::string_view name);

  /// @return stages with wall and CPU seconds, peak memory, threads, host facts; a JSON object
  [[nodiscard]] std::string to_json();

 private:
  struct Moment {
    std::chrono::steady_clock::time_point wall;
    double cpu_s = 0.0;
  };
  struct Stage {
    std::string name;
    double wall_s = 0.0;
    double cpu_s = 0.0;
  };
  static Moment now();
  void end_stage();

  unsigned threads_;
  Moment start_;
  Moment stage_start_;
  std::string current_;
  std::vector<Stage> stages_;
};

}  // namespace massa::pipeline
