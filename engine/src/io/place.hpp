#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace massa::io {

/// @brief Where in a file something stands. Zero and empty parts are not known, or do not apply.
struct Place {
  std::string_view file;
  std::uint64_t byte = 0;          ///< 1-based, of the (unwrapped) file
  std::uint64_t line = 0;          ///< 1-based
  std::string_view spectrum = {};  ///< native id
};

/// @return e.g. "BSA1.mzML, byte 1031, spectrum scan=12"
[[nodiscard]] std::string to_text(const Place& place);

/// @brief Ends the job because an input file is wrong at `place`.
[[noreturn]] void reject(const Place& place, std::string problem, std::string remedy);

inline constexpr const char* convert_again = "the file is damaged: copy or convert it again";

}  // namespace massa::io
