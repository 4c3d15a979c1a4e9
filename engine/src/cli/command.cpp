#include "massa/cli/command.hpp"

#include <CLI/CLI.hpp>
#include <new>

#include "commands.hpp"
#include "failure.hpp"

namespace massa::cli {

int run(int argc, char** argv) {
  CLI::App app{"Massa characterises proteins from mass-spectrometry data.", "massa"};
  app.set_version_flag("--version", "massa " MASSA_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 ok, 1 a bug, 2 command line or parameters wrong, 3 an input file wrong, 4 a resource ran out.");
  Session session;
  add_inspect(app, session);
  add_analyze(app, session);
  add_summarize(app, session);
  add_export(app, session);
  add_simulate(app, session);
  add_parameters(app, session);
  add_calculators(app, session);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {  // --help, --version
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    return report_usage(error.what(), session.json);
  }
  return guarded(session.action, session.json);
}

}  // namespace massa::cli
