#include "massa/parameters/options.hpp"

#include <algorithm>
#include <array>

#include "massa/chem/enzyme.hpp"
#include "massa/core/error.hpp"

namespace massa::parameters {
namespace {

Tolerance tolerance(const Parameters& parameters, const std::string& key) {
  return {parameters.number(key), parameters.text(key + "_unit") == "ppm" ? ToleranceUnit::ppm : ToleranceUnit::dalton};
}

std::optional<int> optional_integer(const Parameters& parameters, std::string_view key) {
  return parameters.is_open(key) ? std::nullopt : std::optional(parameters.integer(key));
}

std::vector<chem::ModificationRule> rules(const std::vector<std::string>& texts) {
  std::vector<chem::ModificationRule> parsed;
  parsed.reserve(texts.size());
  for (const std::string& text : texts) {
    parsed.push_back(chem::parse_modification(text));
  }
  return parsed;
}

chem::Specificity specificity(std::string_view name) {
  return name == "full" ? chem::Specificity::full : name == "semi" ? chem::Specificity::semi : chem::Specificity::none;
}

Activation activation(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Activation>, 8> names{{{"CID", Activation::cid},
                                                                          {"HCD", Activation::hcd},
                                                                          {"ETD", Activation::etd},
                                                                          {"EThcD", Activation::ethcd},
                                                                          {"ECD", Activation::ecd},
                                                                          {"UVPD", Activation::uvpd},
                                                                          {"IRMPD", Activation::ird},
                                                                          {"PSD", Activation::psd}}};
  return std::ranges::find(names, name, &std::pair<std::string_view, Activation>::first)->second;
}

}  // namespace

chem::DigestOptions digest_options(const Parameters& parameters) {
  chem::DigestOptions options;
  options.enzyme = &chem::enzyme(parameters.text("enzyme"));
  options.specificity = specificity(parameters.text("specificity"));
  options.missed_cleavages = parameters.integer("missed_cleavages");
  options.min_length = parameters.integer("peptide_min_length");
  options.max_length = parameters.integer("peptide_max_length");
  options.min_mass_da = parameters.number("peptide_min_mass_da");
  options.max_mass_da = parameters.number("peptide_max_mass_da");
  options.initiator_methionine = parameters.boolean("initiator_methionine");
  chem::check(options);
  return options;
}

search::ModificationOptions modification_options(const Parameters& parameters) {
  search::ModificationOptions options;
  options.fixed = rules(parameters.texts("fixed_modifications"));
  options.variable = rules(parameters.texts("variable_modifications"));
  options.max_variable_per_peptide = parameters.integer("max_variable_modifications");
  search::check(options);
  return options;
}

chem::DigestOptions second_search_digest(const Parameters& parameters) {
  constexpr int shortest = 5;
  chem::DigestOptions options = digest_options(parameters);
  options.missed_cleavages = std::min(options.missed_cleavages + 1, chem::missed_cleavages_limit);
  options.min_length = std::max(shortest, options.min_length - 1);
  return options;
}

search::ModificationOptions second_search_modifications(const Parameters& parameters) {
  search::ModificationOptions options = modification_options(parameters);
  for (const chem::ModificationRule& rule : rules(parameters.texts("second_search_modifications"))) {
    if (std::ranges::find(options.variable, rule) == options.variable.end()) {
      options.variable.push_back(rule);
    }
  }
  search::check(options);
  return options;
}

search::SearchOptions search_options(const Parameters& parameters) {
  search::SearchOptions options;
  options.precursor = tolerance(parameters, "precursor_tolerance");
  options.fragment = tolerance(parameters, "fragment_tolerance");
  options.isotope_errors = parameters.integers("isotope_errors");
  options.assumed_charges = parameters.integers("assumed_charges");
  const std::string& ions = parameters.text("fragment_ions");
  options.ions = ions == "by"     ? search::FragmentIons::by
                 : ions == "cz"   ? search::FragmentIons::cz
                 : ions == "bycz" ? search::FragmentIons::bycz
                                  : search::FragmentIons::automatic;
  options.max_fragment_charge = parameters.integer("max_fragment_charge");
  search::check(options);
  return options;
}

filter::FilterOptions filter_options(const Parameters& parameters) {
  filter::FilterOptions options;
  options.retention_time_min_s = parameters.optional_number("retention_time_min_s");
  options.retention_time_max_s = parameters.optional_number("retention_time_max_s");
  options.precursor_mz_min = parameters.optional_number("precursor_mz_min");
  options.precursor_mz_max = parameters.optional_number("precursor_mz_max");
  options.precursor_charge_min = optional_integer(parameters, "precursor_charge_min");
  options.precursor_charge_max = optional_integer(parameters, "precursor_charge_max");
  if (parameters.text("polarity") != "any") {
    options.polarity = parameters.text("polarity") == "positive" ? Polarity::positive : Polarity::negative;
  }
  for (const std::string& name : parameters.texts("activations")) {
    options.activations.push_back(activation(name));
  }
  options.total_ion_current_min = parameters.optional_number("total_ion_current_min");
  options.centroid =
      parameters.text("centroid") == "never" ? filter::Centroiding::never : filter::Centroiding::when_profile;
  options.centroid_min_points = parameters.integer("centroid_min_points");
  options.noise_signal_to_noise_min = parameters.number("noise_signal_to_noise_min");
  options.noise_window_th = parameters.number("noise_window_th");
  options.noise_bins = parameters.integer("noise_bins");
  options.remove_precursor = parameters.boolean("remove_precursor");
  options.remove_precursor_window_th = parameters.number("remove_precursor_window_th");
  options.remove_reporter_ions = parameters.boolean("remove_reporter_ions");
  options.reporter_mz_min = parameters.number("reporter_mz_min");
  options.reporter_mz_max = parameters.number("reporter_mz_max");
  options.deisotope = parameters.boolean("deisotope");
  options.deisotope_tolerance = tolerance(parameters, "fragment_tolerance");
  options.deisotope_charge_max = parameters.integer("deisotope_charge_max");
  options.relative_intensity_min_percent = parameters.number("relative_intensity_min_percent");
  options.peak_selection = parameters.text("peak_selection") == "per_window" ? filter::PeakSelection::per_window
                                                                             : filter::PeakSelection::per_spectrum;
  options.top_peaks = parameters.integer("top_peaks");
  options.window_top_peaks = parameters.integer("window_top_peaks");
  options.window_width_th = parameters.number("window_width_th");
  options.min_peaks = parameters.integer("min_peaks");
  return options;
}

}  // namespace massa::parameters
