#include "search/null_expectation.hpp"

#include <algorithm>
#include <vector>

#include "massa/chem/residues.hpp"

namespace massa::search {
namespace {

/// Masses of the part before a bond, fixed-point.
struct Interval {
  std::int64_t low;
  std::int64_t high;
};

class Expectation {
 public:
  Expectation(const BondMasses& bonds, const PreparedSpectrum& spectrum, std::int64_t mass)
      : bonds_(bonds), spectrum_(spectrum), mass_(mass) {}

  /// Adds the ions of one series and charge. @return where a bond's ion would match a peak, ascending
  std::vector<Interval> add(const IonSeries& series, int charge) {
    const std::int64_t offset = to_fixed(series.offset + (charge - 1) * chem::proton_mass);
    std::vector<Interval> intervals;
    intervals.reserve(spectrum_.peaks());
    std::int64_t end = 0;  // of the windows seen so far: what they share counts once
    for (std::size_t peak = 0; peak < spectrum_.peaks(); ++peak) {
      const auto [low, high] = spectrum_.window(peak);
      const std::int64_t from = std::max<std::int64_t>(std::int64_t{low} * charge - offset, end);
      end = std::int64_t{high} * charge - offset + 1;
      if (from >= end) {
        continue;
      }
      intervals.push_back(series.prefix ? Interval{from, end} : Interval{mass_ - end, mass_ - from});
      const double rate = this->rate(intervals.back());
      (series.prefix ? prefix_ : suffix_) += rate;
      const double intensity = spectrum_.intensity(static_cast<int>(peak)) / PreparedSpectrum::intensity_unit;
      intensity_ += rate * intensity;
      intensity_squares_ += rate * intensity * intensity;
    }
    if (!series.prefix) {
      std::ranges::reverse(intervals);
    }
    return intervals;
  }

  /// Bonds of which both ions match.
  void add_pairs(const std::vector<Interval>& prefix, const std::vector<Interval>& suffix) {
    for (std::size_t p = 0, s = 0; p < prefix.size() && s < suffix.size();) {
      both_ += rate({std::max(prefix[p].low, suffix[s].low), std::min(prefix[p].high, suffix[s].high)});
      ++(prefix[p].high < suffix[s].high ? p : s);
    }
  }

  void add_last_bond(const IonSeries& prefix, const IonSeries& suffix, NullDistribution& null) const {
    null.last_bond = {};
    for (const BondMasses::LastResidue& last : bonds_.last_residues()) {
      const std::int64_t behind = last.mass + water();
      const bool prefix_hit = matched(mass_ - behind + to_fixed(prefix.offset));
      const bool suffix_hit = matched(behind + to_fixed(suffix.offset));
      null.last_bond[(prefix_hit ? 1U : 0U) + (suffix_hit ? 2U : 0U)] += last.probability;
    }
  }

  [[nodiscard]] NullDistribution result() const {
    NullDistribution null;
    null.both.mean = both_;
    null.prefix_only.mean = std::max(0.0, prefix_ - both_);
    null.suffix_only.mean = std::max(0.0, suffix_ - both_);
    if (const double matches = prefix_ + suffix_; matches > 0.0) {
      null.mean_intensity = intensity_ / matches;
      null.variance_intensity = std::max(0.0, intensity_squares_ / matches - null.mean_intensity * null.mean_intensity);
    }
    return null;
  }

 private:
  static std::int64_t water() {
    static const std::int64_t mass = to_fixed(chem::water.monoisotopic_mass());
    return mass;
  }
  /// Bonds of a peptide of this mass are as those of random chains counted from the nearer terminus.
  [[nodiscard]] double rate(Interval before) const {
    const std::int64_t middle = mass_ / 2;
    const std::int64_t residues = mass_ - water();
    return bonds_.from_n_term(before.low, std::min(before.high, middle)) +
           bonds_.from_c_term(residues - before.high, residues - std::max(before.low, middle));
  }
  [[nodiscard]] bool matched(std::int64_t mz) const {
    return mz > 0 && spectrum_.best_peak(static_cast<FixedMass>(mz)) >= 0;
  }

  const BondMasses& bonds_;
  const PreparedSpectrum& spectrum_;
  std::int64_t mass_;
  double prefix_ = 0.0;
  double suffix_ = 0.0;
  double both_ = 0.0;
  double intensity_ = 0.0;
  double intensity_squares_ = 0.0;
};

}  // namespace

NullDistribution expected_null(const BondMasses& bonds, const PreparedSpectrum& spectrum,
                               std::span<const IonSeries> series, int highest_charge, std::int64_t mass) {
  Expectation expectation(bonds, spectrum, mass);
  std::vector<Interval>
      prefix;  // of the first series, singly charged: those that are complementary by far the most often
  std::vector<Interval> suffix;
  const IonSeries* first_prefix = nullptr;
  const IonSeries* first_suffix = nullptr;
  for (const IonSeries& one : series) {
    for (int charge = 1; charge <= highest_charge; ++charge) {
      std::vector<Interval> intervals = expectation.add(one, charge);
      const IonSeries*& first = one.prefix ? first_prefix : first_suffix;
      if (first == nullptr) {
        first = &one;
        (one.prefix ? prefix : suffix) = std::move(intervals);
      }
    }
  }
  expectation.add_pairs(prefix, suffix);
  NullDistribution null = expectation.result();
  expectation.add_last_bond(*first_prefix, *first_suffix, null);
  return null;
}

}  // namespace massa::search
