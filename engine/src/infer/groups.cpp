#include "massa/infer/groups.hpp"

#include <algorithm>
#include <map>
#include <queue>
#include <tuple>

namespace massa::infer {
namespace {

/// Proteins with one and the same set of peptides.
struct PeptideSet {
  const std::vector<std::uint32_t>* peptides = nullptr;
  std::vector<std::uint32_t> members;  // candidates, the leading one first
  double score = 0.0;
  bool expected = false;
};

std::vector<PeptideSet> distinct_sets(std::span<const Candidate> candidates, std::span<const double> scores) {
  std::map<std::vector<std::uint32_t>, std::uint32_t> index_of;
  std::vector<PeptideSet> sets;
  for (std::uint32_t i = 0; i < candidates.size(); ++i) {
    const auto [entry, is_new] = index_of.try_emplace(candidates[i].peptides, static_cast<std::uint32_t>(sets.size()));
    if (is_new) {
      sets.push_back({&candidates[i].peptides, {}, 0.0, false});
      for (const std::uint32_t peptide : candidates[i].peptides) {
        sets.back().score += scores[peptide];
      }
    }
    sets[entry->second].members.push_back(i);
    sets[entry->second].expected = sets[entry->second].expected || candidates[i].expected;
  }
  for (PeptideSet& set : sets) {
    std::ranges::stable_sort(set.members, {}, [&](std::uint32_t i) {
      return std::tuple(!candidates[i].expected, candidates[i].contaminant);
    });
  }
  return sets;
}

/// The indexes of the sets that together hold every peptide, in the order of choice.
std::vector<std::uint32_t> cover(std::span<const PeptideSet> sets, std::size_t peptide_count) {
  std::vector<bool> explained(peptide_count, false);
  const auto gain = [&](const PeptideSet& set) {
    return std::ranges::count_if(*set.peptides, [&](std::uint32_t peptide) { return !explained[peptide]; });
  };
  using Offer = std::tuple<std::ptrdiff_t, double, bool, std::int64_t>;  // gain, score, expected, −index
  std::priority_queue<Offer> offers;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    offers.emplace(gain(sets[i]), sets[i].score, sets[i].expected, -static_cast<std::int64_t>(i));
  }
  std::vector<std::uint32_t> chosen;
  while (!offers.empty()) {
    auto [promised, score, expected, negative_index] = offers.top();
    offers.pop();
    const auto index = static_cast<std::uint32_t>(-negative_index);
    const std::ptrdiff_t actual = gain(sets[index]);
    if (actual == 0) {
      continue;
    }
    if (actual < promised) {  // others explained some of it since: offer again at its present worth
      offers.emplace(actual, score, expected, negative_index);
      continue;
    }
    chosen.push_back(index);
    for (const std::uint32_t peptide : *sets[index].peptides) {
      explained[peptide] = true;
    }
  }
  return chosen;
}

/// Takes out sets of which later choices explain everything.
void drop_superfluous(std::span<const PeptideSet> sets, std::vector<std::uint32_t>& chosen, std::size_t peptide_count) {
  std::vector<std::uint32_t> explained_by(peptide_count, 0);
  for (const std::uint32_t index : chosen) {
    for (const std::uint32_t peptide : *sets[index].peptides) {
      ++explained_by[peptide];
    }
  }
  for (std::size_t i = chosen.size(); i-- > 0;) {
    const std::vector<std::uint32_t>& peptides = *sets[chosen[i]].peptides;
    if (std::ranges::all_of(peptides, [&](std::uint32_t peptide) { return explained_by[peptide] > 1; })) {
      for (const std::uint32_t peptide : peptides) {
        --explained_by[peptide];
      }
      chosen.erase(chosen.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
}

class Grouping {
 public:
  Grouping(std::span<const PeptideSet> sets, std::span<const std::uint32_t> chosen, std::size_t peptide_count)
      : sets_(sets),
        chosen_(chosen),
        sets_with_(peptide_count, 0),
        groups_with_(peptide_count),
        group_of_(sets.size(), -1) {
    for (const PeptideSet& set : sets) {
      for (const std::uint32_t peptide : *set.peptides) {
        ++sets_with_[peptide];
      }
    }
    for (std::uint32_t group = 0; group < chosen.size(); ++group) {
      group_of_[chosen[group]] = static_cast<std::int64_t>(group);
      for (const std::uint32_t peptide : *sets[chosen[group]].peptides) {
        groups_with_[peptide].push_back(group);
      }
    }
  }

  [[nodiscard]] Grouped relation(std::uint32_t set) const {
    return group_of_[set] >= 0 ? leading(set, static_cast<std::uint32_t>(group_of_[set])) : subsumed(set);
  }

 private:
  [[nodiscard]] Grouped leading(std::uint32_t set, std::uint32_t group) const {
    Grouped grouped{group, GroupClass::non_conclusive, Membership::leading, {}};
    for (const std::uint32_t peptide : *sets_[set].peptides) {
      if (groups_with_[peptide].front() == group) {
        grouped.claimed.push_back(peptide);
      }
      if (sets_with_[peptide] == 1) {
        grouped.group_class = sets_[set].members.size() == 1 ? GroupClass::conclusive : GroupClass::indistinguishable;
      }
    }
    return grouped;
  }

  [[nodiscard]] Grouped subsumed(std::uint32_t set) const {
    const std::vector<std::uint32_t>& peptides = *sets_[set].peptides;
    std::map<std::uint32_t, std::size_t> shared;
    for (const std::uint32_t peptide : peptides) {
      for (const std::uint32_t group : groups_with_[peptide]) {
        ++shared[group];
      }
    }
    const auto most = std::ranges::max_element(shared, {}, [](const auto& entry) { return entry.second; });
    const bool subset = most->second == peptides.size();
    return {most->first, GroupClass::non_conclusive, subset ? Membership::sub_set : Membership::multiply_subsumed, {}};
  }

  std::span<const PeptideSet> sets_;
  std::span<const std::uint32_t> chosen_;
  std::vector<std::uint32_t> sets_with_;                 // number of sets with each peptide
  std::vector<std::vector<std::uint32_t>> groups_with_;  // groups with each peptide, ascending
  std::vector<std::int64_t> group_of_;                   // −1: not chosen
};

}  // namespace

std::string_view name(GroupClass group_class) noexcept {
  switch (group_class) {
    case GroupClass::conclusive:
      return "conclusive";
    case GroupClass::indistinguishable:
      return "indistinguishable";
    case GroupClass::non_conclusive:
      return "non_conclusive";
  }
  return "";
}

std::string_view name(Membership membership) noexcept {
  switch (membership) {
    case Membership::leading:
      return "leading";
    case Membership::same_set:
      return "same_set";
    case Membership::sub_set:
      return "sub_set";
    case Membership::multiply_subsumed:
      return "multiply_subsumed";
  }
  return "";
}

std::vector<Grouped> group_proteins(std::span<const Candidate> candidates, std::span<const double> peptide_scores) {
  const std::vector<PeptideSet> sets = distinct_sets(candidates, peptide_scores);
  std::vector<std::uint32_t> chosen = cover(sets, peptide_scores.size());
  drop_superfluous(sets, chosen, peptide_scores.size());
  const Grouping grouping(sets, chosen, peptide_scores.size());

  std::vector<Grouped> result(candidates.size());
  for (std::uint32_t set = 0; set < sets.size(); ++set) {
    Grouped grouped = grouping.relation(set);
    for (const std::uint32_t member : sets[set].members) {
      result[member] = grouped;
      if (grouped.membership == Membership::leading) {
        grouped.membership = Membership::same_set;
      }
    }
  }
  return result;
}

}  // namespace massa::infer
