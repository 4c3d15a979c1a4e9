#include "search/compiled_modifications.hpp"

#include <algorithm>
#include <optional>

#include "massa/chem/residues.hpp"
#include "massa/core/error.hpp"

namespace massa::search {
namespace {

using chem::ModificationPosition;
using chem::ModificationRule;

constexpr std::uint32_t all_letters = (1U << 26) - 1;
constexpr std::size_t most_variable_rules = 16;
constexpr std::size_t most_per_peptide = 16;
constexpr std::size_t most_states = 4096;

enum class Slot { residue, n_term, c_term };

Slot slot_of(ModificationPosition position) {
  switch (position) {
    case ModificationPosition::peptide_n_term:
    case ModificationPosition::protein_n_term:
      return Slot::n_term;
    case ModificationPosition::peptide_c_term:
    case ModificationPosition::protein_c_term:
      return Slot::c_term;
    case ModificationPosition::anywhere:
      break;
  }
  return Slot::residue;
}

std::uint32_t residues_of(const ModificationRule& rule) {
  return rule.residues == 0 ? all_letters : rule.residues;
}

[[noreturn]] void reject(const std::string& problem, const ModificationRule& rule, const std::string& remedy) {
  throw Error(ErrorKind::usage, problem, "modification " + rule.text(), remedy);
}

/// The one fixed rule that a variable rule replaces wherever it applies, or none.
const ModificationRule* replaced_rule(const ModificationOptions& options, const ModificationRule& variable) {
  const ModificationRule* replaced = nullptr;
  std::uint32_t covered = 0;
  for (const ModificationRule& fixed : options.fixed) {
    if (slot_of(fixed.position) == slot_of(variable.position) && (residues_of(fixed) & residues_of(variable)) != 0) {
      if (replaced != nullptr && replaced->modification != fixed.modification) {
        reject("it would replace different fixed modifications", variable, "write one variable rule for each residue");
      }
      replaced = &fixed;
      covered |= residues_of(fixed);
    }
  }
  if (replaced != nullptr && (residues_of(variable) & ~covered) != 0) {
    reject("only some of its residues bear " + replaced->text(), variable, "write one variable rule for each residue");
  }
  return replaced;
}

void append_states(std::size_t rules, int remaining, ModificationState& state, std::vector<ModificationState>& states) {
  states.push_back(state);
  if (remaining == 0) {
    return;
  }
  for (std::size_t rule = state.empty() ? 0 : state.back(); rule < rules; ++rule) {
    state.push_back(static_cast<std::uint8_t>(rule));
    append_states(rules, remaining - 1, state, states);
    state.pop_back();
  }
}

bool terminal_rule_applies(const CompiledRule& rule, std::string_view sequence, std::uint8_t flags) {
  switch (rule.position) {
    case ModificationPosition::protein_n_term:
      return (flags & protein_n_term_flag) != 0 && rule.accepts(sequence.front());
    case ModificationPosition::peptide_n_term:
      return rule.accepts(sequence.front());
    case ModificationPosition::protein_c_term:
      return (flags & protein_c_term_flag) != 0 && rule.accepts(sequence.back());
    case ModificationPosition::peptide_c_term:
      return rule.accepts(sequence.back());
    case ModificationPosition::anywhere:
      break;
  }
  return false;
}

/// Depth-first placement of the modifications of a state, rule by rule and left to right.
class Arranger {
 public:
  Arranger(const CompiledModifications& modifications, const ModificationState& state, std::string_view sequence,
           std::uint8_t flags, Arrangements& out)
      : rules_(modifications.variable()), state_(state), sequence_(sequence), flags_(flags), out_(out) {}

  void place(std::size_t index) {
    if (index == state_.size()) {
      out_.sites.insert(out_.sites.end(), chosen_.begin(),
                        chosen_.begin() + static_cast<std::ptrdiff_t>(chosen_count_));
      return;
    }
    const CompiledRule& rule = rules_[state_[index]];
    const auto last = static_cast<std::uint8_t>(sequence_.size() + 1);
    if (slot_of(rule.position) != Slot::residue) {
      if (terminal_rule_applies(rule, sequence_, flags_)) {
        choose(index, slot_of(rule.position) == Slot::n_term ? std::uint8_t{0} : last);
      }
      return;
    }
    const bool repeated = index > 0 && state_[index - 1] == state_[index];
    for (std::uint8_t position = repeated ? static_cast<std::uint8_t>(chosen_[chosen_count_ - 1].position + 1)
                                          : std::uint8_t{1};
         position < last; ++position) {
      if (rule.accepts(sequence_[position - 1U])) {
        choose(index, position);
      }
    }
  }

