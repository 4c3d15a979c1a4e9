#include "massa/chem/modification.hpp"

#include <algorithm>
#include <massa/data/unimod.hpp>
#include <optional>
#include <vector>

#include "chem/table_text.hpp"
#include "massa/chem/residues.hpp"
#include "massa/core/error.hpp"

namespace massa::chem {
namespace {

std::vector<Modification> load() {
  std::vector<Modification> result;
  for (const auto& fields : table_rows(data::unimod())) {
    const Composition composition = Composition::parse(fields.at(4));
    result.push_back({std::string(fields.at(0)), std::string(fields.at(1)), composition,
                      composition.monoisotopic_mass(), std::string(fields.at(5)), std::string(fields.at(6))});
  }
  return result;
}

struct PositionName {
  std::string_view text;
  ModificationPosition position;
};

// The first name of a position is its normal form.
constexpr PositionName position_names[] = {
    {"Any N-term", ModificationPosition::peptide_n_term},
    {"Any C-term", ModificationPosition::peptide_c_term},
    {"Protein N-term", ModificationPosition::protein_n_term},
    {"Protein C-term", ModificationPosition::protein_c_term},
    {"N-term", ModificationPosition::peptide_n_term},
    {"C-term", ModificationPosition::peptide_c_term},
    {"Anywhere", ModificationPosition::anywhere},
};

std::optional<ModificationPosition> parse_position(std::string_view text) {
  std::string spaced(text);
  std::ranges::replace(spaced, '_', ' ');
  for (const PositionName& name : position_names) {
    if (equal_ignoring_case(name.text, spaced)) {
      return name.position;
    }
  }
  return std::nullopt;
}

std::optional<std::uint32_t> parse_residues(std::string_view text) {
  std::uint32_t residues = 0;
  for (const char letter : text) {
    if (!is_residue(letter)) {
      return std::nullopt;
    }
    residues |= 1U << (letter - 'A');
  }
  return residues != 0 ? std::optional(residues) : std::nullopt;
}

[[noreturn]] void reject(std::string problem, std::string_view text) {
  throw Error(
      ErrorKind::usage, std::move(problem), "modification \"" + std::string(text) + "\"",
      "write NAME@SITE, e.g. Carbamidomethyl@C, Phospho@STY, Acetyl@Protein N-term or Gln->pyro-Glu@Q^Any N-term");
}

}  // namespace

std::span<const Modification> unimod() {
  static const std::vector<Modification> all = load();
  return all;
}

const Modification* find_modification(std::string_view name_or_accession) {
  const auto all = unimod();
  const auto found = std::ranges::find_if(all, [&](const Modification& modification) {
    return equal_ignoring_case(modification.name, name_or_accession) ||
           equal_ignoring_case(modification.accession, name_or_accession);
  });
  return found == all.end() ? nullptr : &*found;
}

ModificationRule parse_modification(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) {
    reject("the site is missing", text);
  }
  ModificationRule rule;
  rule.modification = find_modification(text.substr(0, at));
  if (rule.modification == nullptr) {
    reject("\"" + std::string(text.substr(0, at)) + "\" is no name or accession of the UNIMOD table", text);
  }
  const std::string_view site = text.substr(at + 1);
  if (const auto position = parse_position(site); position && *position != ModificationPosition::anywhere) {
    rule.position = *position;
    return rule;
  }
  const std::size_t caret = std::min(site.find('^'), site.size());
  const auto residues = parse_residues(site.substr(0, caret));
  const auto position = caret == site.size() ? ModificationPosition::anywhere : parse_position(site.substr(caret + 1));
  if (!residues || !position) {
    reject("\"" + std::string(site) + "\" is no site", text);
  }
  rule.residues = *residues;
  rule.position = *position;
  return rule;
}

std::string ModificationRule::text() const {
  std::string letters;
  for (char letter = 'A'; letter <= 'Z'; ++letter) {
    if (accepts(letter)) {
      letters += letter;
    }
  }
  std::string site = letters;
  if (position != ModificationPosition::anywhere) {
    const auto* name = std::ranges::find(position_names, position, &PositionName::position);
    site += letters.empty() ? "" : "^";
    site += name->text;
  }
  return modification->name + "@" + site;
}

}  // namespace massa::chem
