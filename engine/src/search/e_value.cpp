#include "search/e_value.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace massa::search {
namespace {

using Count = NullDistribution::Count;

/// Number of observed candidates that the expectation is worth.
constexpr double prior_candidates = 500.0;
/// Matches come in runs, because peptides that share one bond often share the next: their variance exceeds that of
/// independent matches by this share, less where many ions match by chance alone. Both figures make the E-values of
/// random spectra uniform (tests/search/e_value_test.cpp).
constexpr double excess_of_runs = 0.25;
constexpr double chance_matches = 0.05;  // share of matched ions at which the excess is down to 1/e
/// Bonds of a peptide where no candidate shows how many there are.
constexpr double expected_bonds = 12.0;
constexpr double smallest_mean = 1e-4;
constexpr double smallest_dispersion = 0.5;
/// Combinations of matched ions less likely than this are left to the straight line.
constexpr double negligible = 1e-14;
constexpr double line_p = 1e-10;
constexpr double line_run = 6.0;  // hyperscore over which the slope of the line is taken
constexpr double smallest_p = 1e-300;

/// Excess of the variance over that of independent matches, for random peptides.
double expected_excess(const NullDistribution& expected, double bonds) {
  const double matched = expected.prefix_only.mean + expected.suffix_only.mean + 2.0 * expected.both.mean;
  return excess_of_runs * std::exp(-matched / (2.0 * bonds) / chance_matches);
}

/// @param bonds  how many there are to be matched
Count combined(double expected_mean, double excess, double bonds, std::int64_t sum, std::int64_t squares, double size) {
  const double average = size > 0.0 ? static_cast<double>(sum) / size : 0.0;
  const double sample = size > 0.0 ? std::max(0.0, static_cast<double>(squares) / size - average * average) : 0.0;
  const double weight = size / (size + prior_candidates);
  const double mean = std::max(smallest_mean, weight * average + (1.0 - weight) * expected_mean);
  const double expected_dispersion = (1.0 + excess) * std::max(smallest_dispersion, 1.0 - mean / bonds);
  const double dispersion = average > 0.0 ? std::max(smallest_dispersion, sample / average) : expected_dispersion;
  return {mean, mean * (weight * dispersion + (1.0 - weight) * expected_dispersion)};
}

/// Probabilities of 0, 1, 2, … events until they are negligible: negative binomial where the variance exceeds the mean,
/// binomial where it is smaller.
std::vector<double> count_probabilities(Count count, std::size_t limit) {
  double excess = count.variance / count.mean - 1.0;
  if (std::abs(excess) < 1e-6) {
    excess = 1e-6;  // as good as Poisson
  }
  double size = count.mean / excess;
  if (excess < 0.0) {
    size = -std::ceil(-size);  // whole trials of the binomial, with the mean kept
    excess = count.mean / size;
  }
  const double success = excess / (1.0 + excess);
  std::vector<double> probabilities;
  double probability = std::exp(-size * std::log1p(excess));
  for (std::size_t n = 0; n < limit && (probability > negligible || static_cast<double>(n) < count.mean); ++n) {
    probabilities.push_back(probability);
    probability *= (size + static_cast<double>(n)) / static_cast<double>(n + 1) * success;
  }
  return probabilities;
}

constexpr double certain = 5.0;  ///< standard deviations beyond which nothing is left to chance

/// P(standard normal ≥ z) for |z| ≤ certain, from a table: within 10⁻⁵ of the exact value.
class NormalTail {
 public:
  NormalTail() noexcept {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const double z = static_cast<double>(i) / steps - certain;
      values_[i] = 0.5 * std::erfc(z / std::numbers::sqrt2);
    }
  }
  [[nodiscard]] double operator()(double z) const noexcept {
    const double position = (z + certain) * steps;
    const auto i = static_cast<std::size_t>(position);
    return values_[i] + (position - static_cast<double>(i)) * (values_[i + 1] - values_[i]);
  }

 private:
  static constexpr int steps = 64;  // per unit
  std::array<double, static_cast<std::size_t>(2 * certain * steps) + 2> values_{};
};
const NormalTail normal_tail;

}  // namespace

void NullSample::count(const MatchCounts& counts, int bonds, int times) noexcept {
  size_ += times;
  bonds_ += std::int64_t{times} * bonds;
  if (counts.prefix_ions + counts.suffix_ions == 0) {
    last_bond_[0] += times;
    return;
  }
  const std::uint64_t last = std::uint64_t{1} << (bonds - 1);
  const int last_prefix = (counts.prefix_bonds & last) != 0 ? 1 : 0;
  const int last_suffix = (counts.suffix_bonds & last) != 0 ? 1 : 0;
  const int both = std::popcount(counts.prefix_bonds & counts.suffix_bonds & ~last);
  last_bond_[static_cast<std::size_t>(last_prefix) + 2 * static_cast<std::size_t>(last_suffix)] += times;
  both_.add(both, times);
  prefix_only_.add(counts.prefix_ions - last_prefix - both, times);
  suffix_only_.add(counts.suffix_ions - last_suffix - both, times);
}

