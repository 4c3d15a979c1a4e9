#pragma once
#include <functional>

namespace CLI {
class App;
}

namespace massa::cli {

/// @brief What the command line asked for; run after it has been parsed.
using Action = std::function<void()>;

/// @brief Options that every command takes, and what is to be done.
struct Session {
  Action action;
  bool json = false;  ///< --json: results and errors for machines
};

/// @name Each adds one command (or a family) to the command line.
/// @{
void add_inspect(CLI::App& app, Session& session);
void add_analyze(CLI::App& app, Session& session);
void add_summarize(CLI::App& app, Session& session);
void add_export(CLI::App& app, Session& session);
void add_simulate(CLI::App& app, Session& session);
void add_parameters(CLI::App& app, Session& session);
void add_calculators(CLI::App& app, Session& session);
/// @}

}  // namespace massa::cli
