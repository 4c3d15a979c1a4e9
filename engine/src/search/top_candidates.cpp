#include "search/top_candidates.hpp"

#include <algorithm>
#include <tuple>

namespace massa::search {
namespace {

/// A total order that favours neither targets nor decoys: of equal scores the one with fewer modifications, then by
/// hash.
bool better(const Candidate& a, const Candidate& b) noexcept {
  if (a.exp_hyperscore != b.exp_hyperscore) {
    return a.exp_hyperscore > b.exp_hyperscore;
  }
  return std::tie(a.modifications, a.tie_breaker, a.peptide, a.is_decoy, a.lane, a.arrangement, a.precursor, a.charge) <
         std::tie(b.modifications, b.tie_breaker, b.peptide, b.is_decoy, b.lane, b.arrangement, b.precursor, b.charge);
}

}  // namespace

void TopCandidates::enter(const Candidate& candidate) {
  const auto same = std::ranges::find_if(best_, [&](const Candidate& other) {
    return other.peptide == candidate.peptide && other.is_decoy == candidate.is_decoy;
  });
  if (same != best_.end()) {
    if (!better(candidate, *same)) {
      return;
    }
    best_.erase(same);
  }
  best_.insert(std::ranges::upper_bound(best_, candidate, better), candidate);
  if (best_.size() > capacity_) {
    best_.pop_back();
  }
}

}  // namespace massa::search
