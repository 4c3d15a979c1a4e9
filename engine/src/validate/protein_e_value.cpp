#include "massa/validate/protein_e_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace massa::validate {

double log_poisson_tail(std::uint64_t count, double mean) {
  if (count == 0) {
    return 0.0;
  }
  if (!(mean > 0.0)) {
    return -std::numeric_limits<double>::infinity();
  }
  if (static_cast<double>(count) <= mean) {
    return 0.0;  // the bound P ≤ 1: such a count is no evidence, so its exact tail is of no interest
  }
  // P(≥ n) = e^−m m^n / n! · (1 + m/(n+1) + m²/((n+1)(n+2)) + …), a series that falls at least geometrically for n > m.
  const auto n = static_cast<double>(count);
  double sum = 1.0;
  double term = 1.0;
  for (double k = n + 1.0; term > sum * 1e-16; k += 1.0) {
    term *= mean / k;
    sum += term;
  }
  return std::min(0.0, -mean + n * std::log(mean) - std::lgamma(n + 1.0) + std::log(sum));
}

double protein_log10_e_value(std::span<const double> e_values, double share, const SearchScale& scale) {
  std::vector<double> ascending(e_values.begin(), e_values.end());
  std::ranges::sort(ascending);
  double log_p = 0.0;
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    const auto j = static_cast<double>(i + 1);
    const double mean = static_cast<double>(scale.spectra) * share * ascending[i];
    log_p = std::min(log_p, std::log(j * (j + 1.0)) + log_poisson_tail(i + 1, mean));
  }
  return log_p * std::numbers::log10e + std::log10(std::max(1.0, static_cast<double>(scale.proteins)));
}

double bounded_power_of_ten(double log10_value) {
  return std::max(smallest_e_value, std::pow(10.0, log10_value));
}

std::string e_value_statement(double log10_value) {
  const double e_value = bounded_power_of_ten(log10_value);
  if (e_value <= smallest_e_value) {
    return fmt::format("E ≤ {:g}", smallest_e_value);
  }
  return e_value < 1e-3 ? fmt::format("E = {:.1e}", e_value) : fmt::format("E = {:.2g}", e_value);
}

}  // namespace massa::validate
