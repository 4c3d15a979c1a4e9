#include "massa/chem/enzyme.hpp"

#include <massa/data/enzymes.hpp>

#include "chem/table_text.hpp"
#include "massa/core/error.hpp"

namespace massa::chem {
namespace {

constexpr std::uint32_t letters = (1U << 26) - 1;
constexpr std::uint32_t no_residue = 1U << 26;
constexpr std::uint32_t no_letter = 1U << 27;
constexpr std::uint32_t anything = letters | no_residue | no_letter;

std::uint32_t residue_at(std::string_view sequence, std::size_t position) noexcept {
  if (position >= sequence.size()) {
    return no_residue;
  }
  const auto index = static_cast<unsigned>(sequence[position] - 'A');
  return index < 26 ? 1U << index : no_letter;
}

/// Recursive descent over: alternatives = group ('|' group)*; group = '(' lookaround+ ')' | lookaround+.
class RuleParser {
 public:
  explicit RuleParser(std::string_view regex) : regex_(regex) {}

  std::vector<std::array<std::uint32_t, 4>> parse() {
    std::vector<std::array<std::uint32_t, 4>> alternatives;
    do {
      const bool grouped = regex_.substr(at_).starts_with("((");
      at_ += grouped ? 1U : 0U;
      alternative_ = {anything, anything, anything, anything};
      lookaround();
      while (at_ < regex_.size() && regex_[at_] == '(') {
        lookaround();
      }
      if (grouped) {
        expect(")");
      }
      alternatives.push_back(alternative_);
    } while (accept("|"));
    if (at_ != regex_.size()) {
      reject();
    }
    return alternatives;
  }

 private:
  void lookaround() {
    expect("(?");
    const bool behind = accept("<");
    const bool negative = accept("!");
    if (!negative) {
      expect("=");
    }
    std::vector<std::uint32_t> sets;
    while (at_ < regex_.size() && regex_[at_] != ')') {
      sets.push_back(residue_set());
    }
    expect(")");
    if (sets.empty() || sets.size() > 2 || (negative && sets.size() != 1)) {
      reject();  // a negation over two residues is no intersection of per-residue sets
    }
    const std::size_t first = behind ? 2 - sets.size() : 2;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      alternative_[first + i] &= negative ? anything & ~sets[i] : sets[i];
    }
  }

  std::uint32_t residue_set() {
    if (!accept("[")) {
      return letter();
    }
    const bool negated = accept("^");
    std::uint32_t set = 0;
    while (at_ < regex_.size() && regex_[at_] != ']') {
      set |= letter();
    }
    expect("]");
    return negated ? letters & ~set : set;
  }

  std::uint32_t letter() {
    const std::uint32_t bit = residue_at(regex_, at_) & letters;
    if (bit == 0) {
      reject();
    }
    ++at_;
    return bit;
  }

  bool accept(std::string_view token) {
    const bool found = regex_.substr(at_).starts_with(token);
    at_ += found ? token.size() : 0;
    return found;
  }
  void expect(std::string_view token) {
    if (!accept(token)) {
      reject();
    }
  }
  [[noreturn]] void reject() const {
    throw Error(ErrorKind::input, "the cleavage rule is not understood",
                "\"" + std::string(regex_) + "\", character " + std::to_string(at_ + 1),
                "use lookarounds over one or two residues, e.g. (?<=[KR])(?!P)");
  }

  std::string_view regex_;
  std::size_t at_ = 0;
  std::array<std::uint32_t, 4> alternative_{};
};

std::vector<Enzyme> load() {
  std::vector<Enzyme> result;
  for (const auto& fields : table_rows(data::enzymes())) {
    const std::string_view regex = fields.size() > 3 ? fields[3] : std::string_view{};
    result.push_back({std::string(fields.at(0)), std::string(fields.at(1)), std::string(regex),
                      CleavageRule::compile(regex), fields.at(1) == "unspecific cleavage"});
  }
  return result;
}

}  // namespace

CleavageRule CleavageRule::compile(std::string_view regex) {
  CleavageRule rule;
  if (!regex.empty()) {
    rule.alternatives_ = RuleParser(regex).parse();
  }
  return rule;
}

bool CleavageRule::cuts_before(std::string_view sequence, std::size_t position) const noexcept {
  if (position == 0 || position >= sequence.size()) {
    return false;
  }
  const std::uint32_t around[4] = {position < 2 ? no_residue : residue_at(sequence, position - 2),
                                   residue_at(sequence, position - 1), residue_at(sequence, position),
                                   residue_at(sequence, position + 1)};
  for (const Alternative& sets : alternatives_) {
    if ((sets[0] & around[0]) != 0 && (sets[1] & around[1]) != 0 && (sets[2] & around[2]) != 0 &&
        (sets[3] & around[3]) != 0) {
      return true;
    }
  }
  return false;
}

std::span<const Enzyme> enzymes() {
  static const std::vector<Enzyme> all = load();
  return all;
}

const Enzyme* find_enzyme(std::string_view name_or_accession) {
  for (const Enzyme& candidate : enzymes()) {
    if (equal_ignoring_case(candidate.name, name_or_accession) ||
        equal_ignoring_case(candidate.accession, name_or_accession)) {
      return &candidate;
    }
  }
  return nullptr;
}

const Enzyme& enzyme(std::string_view name_or_accession) {
  if (const Enzyme* found = find_enzyme(name_or_accession)) {
    return *found;
  }
  std::string names;
  for (const Enzyme& candidate : enzymes()) {
    names += (names.empty() ? "" : ", ") + candidate.name;
  }
  throw Error(ErrorKind::usage, "\"" + std::string(name_or_accession) + "\" is no known enzyme", "enzyme",
              "use a PSI-MS accession or one of: " + names);
}

}  // namespace massa::chem
