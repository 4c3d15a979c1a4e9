#include "failure.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <new>
#include <nlohmann/json.hpp>
#include <system_error>

#include "massa/core/error.hpp"

namespace massa::cli {
namespace {

std::string_view name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
      return "usage";
    case ErrorKind::input:
      return "input";
    case ErrorKind::resource:
      return "resource";
    case ErrorKind::bug:
      break;
  }
  return "bug";
}

int report(const Error& error, bool json) {
  std::string line = error.what();
  std::ranges::replace(line, '\n', ' ');
  std::cerr << "massa: " << line << '\n';
  if (json) {
    const nlohmann::ordered_json object{{"error",
                                         {{"kind", name(error.kind())},
                                          {"message", line},
                                          {"problem", error.problem()},
                                          {"where", error.where()},
                                          {"remedy", error.remedy()}}}};
    std::cerr << object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  }
  return static_cast<int>(error.kind());
}

}  // namespace

int guarded(const std::function<void()>& action, bool json) {
  try {
    action();
    std::cout.flush();
    if (!std::cout) {
      throw Error(ErrorKind::resource, "the output could not be written", "standard output",
                  "check space, or the program that reads it");
    }
    return 0;
  } catch (const Error& error) {
    return report(error, json);
  } catch (const std::bad_alloc&) {
    return report(
        Error(ErrorKind::resource, "out of memory", "", "use a smaller database or fewer variable modifications"),
        json);
  } catch (const std::system_error& error) {
    return report(Error(ErrorKind::resource, error.what(), "", "check memory, processes, space and permissions"), json);
  } catch (const std::exception& error) {
    return report(
        Error(ErrorKind::bug, std::string("unexpected: ") + error.what(), "", "report this with the command line"),
        json);
  }
}

int report_usage(const std::string& problem, bool json) {
  return report(Error(ErrorKind::usage, problem, "", "`massa --help` and `massa COMMAND --help` explain the options"),
                json);
}

}  // namespace massa::cli
