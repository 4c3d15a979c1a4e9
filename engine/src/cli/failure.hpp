#pragma once
#include <functional>
#include <string>

namespace massa::cli {

/// @brief Runs `action` and reports what ends it as one line on stderr; with `json` as one JSON object after it.
/// @return the exit code
int guarded(const std::function<void()>& action, bool json);

/// @brief Reports a command line that cannot be understood.
/// @return the exit code
int report_usage(const std::string& problem, bool json);

}  // namespace massa::cli
