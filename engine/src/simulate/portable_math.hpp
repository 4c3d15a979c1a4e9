#pragma once

namespace massa::simulate {

// The C library's exp and log differ in the last bit between machines. These use only operations that IEEE 754 defines
// exactly, in a fixed order, so that a simulated run is the same everywhere.

/// @brief e^x, relative error below 1e-14; 0 below x = −700, capped above x = 700.
[[nodiscard]] double portable_exp(double x) noexcept;

/// @brief Natural logarithm of x > 0, absolute error below 1e-14 · max(1, |ln x|).
[[nodiscard]] double portable_log(double x) noexcept;

}  // namespace massa::simulate
