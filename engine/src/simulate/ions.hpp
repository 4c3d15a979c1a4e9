#pragma once
#include <cstdint>
#include <vector>

#include "isotopes.hpp"
#include "massa/simulate/options.hpp"
#include "peptides.hpp"

namespace massa::simulate {

/// @brief A charge state of a peptidoform that elutes from the column.
struct ElutingIon {
  std::uint32_t peptide = 0;
  int charge = 2;
  double mz = 0.0;              ///< monoisotopic, Th
  double apex_intensity = 0.0;  ///< of all isotopes together, counts
  double apex_s = 0.0;
  double rise_s = 0.0;  ///< standard deviation before the apex
  double tail_s = 0.0;  ///< standard deviation behind it
  std::vector<IsotopePeak> isotopes;

  [[nodiscard]] double intensity_at(double time_s) const noexcept;
};

/// @brief The share of each charge 1 … 6 of a peptide in electrospray: more basic sites and more mass, more protons.
[[nodiscard]] std::vector<double> charge_distribution(const chem::Peptidoform& form, double mass_da);

/// @brief Retention on a C18 column as a fraction of the gradient, from the retention coefficients of Guo et al.
/// (1986).
[[nodiscard]] double relative_retention(const chem::Peptidoform& form);

/// @brief Every ion between 350 and 1,500 Th, by the time at which it begins to elute.
[[nodiscard]] std::vector<ElutingIon> eluting_ions(const std::vector<SimulatedPeptide>& peptides,
                                                   const SimulateOptions& options);

/// @brief Before this time an ion contributes nothing.
[[nodiscard]] double onset_s(const ElutingIon& ion) noexcept;

}  // namespace massa::simulate
