#pragma once

namespace massa::cli {

/// @brief Runs the command `massa`.
/// @return the exit code: 0 ok, 1 a bug, 2 command line or parameters wrong, 3 an input file wrong, 4 a resource ran
/// out
int run(int argc, char** argv);

}  // namespace massa::cli
