#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "massa/core/spectrum.hpp"
#include "massa/simulate/options.hpp"
#include "massa/simulate/simulate.hpp"
#include "peptides.hpp"

namespace massa::simulate {

/// @brief One line of the truth table: something that a spectrum holds.
struct Truth {
  std::string proforma;
  std::string sequence;
  std::string proteins;  ///< `;`-joined
  int charge = 0;        ///< 0: several (a charge-state series)
  std::string kind;      ///< peptide, contaminant, co_isolated, unassignable, fingerprint, protein
};

struct SimulatedSpectrum {
  Spectrum spectrum;                 ///< `scan` and `index` are set
  std::int64_t survey_scan = 0;      ///< the MS1 that an MS2 follows; 0: none
  double isolation_window_th = 0.0;  ///< full width; 0: none
  std::vector<Truth> truth;
};

/// @brief What every spectrum of a run has in common.
struct RunDescription {
  std::string id;
  bool maldi = false;
  Analyzer ms1 = Analyzer::orbitrap;
  Analyzer ms2 = Analyzer::orbitrap;
  bool has_ms1 = true;
  bool has_ms2 = true;
};

/// @brief A planned run whose spectra can be made one by one, in any order, on any thread.
class RunModel {
 public:
  virtual ~RunModel() = default;
  [[nodiscard]] virtual const RunDescription& description() const = 0;
  [[nodiscard]] virtual std::size_t size() const = 0;      ///< spectra
  [[nodiscard]] virtual std::size_t proteins() const = 0;  ///< in the sample, contaminants included
  [[nodiscard]] virtual std::size_t peptides() const = 0;  ///< distinct peptidoforms in the sample
  /// @param index  0 … size() − 1; the result depends on it and the options alone
  [[nodiscard]] virtual SimulatedSpectrum spectrum(std::size_t index) const = 0;
};

/// @name The kinds of run, by RunKind.
/// @{
[[nodiscard]] std::unique_ptr<RunModel> plan_gradient(std::vector<Chain> chains, const SimulateOptions& options);
[[nodiscard]] std::unique_ptr<RunModel> plan_ms2_only(std::vector<Chain> chains, const SimulateOptions& options);
[[nodiscard]] std::unique_ptr<RunModel> plan_fingerprints(std::vector<Chain> chains, const SimulateOptions& options);
[[nodiscard]] std::unique_ptr<RunModel> plan_intact(std::vector<Chain> chains, const SimulateOptions& options);
/// @}

/// @brief The truth of a spectrum made from `peptide`.
[[nodiscard]] Truth truth_of(const SimulatedPeptide& peptide, int charge, const std::vector<Chain>& chains,
                             bool co_isolated);

}  // namespace massa::simulate
