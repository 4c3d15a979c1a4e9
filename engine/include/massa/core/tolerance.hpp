#pragma once
#include <cstdint>
#include <string_view>

namespace massa {

enum class ToleranceUnit : std::uint8_t { ppm, dalton };

/// @brief A symmetric mass tolerance: ± value.
struct Tolerance {
  double value = 0.0;
  ToleranceUnit unit = ToleranceUnit::ppm;

  /// @brief Half-width of the window around `mass`, in the unit of `mass` (Da or Th).
  [[nodiscard]] constexpr double at(double mass) const noexcept {
    return unit == ToleranceUnit::ppm ? mass * value * 1e-6 : value;
  }
};

/// @return "ppm" or "Da"
[[nodiscard]] constexpr std::string_view name(ToleranceUnit unit) noexcept {
  return unit == ToleranceUnit::ppm ? "ppm" : "Da";
}

}  // namespace massa
