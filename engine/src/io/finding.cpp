#include "io/finding.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace massa::io {
namespace {

struct Wording {
  std::string_view code;
  std::string_view singular;
  std::string_view plural;
  std::string_view sentence;  ///< follows the number and the noun; in a tense that suits both
};

Wording wording(FindingCode code) {
  switch (code) {
    case FindingCode::non_finite_peaks:
      return {"non_finite_peaks", "peak", "peaks", "with an m/z or intensity that is no finite number: left out"};
    case FindingCode::non_positive_mz:
      return {"non_positive_mz", "peak", "peaks", "with an m/z of zero or below: left out"};
    case FindingCode::implausible_mz:
      return {"implausible_mz", "peak", "peaks", "with an m/z above 1,000,000: left out"};
    case FindingCode::negative_intensity:
      return {"negative_intensity", "peak", "peaks", "with a negative intensity: set to zero"};
    case FindingCode::unsorted_peaks:
      return {"unsorted_peaks", "spectrum", "spectra", "with m/z values that do not ascend: sorted"};
    case FindingCode::peak_count_differs:
      return {"peak_count_differs", "spectrum", "spectra",
              "with another number of peaks than the file states for it: read what is there"};
    case FindingCode::no_peaks:
      return {"no_peaks", "spectrum", "spectra", "without peaks"};
    case FindingCode::not_mass_spectra:
      return {"not_mass_spectra", "spectrum", "spectra", "without m/z values (UV, PDA or other): read without peaks"};
    case FindingCode::missing_intensity:
      return {"missing_intensity", "peak", "peaks", "without an intensity: taken as 1"};
    case FindingCode::missing_ms_level:
      return {"missing_ms_level", "spectrum", "spectra",
              "without an MS level: taken as MS2 where there is a precursor, else as MS1"};
    case FindingCode::missing_precursor_mz:
      return {"missing_precursor_mz", "MS/MS spectrum", "MS/MS spectra", "without a precursor m/z: cannot be searched"};
    case FindingCode::missing_id:
      return {"missing_id", "spectrum", "spectra", "without an id: named by the position in the file"};
    case FindingCode::duplicate_id:
      return {"duplicate_id", "spectrum", "spectra", "with the id of an earlier one: all are kept"};
    case FindingCode::unreadable_value:
      return {"unreadable_value", "value", "values", "that cannot be understood: treated as not stated"};
    case FindingCode::retention_time_without_unit:
      return {"retention_time_without_unit", "retention time", "retention times", "without a unit: taken as minutes"};
    case FindingCode::spectrum_count_differs:
      return {"spectrum_count_differs", "spectrum", "spectra",
              "more or fewer than the file promises: read what is there"};
    case FindingCode::no_spectra:
      return {"no_spectra", "file", "files", "without spectra"};
    case FindingCode::empty_entry:
      return {"empty_entry", "entry", "entries", "without residues: left out"};
    case FindingCode::duplicate_entry:
      return {"duplicate_entry", "entry", "entries", "with the accession and sequence of an earlier one: left out"};
    case FindingCode::duplicate_accession:
      return {"duplicate_accession", "entry", "entries",
              "with the accession of an earlier one and another sequence: all are kept"};
    case FindingCode::left_out_characters:
      return {"left_out_characters", "character", "characters",
              "in sequences (gaps, digits) besides residue letters: left out"};
    case FindingCode::looks_like_nucleotides:
      return {"looks_like_nucleotides", "database", "databases",
              "with almost only A, C, G, T and N: give protein sequences, not nucleotides"};
    case FindingCode::contains_decoys:
      return {"contains_decoys", "entry", "entries",
              "named as decoy: the engine makes its own decoys, give the database without them"};
  }
  return {};
}

}  // namespace

void FindingLog::add(const Finding& finding) {
  const Wording words = wording(finding.code);
  auto warning = std::ranges::find(warnings_, words.code, &ReadWarning::code);
  if (warning == warnings_.end()) {
    warnings_.push_back({std::string(words.code), 0, finding.place, {}});
    warning = std::prev(warnings_.end());
  }
  warning->count += finding.count;
  warning->message =
      fmt::format("{} {} {} (first: {})", warning->count, warning->count == 1 ? words.singular : words.plural,
                  words.sentence, warning->first_place);
}

}  // namespace massa::io
