#include "io/native_id.hpp"

#include "io/text.hpp"

namespace massa::io {

std::optional<std::int64_t> scan_number(std::string_view native_id) noexcept {
  for (std::size_t begin = 0; begin < native_id.size();) {
    const std::size_t end = std::min(native_id.find(' ', begin), native_id.size());
    const std::string_view part = native_id.substr(begin, end - begin);
    for (const std::string_view key : {std::string_view("scan="), std::string_view("scanId=")}) {
      if (part.starts_with(key)) {
        return parse_integer(part.substr(key.size()));
      }
    }
    begin = end + 1;
  }
  return std::nullopt;
}

}  // namespace massa::io
