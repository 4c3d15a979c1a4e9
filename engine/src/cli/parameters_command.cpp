#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "commands.hpp"
#include "massa/parameters/options.hpp"
#include "massa/parameters/parameters.hpp"

namespace massa::cli {
namespace {

parameters::Parameters effective(const std::string& preset, const std::vector<std::string>& settings) {
  parameters::Parameters parameters(parameters::parse_preset(preset));
  for (const std::string& setting : settings) {
    parameters.set(setting);
  }
  parameters.check();
  // Names of enzymes and modifications are known where they are used.
  static_cast<void>(parameters::digest_options(parameters));
  static_cast<void>(parameters::modification_options(parameters));
  return parameters;
}

}  // namespace

void add_parameters(CLI::App& app, Session& session) {
  struct Arguments {
    bool schema = false;
    std::string preset = "auto";
    std::vector<std::string> settings;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("parameters", "Print the parameters of a preset, or the JSON Schema of all");
  CLI::Option* schema = command->add_flag("--schema", arguments->schema,
                                          "The JSON Schema with defaults, bounds, units, PSI terms and presets");
  command->add_option("--preset", arguments->preset, "auto, high-resolution, hybrid or low-resolution")
      ->excludes(schema);
  command
      ->add_option("-s,--set", arguments->settings,
                   "KEY=VALUE, may be repeated: check it, and print what an analysis would use")
      ->take_all()
      ->allow_extra_args(false)
      ->excludes(schema);
  command->add_flag("--json", session.json, "Errors as JSON too; the output always is");
  command->callback([arguments, &session] {
    session.action = [arguments] {
      std::cout << (arguments->schema ? parameters::json_schema()
                                      : effective(arguments->preset, arguments->settings).to_json(2))
                << '\n';
    };
  });
}

}  // namespace massa::cli
