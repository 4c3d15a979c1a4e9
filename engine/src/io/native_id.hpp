#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace massa::io {

/// @brief Scan number in a PSI native id: N of "…scan=N" (Thermo, Waters, Agilent "scanId=N"); nothing if it has none.
[[nodiscard]] std::optional<std::int64_t> scan_number(std::string_view native_id) noexcept;

}  // namespace massa::io
