#pragma once
#include <cstdint>
#include <string_view>

namespace massa {

/// @brief Receives how far a job is. Implementations are called from one thread at a time and decide how often to show
/// it.
class Progress {
 public:
  virtual ~Progress() = default;
  /// @param stage  read, filter, search, validate, write, …
  /// @param total  0 while unknown
  virtual void report(std::string_view stage, std::uint64_t done, std::uint64_t total) = 0;
};

/// @brief Shows nothing.
class SilentProgress final : public Progress {
 public:
  void report(std::string_view /*stage*/, std::uint64_t /*done*/, std::uint64_t /*total*/) override {}
};

}  // namespace massa
