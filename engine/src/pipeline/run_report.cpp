#include "run_report.hpp"

#include <sys/resource.h>
#include <sys/utsname.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "massa/core/parallel.hpp"

namespace massa::pipeline {
namespace {

using Json = nlohmann::ordered_json;

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

std::string processor_name() {
  std::ifstream facts("/proc/cpuinfo");
  for (std::string line; std::getline(facts, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) {
      return line.substr(colon + 2);
    }
  }
  return "";
}

/// Peak resident memory of this process. VmHWM belongs to the program itself, unlike ru_maxrss, which starts from its
/// parent's.
std::uint64_t peak_memory_bytes() {
  std::ifstream facts("/proc/self/status");
  for (std::string line; std::getline(facts, line);) {
    if (line.starts_with("VmHWM:")) {
      return std::stoull(line.substr(6)) * 1024;
    }
  }
  return 0;
}

}  // namespace

RunReport::Moment RunReport::now() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return {std::chrono::steady_clock::now(), seconds(usage.ru_utime) + seconds(usage.ru_stime)};
}

RunReport::RunReport(unsigned threads) : threads_(thread_count(threads)), start_(now()), stage_start_(start_) {}

void RunReport::stage(std::string_view name) {
  end_stage();
  current_ = name;
}

void RunReport::end_stage() {
  const Moment moment = now();
  if (!current_.empty()) {
    stages_.push_back({current_, std::chrono::duration<double>(moment.wall - stage_start_.wall).count(),
                       moment.cpu_s - stage_start_.cpu_s});
  }
  stage_start_ = moment;
  current_.clear();
}

std::string RunReport::to_json() {
  end_stage();
  const Moment moment = now();
  utsname host{};
  uname(&host);
  Json document;
  document["format"] = "massa-run";
  document["format_version"] = 1;
  document["engine_version"] = MASSA_VERSION;
  document["threads"] = threads_;
  document["wall_s"] = std::chrono::duration<double>(moment.wall - start_.wall).count();
  document["cpu_s"] = moment.cpu_s - start_.cpu_s;
  document["peak_memory_bytes"] = peak_memory_bytes();
  document["stages"] = Json::array();
  for (const Stage& stage : stages_) {
    document["stages"].push_back({{"stage", stage.name}, {"wall_s", stage.wall_s}, {"cpu_s", stage.cpu_s}});
  }
  document["host"] = {{"system", host.sysname},
                      {"release", host.release},
                      {"machine", host.machine},
                      {"processor", processor_name()},
                      {"processors", thread_count(0)}};
  return document.dump(2) + "\n";
}

}  // namespace massa::pipeline
