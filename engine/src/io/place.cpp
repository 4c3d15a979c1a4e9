#include "io/place.hpp"

#include <fmt/format.h>

#include <utility>

#include "io/text.hpp"
#include "massa/core/error.hpp"

namespace massa::io {

std::string to_text(const Place& place) {
  std::string text(place.file);
  if (place.line != 0) {
    text += fmt::format(", line {}", place.line);
  } else if (place.byte != 0) {
    text += fmt::format(", byte {}", place.byte);
  }
  if (!place.spectrum.empty()) {
    text += fmt::format(", spectrum {}", shortened(place.spectrum));
  }
  return text;
}

void reject(const Place& place, std::string problem, std::string remedy) {
  throw Error(ErrorKind::input, std::move(problem), to_text(place), std::move(remedy));
}

}  // namespace massa::io
