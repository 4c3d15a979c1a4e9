#include "peptide_argument.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include "massa/chem/residues.hpp"
#include "massa/core/error.hpp"

namespace massa::cli {
namespace {

[[noreturn]] void refuse(const std::string& problem, std::string_view text) {
  throw Error(ErrorKind::usage, problem, std::string(text),
              "write residues with modifications in brackets, such as [Acetyl]-PEPTM[Oxidation]K");
}

/// Takes "[Name]" off the front of `rest`.
const chem::Modification* take_modification(std::string_view& rest, std::string_view text) {
  const std::size_t close = rest.find(']');
  if (close == std::string_view::npos) {
    refuse("a bracket is not closed", text);
  }
  const std::string name(rest.substr(1, close - 1));
  const chem::Modification* modification = chem::find_modification(name);
  if (modification == nullptr) {
    refuse("there is no modification '" + name + "'", text);
  }
  rest.remove_prefix(close + 1);
  return modification;
}

}  // namespace

chem::Peptidoform parse_peptide(std::string_view text) {
  chem::Peptidoform peptide;
  std::string_view rest = text;
  if (rest.starts_with('[')) {
    peptide.sites.push_back({0, take_modification(rest, text)});
    if (!rest.starts_with('-')) {
      refuse("a hyphen is missing behind the N-terminal modification", text);
    }
    rest.remove_prefix(1);
  }
  while (!rest.empty()) {
    const char letter = static_cast<char>(std::toupper(static_cast<unsigned char>(rest.front())));
    if (rest.front() == '[' && !peptide.sequence.empty()) {
      peptide.sites.push_back({static_cast<std::uint16_t>(peptide.sequence.size()), take_modification(rest, text)});
    } else if (rest.starts_with("-[")) {
      rest.remove_prefix(1);
      peptide.sites.push_back({static_cast<std::uint16_t>(peptide.sequence.size() + 1), take_modification(rest, text)});
      if (!rest.empty()) {
        refuse("something follows the C-terminal modification", text);
      }
    } else if (chem::is_residue(letter)) {
      peptide.sequence += letter;
      rest.remove_prefix(1);
    } else {
      refuse(std::string("'") + rest.front() + "' is no residue of known mass", text);
    }
  }
  if (peptide.sequence.empty()) {
    refuse("there is no residue", text);
  }
  return peptide;
}

}  // namespace massa::cli
