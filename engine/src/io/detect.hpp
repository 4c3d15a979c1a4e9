#pragma once
#include <string_view>

#include "massa/io/run_info.hpp"

namespace massa::io {

/// @brief Bytes from the start of a (unwrapped) file that detect_format() looks at.
inline constexpr std::size_t detection_bytes = std::size_t{64} << 10;

/// @brief Tells a file's format by how it starts, never by its name.
/// @param start  the first detection_bytes of the file, or all of it
/// @param name   of the file, for messages and for the vendor formats that their extension names
/// @throws massa::Error (input) that says what the file is instead and which converter to use
[[nodiscard]] FileFormat detect_format(std::string_view start, std::string_view name);

/// @brief Refuses a folder, with the converter if it is a vendor's run folder (.d, .raw).
[[noreturn]] void reject_folder(std::string_view name);

}  // namespace massa::io
