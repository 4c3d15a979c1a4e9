#include "portable_math.hpp"

#include <algorithm>
#include <cmath>

namespace massa::simulate {
namespace {

// ln 2 in two parts: multiples of the first are exact (Cody & Waite 1980).
// NOLINTNEXTLINE(modernize-use-std-numbers): not ln 2 itself, but its leading bits
constexpr double ln2_high = 6.93147180369123816490e-01;
constexpr double ln2_low = 1.90821492927058770002e-10;

}  // namespace

double portable_exp(double x) noexcept {
  if (x < -700.0) {
    return 0.0;
  }
  x = std::min(x, 700.0);
  const double n = std::floor(x / (ln2_high + ln2_low) + 0.5);
  const double r = (x - n * ln2_high) - n * ln2_low;  // |r| ≤ ln 2 / 2
  double sum = 1.0;
  for (int k = 14; k >= 1; --k) {
    sum = 1.0 + r * sum / k;
  }
  return std::ldexp(sum, static_cast<int>(n));
}

double portable_log(double x) noexcept {
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);  // [0.5, 1)
  if (mantissa < 0.70710678118654752) {
    mantissa *= 2.0;
    --exponent;
  }
  // ln m = 2 artanh s with s = (m − 1) / (m + 1), |s| < 0.172
  const double s = (mantissa - 1.0) / (mantissa + 1.0);
  const double square = s * s;
  double sum = 0.0;
  for (int k = 21; k >= 1; k -= 2) {
    sum = sum * square + 1.0 / k;
  }
  return exponent * ln2_high + (2.0 * s * sum + exponent * ln2_low);
}

}  // namespace massa::simulate
