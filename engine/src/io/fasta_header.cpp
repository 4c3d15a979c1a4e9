#include "io/fasta_header.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "io/text.hpp"

namespace massa::io {
namespace {

/// The next part up to `|`, taken from the front.
std::string_view take_part(std::string_view& text) noexcept {
  const std::size_t bar = text.find('|');
  const std::string_view part = text.substr(0, bar);
  text.remove_prefix(bar == std::string_view::npos ? text.size() : bar + 1);
  return part;
}

template <std::size_t count>
bool is_one_of(std::string_view word, const std::array<std::string_view, count>& words) noexcept {
  return std::ranges::any_of(words, [&](std::string_view other) { return equals_ignoring_case(word, other); });
}

constexpr std::array<std::string_view, 14> database_tags{"sp",  "tr",  "ref", "gb",  "emb", "dbj", "pir",
                                                         "prf", "pdb", "bbs", "lcl", "tpg", "tpe", "iRT"};

std::string_view accession_of(std::string_view identifier) noexcept {
  if (is_decoy_name(identifier)) {
    return identifier;
  }
  if (identifier.find('|') == std::string_view::npos) {
    const std::size_t colon = identifier.find(':');
    const bool peff = colon != std::string_view::npos && colon + 1 < identifier.size() &&
                      is_one_of(identifier.substr(0, colon), std::array<std::string_view, 4>{"sp", "tr", "nxp", "up"});
    return peff ? identifier.substr(colon + 1) : identifier;
  }
  std::string_view rest = identifier;
  const std::string_view first = take_part(rest);
  if (equals_ignoring_case(first, "gi")) {
    const std::string_view number = take_part(rest);
    const std::string_view inner = rest.empty() ? std::string_view{} : accession_of(rest);
    return inner.empty() ? number : inner;
  }
  if (equals_ignoring_case(first, "gnl")) {
    take_part(rest);
    return rest.empty() ? identifier : take_part(rest);
  }
  if (is_one_of(first, database_tags)) {
    const std::string_view second = take_part(rest);
    if (!second.empty()) {
      return second;
    }
    const std::string_view third = take_part(rest);
    return third.empty() ? identifier : third;
  }
  return first.empty() ? identifier : first;
}

}  // namespace

FastaHeader parse_fasta_header(std::string_view header) noexcept {
  const std::size_t space = std::min(header.find(' '), header.size());
  FastaHeader parts;
  parts.identifier = header.substr(0, space);
  parts.accession = accession_of(parts.identifier);
  parts.description = trimmed(header.substr(space));
  return parts;
}

bool is_decoy_name(std::string_view identifier) noexcept {
  constexpr std::array<std::string_view, 6> prefixes{"DECOY_", "DECOY", "REV_", "XXX_", "REVERSED_", "##"};
  return std::ranges::any_of(prefixes,
                             [&](std::string_view prefix) {
                               return equals_ignoring_case(identifier.substr(0, prefix.size()), prefix);
                             }) ||
         identifier.ends_with("_REVERSED") || identifier.ends_with("_DECOY");
}

}  // namespace massa::io
