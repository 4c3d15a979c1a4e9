#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "massa/search/psm.hpp"
#include "search/candidate_scorer.hpp"

namespace massa::search {

/// @brief Gathers how random candidates match a spectrum.
class NullSample {
 public:
  /// @param bonds  of the candidate
  void add(const MatchCounts& counts, int bonds) noexcept { count(counts, bonds, 1); }
  /// @brief Takes out one added before, e.g. the presumed answer.
  void remove(const MatchCounts& counts, int bonds) noexcept { count(counts, bonds, -1); }
  [[nodiscard]] std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(size_); }

  /// @brief What was observed, together with what random peptides of this mass would show (expected_null): the
  /// expectation counts like a number of further candidates.
  [[nodiscard]] NullDistribution distribution(const NullDistribution& expected) const noexcept;

 private:
  struct Sums {
    std::int64_t values = 0;
    std::int64_t squares = 0;
    void add(int value, int times) noexcept {
      values += std::int64_t{times} * value;
      squares += std::int64_t{times} * value * value;
    }
  };
  void count(const MatchCounts& counts, int bonds, int times) noexcept;

  std::int64_t size_ = 0;
  std::int64_t bonds_ = 0;
  Sums prefix_only_;
  Sums suffix_only_;
  Sums both_;
  std::array<std::int64_t, 4> last_bond_{};
};

/// @brief The chance that a random candidate reaches a hyperscore, from how random candidates match the spectrum.
///
/// The numbers of bonds matched by both ions, and of ions matched alone, are independent and (negative) binomial with
/// the observed means and variances; the last bond is drawn from what was observed. Given the numbers, ln(1 + Σ I) is
/// normal with the mean and variance that follow from the intensities of matched peaks. Where the chance falls below
/// 10⁻¹⁰ its logarithm goes on as a straight line, which the survival function of hyperscores follows in its tail
/// (Fenyő & Beavis 2003). Their fit of that line to the observed scores needs thousands of candidates where most match
/// no peak; the moments used here are known from some hundred.
class HyperscoreTail {
 public:
  explicit HyperscoreTail(const NullDistribution& null);

  /// @return P(random hyperscore ≥ `hyperscore`), in (0, 1]
  [[nodiscard]] double p_value(double hyperscore) const noexcept;

 private:
  static constexpr std::size_t ions = 48;  // numbers of matched ions of a series that are told apart: 0 … ions − 1
  [[nodiscard]] double summed(double hyperscore) const noexcept;
  void join(const NullDistribution& null);
  [[nodiscard]] double line(double hyperscore) const noexcept;

  std::size_t prefix_end_ = 0;  // numbers from here on are too unlikely to count
  std::size_t suffix_end_ = 0;
  std::vector<double> joint_;                  // [prefix × ions + suffix]: P(numbers of matched ions)
  std::vector<double> survival_;               // likewise: P(prefix ions, at least so many suffix ions)
  std::array<double, ions> expected_score_{};  // ln n! + E ln(1 + Σ I) of n matched ions
  std::array<double, ions> score_variance_{};
};

}  // namespace massa::search
