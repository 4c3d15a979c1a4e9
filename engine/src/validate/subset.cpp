#include "massa/validate/subset.hpp"

#include <algorithm>
#include <vector>

namespace massa::validate {

SubsetAcceptance assess_subset(std::span<const double> e_values, double share, std::uint64_t spectra,
                               double fdr_threshold, const SubsetAcceptance& before) {
  std::vector<double> ascending(e_values.begin(), e_values.end());
  std::ranges::sort(ascending);
  SubsetAcceptance best;
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    const double expected_false = static_cast<double>(spectra) * share * std::min(1.0, ascending[i]);
    const auto psms = static_cast<double>(before.psms + i + 1);
    if (before.expected_false + expected_false <= fdr_threshold * psms) {
      best = {ascending[i], i + 1, expected_false};
    }
  }
  return best;
}

}  // namespace massa::validate
