#include "massa/core/error.hpp"

#include <utility>

namespace massa {
namespace {

std::string one_line(const std::string& problem, const std::string& where, const std::string& remedy) {
  std::string text = where.empty() ? problem : where + ": " + problem;
  if (!remedy.empty()) {
    text += "; " + remedy;
  }
  return text;
}

}  // namespace

Error::Error(ErrorKind kind, std::string what_is_wrong, std::string where, std::string what_to_do)
    : std::runtime_error(one_line(what_is_wrong, where, what_to_do)),
      kind_(kind),
      problem_(std::move(what_is_wrong)),
      where_(std::move(where)),
      remedy_(std::move(what_to_do)) {}

}  // namespace massa
