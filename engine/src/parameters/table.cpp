#include <algorithm>
#include <limits>

#include "massa/chem/digest.hpp"
#include "massa/core/error.hpp"
#include "massa/parameters/parameter.hpp"
#include "massa/search/search.hpp"

namespace massa::parameters {
namespace {

using Texts = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;

Parameter boolean(std::string_view key, Group group, bool initial, std::string_view accession,
                  std::string_view description) {
  return {key, group, Type::boolean, initial, false, "", {}, {}, {}, accession, description};
}

Parameter integer(std::string_view key, Group group, std::int64_t initial, double minimum, double maximum,
                  std::string_view accession, std::string_view description) {
  return {key, group, Type::integer, initial, false, "", minimum, maximum, {}, accession, description};
}

Parameter number(std::string_view key, Group group, double initial, std::string_view unit, double minimum,
                 double maximum, std::string_view accession, std::string_view description) {
  return {key, group, Type::number, initial, false, unit, minimum, maximum, {}, accession, description};
}

Parameter choice(std::string_view key, Group group, std::string initial, std::vector<std::string_view> choices,
                 std::string_view accession, std::string_view description) {
  return {key, group, Type::text, std::move(initial), false, "", {}, {}, std::move(choices), accession, description};
}

/// What may be left open: no limit, or the preset decides.
Parameter open(Parameter parameter) {
  parameter.nullable = true;
  parameter.initial = std::monostate{};
  return parameter;
}

void add_run(std::vector<Parameter>& rows) {
  rows.push_back(
      choice("acquisition", Group::run, "auto",
             {"auto", "dda", "targeted", "dia", "pmf", "pmf_msms", "intact", "top_down", "ms1_only"}, "MS:1003213",
             "How the spectra were acquired: auto decides from the file. Only dda and targeted runs are searched."));
  rows.push_back(boolean("add_contaminants", Group::run, true, "",
                         "Add common contaminants (keratins, trypsin, albumin, …) to the database. Entries that it has "
                         "already are not added again."));
}

void add_digestion(std::vector<Parameter>& rows) {
  rows.push_back({"enzyme",
                  Group::digestion,
                  Type::text,
                  std::string("Trypsin"),
                  false,
                  "",
                  {},
                  {},
                  {},
                  "MS:1001045",
                  "Cleavage agent: a name or accession of the PSI-MS vocabulary, such as Trypsin, Trypsin/P, Lys-C, "
                  "Glu-C, Asp-N, Chymotrypsin, or MS:1001251."});
  rows.push_back(choice("specificity", Group::digestion, "full", {"full", "semi", "none"}, "",
                        "How many ends of a peptide the enzyme has to explain: full both, semi one, none neither."));
  rows.push_back(integer("missed_cleavages", Group::digestion, 2, 0, chem::missed_cleavages_limit, "MS:1003044",
                         "Cleavage sites inside a peptide that the enzyme may have left uncut."));
  rows.push_back(integer("peptide_min_length", Group::digestion, 7, 5, chem::peptide_length_limit, "",
                         "Shortest peptide, in residues."));
  rows.push_back(integer("peptide_max_length", Group::digestion, 50, 5, chem::peptide_length_limit, "",
                         "Longest peptide, in residues."));
  rows.push_back(number("peptide_min_mass_da", Group::digestion, 500.0, "Da", 200.0, chem::peptide_mass_limit_da, "",
                        "Least monoisotopic mass of an unmodified peptide."));
  rows.push_back(number("peptide_max_mass_da", Group::digestion, 5000.0, "Da", 200.0, chem::peptide_mass_limit_da, "",
                        "Greatest monoisotopic mass of an unmodified peptide."));
  rows.push_back(boolean("initiator_methionine", Group::digestion, true, "",
                         "Also search the start of each protein without its initiator methionine."));
}

void add_modifications(std::vector<Parameter>& rows) {
  rows.push_back({"fixed_modifications",
                  Group::modifications,
                  Type::texts,
                  Texts{"Carbamidomethyl@C"},
                  false,
                  "",
                  {},
                  {},
                  {},
                  "MS:1001055",
                  "UNIMOD modifications that every site bears, as NAME@SITE: a residue, several (STY), or a terminus "
                  "(Protein N-term, Any N-term)."});
  rows.push_back({"variable_modifications",
                  Group::modifications,
                  Type::texts,
                  Texts{"Oxidation@M", "Acetyl@Protein N-term"},
                  false,
                  "",
                  {},
                  {},
                  {},
                  "MS:1001055",
                  "UNIMOD modifications that a site may bear, written as fixed_modifications are."});
  rows.push_back(integer("max_variable_modifications", Group::modifications, 3, 0, 6, "",
                         "Variable modifications that one peptide may bear at the same time."));
}

void add_search(std::vector<Parameter>& rows) {
  rows.push_back(open(number("precursor_tolerance", Group::search, 10.0, "", 0.0001, search::tolerance_limit,
                             "MS:1001412", "Precursor tolerance, ±, in precursor_tolerance_unit.")));
  rows.push_back(open(choice("precursor_tolerance_unit", Group::search, "ppm", {"ppm", "Da"}, "UO:0000169",
                             "Unit of precursor_tolerance.")));
  rows.push_back(open(number("fragment_tolerance", Group::search, 20.0, "", 0.0001, search::tolerance_limit,
                             "MS:1001412", "Fragment tolerance, ±, in fragment_tolerance_unit.")));
  rows.push_back(open(choice("fragment_tolerance_unit", Group::search, "ppm", {"ppm", "Da"}, "UO:0000169",
                             "Unit of fragment_tolerance.")));
  rows.push_back({"isotope_errors",
                  Group::search,
                  Type::integers,
                  Integers{0, 1},
                  false,
                  "",
                  -3,
                  5,
                  {},
                  "",
                  "Isotopes by which the selected ion may lie above the monoisotopic one."});
  rows.push_back(open(
      boolean("coisolated_ions", Group::search, true, "",
              "Also search the ions that the survey scan shows in the isolation window beside the selected one.")));
  rows.push_back({"assumed_charges",
                  Group::search,
                  Type::integers,
                  Integers{2, 3, 4},
                  false,
                  "",
                  1,
                  8,
                  {},
                  "MS:1000633",
                  "Precursor charges that are tried where a spectrum states none."});
  rows.push_back(choice("fragment_ions", Group::search, "auto", {"auto", "by", "cz", "bycz"}, "MS:1001066",
                        "Fragment series: auto takes b and y, c and z for ETD and ECD, all four for EThcD."));
  rows.push_back(integer("max_fragment_charge", Group::search, 2, 1, search::fragment_charge_limit, "MS:1000041",
                         "Greatest charge of a fragment; it is always below the precursor's, at least 1."));
  rows.push_back(
      boolean("second_search", Group::search, true, "",
              "Where the expected protein is there, search the remaining spectra against it alone, with more "
              "modifications, one more missed cleavage and peptides one residue shorter."));
  rows.push_back({"second_search_modifications",
                  Group::search,
                  Type::texts,
                  Texts{"Carbamyl@Any N-term", "Gln->pyro-Glu@Q^Any N-term", "Glu->pyro-Glu@E^Any N-term",
                        "Ammonia-loss@C^Any N-term", "Deamidated@NQ"},
                  false,
                  "",
                  {},
                  {},
                  {},
                  "MS:1001055",
                  "Variable modifications of the second search, beside variable_modifications."});
  rows.push_back(
      integer("matches_per_spectrum", Group::search, 1, 1, 3, "", "Ranks that the result lists for a spectrum."));
}

void add_spectrum_filters(std::vector<Parameter>& rows) {
  constexpr double far = 1e7;
  rows.push_back(open(
      number("retention_time_min_s", Group::filter, 0.0, "s", 0.0, far, "MS:1000016", "Earliest scan start time.")));
  rows.push_back(
      open(number("retention_time_max_s", Group::filter, 0.0, "s", 0.0, far, "MS:1000016", "Latest scan start time.")));
  rows.push_back(open(
      number("precursor_mz_min", Group::filter, 0.0, "Th", 0.0, 42000.0, "MS:1000744", "Least selected ion m/z.")));
  rows.push_back(open(
      number("precursor_mz_max", Group::filter, 0.0, "Th", 0.0, 42000.0, "MS:1000744", "Greatest selected ion m/z.")));
  rows.push_back(
      open(integer("precursor_charge_min", Group::filter, 1, 1, 50, "MS:1000041", "Least precursor charge.")));
  rows.push_back(
      open(integer("precursor_charge_max", Group::filter, 1, 1, 50, "MS:1000041", "Greatest precursor charge.")));
  rows.push_back(
      choice("polarity", Group::filter, "any", {"any", "positive", "negative"}, "MS:1000465", "Scan polarity."));
  rows.push_back({"activations",
                  Group::filter,
                  Type::texts,
                  Texts{},
                  false,
                  "",
                  {},
                  {},
                  {"CID", "HCD", "ETD", "EThcD", "ECD", "UVPD", "IRMPD", "PSD"},
                  "MS:1000044",
                  "Dissociation methods to search; an empty list stands for all."});
  rows.push_back(open(
      number("total_ion_current_min", Group::filter, 0.0, "", 0.0, 1e300, "MS:1000285", "Least total ion current.")));
}

void add_peak_filters(std::vector<Parameter>& rows) {
  rows.push_back(choice("centroid", Group::filter, "when_profile", {"when_profile", "never"}, "MS:1000035",
                        "Find the peaks of profile spectra."));
  rows.push_back(
      integer("centroid_min_points", Group::filter, 3, 3, 50, "MS:1000035", "Points that a profile peak needs."));
  rows.push_back(number("noise_signal_to_noise_min", Group::filter, 0.0, "", 0.0, 1000.0, "MS:1001884",
                        "Least ratio of a peak to the median intensity around it; 0 turns the step off."));
  rows.push_back(number("noise_window_th", Group::filter, 200.0, "Th", 10.0, 2000.0, "",
                        "Width of the window for the noise estimate."));
  rows.push_back(
      integer("noise_bins", Group::filter, 30, 3, 1000, "", "Bins of the histogram for the noise estimate."));
  rows.push_back(open(boolean("remove_precursor", Group::filter, false, "", "Remove what remains of the precursor.")));
  rows.push_back(number("remove_precursor_window_th", Group::filter, 1.5, "Th", 0.01, 20.0, "",
                        "Half-width of the removed window."));
  rows.push_back(boolean("remove_reporter_ions", Group::filter, false, "",
                         "Remove the region of isobaric reporter ions (TMT, iTRAQ)."));
  rows.push_back(
      number("reporter_mz_min", Group::filter, 113.0, "Th", 0.0, 1000.0, "", "Lower end of the reporter region."));
  rows.push_back(
      number("reporter_mz_max", Group::filter, 136.0, "Th", 0.0, 1000.0, "", "Upper end of the reporter region."));
  rows.push_back(open(boolean("deisotope", Group::filter, true, "MS:1000033",
                              "Keep the monoisotopic peak of each fragment and move it to charge 1.")));
  rows.push_back(integer("deisotope_charge_max", Group::filter, 3, 1, 8, "MS:1000034",
                         "Greatest fragment charge that deisotoping looks for."));
  rows.push_back(number("relative_intensity_min_percent", Group::filter, 1.0, "%", 0.0, 100.0, "MS:1000594",
                        "Least intensity of a peak, of the base peak; 0 turns the step off."));
  rows.push_back(choice("peak_selection", Group::filter, "per_spectrum", {"per_spectrum", "per_window"}, "MS:1000594",
                        "Keep the most intense peaks of the spectrum, or of each window."));
  rows.push_back(
      integer("top_peaks", Group::filter, 150, 0, 10000, "MS:1000594", "Peaks kept of a spectrum; 0 keeps all."));
  rows.push_back(
      integer("window_top_peaks", Group::filter, 12, 0, 1000, "MS:1000594", "Peaks kept of a window; 0 keeps all."));
  rows.push_back(
      number("window_width_th", Group::filter, 100.0, "Th", 1.0, 2000.0, "MS:1000594", "Width of a window."));
  rows.push_back(integer("min_peaks", Group::filter, 15, 0, 1000, "",
                         "Peaks that a spectrum needs after all steps; 0 turns the step off."));
}

void add_validation(std::vector<Parameter>& rows) {
  rows.push_back(number("fdr_threshold", Group::validation, 0.01, "", 0.0001, 0.5, "MS:1002350",
                        "False discovery rate at which PSMs, peptides and proteins are accepted."));
  rows.push_back(number("e_value_threshold", Group::validation, 0.01, "", 1e-100, 1.0, "MS:1002353",
                        "E-value at which a protein is significant, and at which PSMs and peptides are accepted where "
                        "there are too few for a false discovery rate."));
  rows.push_back(integer("protein_min_peptides", Group::validation, 2, 1, 20, "",
                         "Distinct peptides that a claim about a protein needs."));
  rows.push_back(
      number("mixture_min_percent", Group::validation, 5.0, "%", 0.0, 50.0, "",
             "Share of the PSMs of both from which a second protein makes the file a mixture; below, it is a trace."));
}

std::vector<Parameter> rows() {
  std::vector<Parameter> all;
  add_run(all);
  add_digestion(all);
  add_modifications(all);
  add_search(all);
  add_spectrum_filters(all);
  add_peak_filters(all);
  add_validation(all);
  return all;
}

}  // namespace

std::span<const Parameter> table() {
  static const std::vector<Parameter> all = rows();
  return all;
}

const Parameter& find(std::string_view key) {
  const auto row = std::ranges::find(table(), key, &Parameter::key);
  if (row != table().end()) {
    return *row;
  }
  std::vector<std::string_view> keys;
  for (const Parameter& parameter : table()) {
    keys.push_back(parameter.key);
  }
  std::string remedy;
  for (const std::string_view candidate : nearest(key, keys)) {
    remedy += (remedy.empty() ? "did you mean " : ", ") + std::string(candidate);
  }
  throw Error(ErrorKind::usage, "there is no parameter '" + std::string(key) + "'", "",
              remedy.empty() ? "`massa parameters --schema` lists them" : remedy + "?");
}

std::string_view name(Group group) noexcept {
  switch (group) {
    case Group::run:
      return "run";
    case Group::digestion:
      return "digestion";
    case Group::modifications:
      return "modifications";
    case Group::search:
      return "search";
    case Group::filter:
      return "filter";
    case Group::validation:
      return "validation";
  }
  return "";
}

}  // namespace massa::parameters
