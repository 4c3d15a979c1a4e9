#include "massa/validate/q_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace massa::validate {
namespace {

std::string message(const FdrEstimate& fdr, std::uint64_t passing, double e_value_threshold, std::string_view level) {
  const double percent = 100.0 * fdr.threshold;
  if (fdr.estimable) {
    return fmt::format("{} of {} {} targets accepted at {:g} % FDR", fdr.accepted, fdr.targets, level, percent);
  }
  return fmt::format(
      "{} FDR not estimable, n = {}: {:g} % needs at least {} targets above the first decoys; {} accepted by E-value ≤ "
      "{:g}",
      level, passing, percent, static_cast<std::uint64_t>(std::ceil(1.0 / fdr.threshold)), fdr.accepted,
      e_value_threshold);
}

}  // namespace

std::vector<double> q_values(std::span<const ScoredHit> hits) {
  std::vector<std::uint32_t> order(hits.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, std::greater{}, [&](std::uint32_t i) { return hits[i].score; });

  std::vector<double> fdr(hits.size());
  std::uint64_t targets = 0;
  std::uint64_t decoys = 0;
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && hits[order[end]].score == hits[order[begin]].score) {
      (hits[order[end++]].is_decoy ? decoys : targets) += 1;
    }
    const double estimate =
        targets == 0 ? 1.0 : std::min(1.0, static_cast<double>(decoys + 1) / static_cast<double>(targets));
    std::fill(fdr.begin() + static_cast<std::ptrdiff_t>(begin), fdr.begin() + static_cast<std::ptrdiff_t>(end),
              estimate);
    begin = end;
  }

  std::vector<double> result(hits.size());
  double least = 1.0;
  for (std::size_t i = order.size(); i-- > 0;) {
    least = std::min(least, fdr[i]);
    result[order[i]] = least;
  }
  return result;
}

LevelResult assess(std::span<const ScoredHit> hits, std::span<const double> e_values, const Acceptance& acceptance,
                   std::string_view level) {
  LevelResult result;
  result.fdr.threshold = acceptance.fdr_threshold;
  result.q_values = q_values(hits);
  result.accepted.assign(hits.size(), false);
  std::uint64_t by_e_value = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (hits[i].is_decoy) {
      ++result.fdr.decoys;
      continue;
    }
    ++result.fdr.targets;
    by_e_value += e_values[i] <= acceptance.e_value_threshold ? 1 : 0;
    result.fdr.estimable = result.fdr.estimable || result.q_values[i] <= acceptance.fdr_threshold;
  }
  for (std::size_t i = 0; i < hits.size(); ++i) {
    result.accepted[i] = !hits[i].is_decoy && (result.fdr.estimable ? result.q_values[i] <= acceptance.fdr_threshold
                                                                    : e_values[i] <= acceptance.e_value_threshold);
    result.fdr.accepted += result.accepted[i] ? 1 : 0;
  }
  result.fdr.message = message(result.fdr, by_e_value, acceptance.e_value_threshold, level);
  if (!result.fdr.estimable) {
    result.q_values.clear();
  }
  return result;
}

}  // namespace massa::validate
