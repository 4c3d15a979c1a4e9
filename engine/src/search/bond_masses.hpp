#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "massa/chem/enzyme.hpp"
#include "search/compiled_modifications.hpp"

namespace massa::search {

/// @brief Where the bonds of random peptides lie: a fixed pool, the same in every run, of residue chains with the
/// frequencies of UniProtKB/Swiss-Prot and the fixed modifications, kept as cumulative histograms.
///
/// It tells how often a random peptide would match a peak without drawing and comparing any for each spectrum.
class BondMasses {
 public:
  struct LastResidue {
    FixedMass mass;
    double probability;
  };

  /// @param enzyme  the last residue of a random peptide is one behind which it cuts, if it cuts behind residues
  BondMasses(const CompiledModifications& modifications, const chem::Enzyme& enzyme);

  /// @brief Expected number of bonds with `low` ≤ Σ residues before the bond < `high` (fixed-point, no water).
  [[nodiscard]] double from_n_term(std::int64_t low, std::int64_t high) const noexcept {
    return before_.rate(low, high);
  }
  /// @brief Likewise for the residues behind the bond; without the last bond, which leaves only the last residue.
  [[nodiscard]] double from_c_term(std::int64_t low, std::int64_t high) const noexcept {
    return behind_.rate(low, high);
  }
  [[nodiscard]] const std::vector<LastResidue>& last_residues() const noexcept { return last_residues_; }

 private:
  static constexpr int bin_shift = fixed_mass_bits - 6;  // 2⁻⁶ Da
  static constexpr FixedMass bin_mask = (1U << bin_shift) - 1;
  static constexpr std::int64_t heaviest = std::int64_t{6000} << fixed_mass_bits;

  class Histogram {
   public:
    Histogram();
    void add(FixedMass mass) noexcept;
    void accumulate(double chains) noexcept;
    [[nodiscard]] double rate(std::int64_t low, std::int64_t high) const noexcept {
      return high > low ? static_cast<double>(below(high) - below(low)) : 0.0;
    }

   private:
    [[nodiscard]] float below(std::int64_t mass) const noexcept {
      const auto within = static_cast<FixedMass>(std::clamp<std::int64_t>(mass, 0, heaviest));
      const float low = cumulative_[within >> bin_shift];
      const float high = cumulative_[(within >> bin_shift) + 1];
      return low + static_cast<float>(within & bin_mask) * (1.0F / (bin_mask + 1)) * (high - low);
    }
    std::vector<float> cumulative_;  // expected number of bonds below each bin
  };
  Histogram before_;
  Histogram behind_;
  std::vector<LastResidue> last_residues_;
};

}  // namespace massa::search
