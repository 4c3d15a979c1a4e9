#pragma once
#include <filesystem>

namespace massa::cli {

/// @brief From now on SIGINT, SIGTERM and SIGHUP remove `partial` before they end the process.
/// Call it before any other thread starts: they inherit the blocked signals.
void remove_on_termination(std::filesystem::path partial);

}  // namespace massa::cli