 private:
  void choose(std::size_t index, std::uint8_t position) {
    const auto chosen = std::span(chosen_).first(chosen_count_);
    if (std::ranges::find(chosen, position, &VariableSite::position) != chosen.end() ||
        out_.sites.size() >= max_arrangements * state_.size()) {
      return;
    }
    chosen_[chosen_count_++] = {position, state_[index]};
    place(index + 1);
    --chosen_count_;
  }

  std::span<const CompiledRule> rules_;
  const ModificationState& state_;
  std::string_view sequence_;
  std::uint8_t flags_;
  Arrangements& out_;
  std::array<VariableSite, most_per_peptide> chosen_{};
  std::size_t chosen_count_ = 0;
};

}  // namespace

void check(const ModificationOptions& options) {
  for (std::size_t i = 0; i < options.fixed.size(); ++i) {
    const ModificationRule& rule = options.fixed[i];
    if (rule.position == ModificationPosition::protein_n_term ||
        rule.position == ModificationPosition::protein_c_term) {
      reject("a fixed modification cannot depend on the protein's terminus", rule, "make it variable");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (slot_of(rule.position) == slot_of(options.fixed[j].position) &&
          (residues_of(rule) & residues_of(options.fixed[j])) != 0) {
        reject("it meets " + options.fixed[j].text() + " on the same site", rule, "keep one of the two");
      }
    }
  }
  if (options.variable.size() > most_variable_rules || options.max_variable_per_peptide < 0 ||
      options.max_variable_per_peptide > static_cast<int>(most_per_peptide)) {
    throw Error(ErrorKind::usage, "there are more than 16 variable modifications, or not 0 to 16 of them per peptide",
                "modifications", "search fewer modifications at once");
  }
  double states = 1.0;  // binomial(rules + max, max)
  for (int i = 1; i <= options.max_variable_per_peptide; ++i) {
    states *= static_cast<double>(options.variable.size() + static_cast<std::size_t>(i)) / i;
  }
  if (states > static_cast<double>(most_states)) {
    throw Error(ErrorKind::usage, "the variable modifications have too many combinations", "modifications",
                "search fewer modifications at once or allow fewer per peptide");
  }
  for (auto rule = options.variable.begin(); rule != options.variable.end(); ++rule) {
    if (std::find(options.variable.begin(), rule, *rule) != rule) {
      reject("it is listed twice, so each of its peptides would count twice", *rule, "list it once");
    }
    static_cast<void>(replaced_rule(options, *rule));
  }
}

CompiledModifications::CompiledModifications(const ModificationOptions& options) {
  check(options);
  for (char letter = 'A'; letter <= 'Z'; ++letter) {
    double residue = chem::residue_mass(letter);
    for (const ModificationRule& rule : options.fixed) {
      if ((residues_of(rule) >> (letter - 'A') & 1U) != 0) {
        const double delta = rule.modification->mass_delta;
        switch (slot_of(rule.position)) {
          case Slot::residue:
            residue += delta;
            break;
          case Slot::n_term:
            n_term_[letter & 31] = to_fixed(delta);
            break;
          case Slot::c_term:
            c_term_[letter & 31] = to_fixed(delta);
            break;
        }
      }
    }
    residues_[letter & 31] = static_cast<FixedMass>(std::max<std::int64_t>(to_fixed(residue), 0));
  }
  for (const ModificationRule& rule : options.variable) {
    const ModificationRule* replaced = replaced_rule(options, rule);
    const double delta =
        rule.modification->mass_delta - (replaced != nullptr ? replaced->modification->mass_delta : 0.0);
    variable_.push_back({residues_of(rule), rule.position, to_fixed(delta)});
  }
}

void CompiledModifications::count_sites(std::string_view sequence, std::uint8_t flags,
                                        std::span<std::uint8_t> counts) const noexcept {
  for (std::size_t r = 0; r < variable_.size(); ++r) {
    const CompiledRule& rule = variable_[r];
    if (rule.position == ModificationPosition::anywhere) {
      unsigned count = 0;
      for (const char residue : sequence) {
        count += rule.residues >> (residue - 'A') & 1U;
      }
      counts[r] = static_cast<std::uint8_t>(count);
    } else {
      counts[r] = terminal_rule_applies(rule, sequence, flags) ? 1 : 0;
    }
  }
}

std::vector<ModificationState> modification_states(std::size_t rules, int max_per_peptide) {
  std::vector<ModificationState> states;
  ModificationState state;
  append_states(rules, max_per_peptide, state, states);
  return states;
}

void arrange(const CompiledModifications& modifications, const ModificationState& state, std::string_view sequence,
             std::uint8_t flags, Arrangements& out) {
  out.sites.clear();
  out.per = state.size();
  if (!state.empty()) {
    Arranger(modifications, state, sequence, flags, out).place(0);
  }
}

}  // namespace massa::search