NullDistribution NullSample::distribution(const NullDistribution& expected) const noexcept {
  NullDistribution null = expected;
  null.samples = size();
  const auto size = static_cast<double>(size_);
  const double bonds = size_ > 0 ? std::max(1.0, static_cast<double>(bonds_) / size) : expected_bonds;
  const double excess = expected_excess(expected, bonds);
  null.prefix_only =
      combined(expected.prefix_only.mean, excess, bonds, prefix_only_.values, prefix_only_.squares, size);
  null.suffix_only =
      combined(expected.suffix_only.mean, excess, bonds, suffix_only_.values, suffix_only_.squares, size);
  null.both = combined(expected.both.mean, excess, bonds, both_.values, both_.squares, size);
  for (std::size_t i = 0; i < null.last_bond.size(); ++i) {
    null.last_bond[i] =
        (static_cast<double>(last_bond_[i]) + prior_candidates * expected.last_bond[i]) / (size + prior_candidates);
  }
  return null;
}

HyperscoreTail::HyperscoreTail(const NullDistribution& null) {
  join(null);
  double log_factorial = 0.0;
  for (std::size_t n = 0; n < ions; ++n) {
    const auto number = static_cast<double>(n);
    log_factorial += n > 0 ? std::log(number) : 0.0;
    const double sum = 1.0 + number * null.mean_intensity;
    score_variance_[n] = number * null.variance_intensity / (sum * sum);  // of ln(1 + Σ I), to first order
    expected_score_[n] = log_factorial + std::log(sum) - 0.5 * score_variance_[n];
  }
}

void HyperscoreTail::join(const NullDistribution& null) {
  const auto prefix_only = count_probabilities(null.prefix_only, ions / 2);
  const auto suffix_only = count_probabilities(null.suffix_only, ions / 2);
  const auto both = count_probabilities(null.both, ions / 2 - 1);
  prefix_end_ = std::min(ions, prefix_only.size() + both.size());
  suffix_end_ = std::min(ions, suffix_only.size() + both.size());
  joint_.assign(prefix_end_ * ions, 0.0);
  for (std::size_t last = 0; last < null.last_bond.size(); ++last) {
    for (std::size_t common = 0; common < both.size(); ++common) {
      const double weight = null.last_bond[last] * both[common];
      if (weight < negligible) {
        continue;
      }
      for (std::size_t prefix = 0; prefix < prefix_only.size() && weight * prefix_only[prefix] > negligible; ++prefix) {
        double* const row =
            joint_.data() + std::min(prefix_end_ - 1, prefix + common + (last & 1U)) * ions + common + (last >> 1U);
        for (std::size_t suffix = 0; suffix < suffix_only.size(); ++suffix) {
          row[suffix] += weight * prefix_only[prefix] * suffix_only[suffix];
        }
      }
    }
  }
  survival_ = joint_;
  for (std::size_t prefix = 0; prefix < prefix_end_; ++prefix) {
    for (std::size_t suffix = ions - 1; suffix-- > 0;) {
      survival_[prefix * ions + suffix] += survival_[prefix * ions + suffix + 1];
    }
  }
}

double HyperscoreTail::summed(double hyperscore) const noexcept {
  double p = 0.0;
  for (std::size_t prefix = 0; prefix < prefix_end_; ++prefix) {
    const double* const joint = joint_.data() + prefix * ions;
    const double* const survival = survival_.data() + prefix * ions;
    for (std::size_t suffix = 0; suffix < suffix_end_; ++suffix) {
      const double missing = hyperscore - expected_score_[prefix] - expected_score_[suffix];
      const double squared_deviation = score_variance_[prefix] + score_variance_[suffix];
      if (missing <= 0.0 && missing * missing >= certain * certain * squared_deviation) {
        p += survival[suffix];
        break;
      }
      if (missing * missing < certain * certain * squared_deviation) {
        p += joint[suffix] * normal_tail(missing / std::sqrt(squared_deviation));
      }
    }
  }
  return p;
}

double HyperscoreTail::line(double hyperscore) const noexcept {
  double low = 0.0;  // bisection for the hyperscore of line_p
  double start = hyperscore;
  for (int i = 0; i < 10; ++i) {
    const double middle = 0.5 * (low + start);
    (summed(middle) > line_p ? low : start) = middle;
  }
  const double p = std::max(summed(start), smallest_p);
  const double run = std::min(start, line_run);
  const double slope = std::log(summed(start - run) / p) / run;
  return p * std::exp(-slope * (hyperscore - start));
}

double HyperscoreTail::p_value(double hyperscore) const noexcept {
  double p = summed(hyperscore);
  if (p < line_p) {
    p = line(hyperscore);
  }
  return std::clamp(p, smallest_p, 1.0);
}

}  // namespace massa::search
