#include "massa/filter/step.hpp"

#include <array>
#include <optional>
#include <type_traits>

namespace massa::filter {
namespace {

struct StepFacts {
  std::string_view name;
  std::string_view accession;  // PSI-MS
};

constexpr std::array<StepFacts, step_count> facts{{
    {"ms_level", "MS:1000511"},           // ms level
    {"retention_time", "MS:1000016"},     // scan start time
    {"precursor_mz", "MS:1000744"},       // selected ion m/z
    {"precursor_charge", "MS:1000041"},   // charge state
    {"polarity", "MS:1000465"},           // scan polarity
    {"activation", "MS:1000044"},         // dissociation method
    {"total_ion_current", "MS:1000285"},  // total ion current
    {"centroid", "MS:1000035"},           // peak picking
    {"noise", "MS:1000594"},              // low intensity data point removal
    {"remove_precursor", ""},
    {"remove_reporter_ions", ""},
    {"deisotope", "MS:1000033"},           // deisotoping
    {"relative_intensity", "MS:1000594"},  // low intensity data point removal
    {"top_peaks", ""},
    {"min_peaks", ""},
}};

using Value = StepParameter::second_type;

template <class T>
Value open(const std::optional<T>& limit) {
  if (!limit) {
    return std::monostate{};
  }
  if constexpr (std::is_integral_v<T>) {
    return static_cast<std::int64_t>(*limit);
  } else {
    return *limit;
  }
}

Value whole(int value) {
  return static_cast<std::int64_t>(value);
}

template <class T, class Name>
std::string list(const std::vector<T>& values, Name&& name_of) {
  std::string text;
  for (const T& value : values) {
    text += (text.empty() ? "" : ",") + std::string(name_of(value));
  }
  return text;
}

std::string_view polarity_name(Polarity polarity) {
  switch (polarity) {
    case Polarity::positive:
      return "positive";
    case Polarity::negative:
      return "negative";
    case Polarity::unknown:
      break;
  }
  return "unknown";
}

std::string_view activation_name(Activation activation) {
  constexpr std::array<std::string_view, 9> names{"unknown", "cid", "hcd", "etd", "ethcd", "ecd", "uvpd", "ird", "psd"};
  return names[static_cast<std::size_t>(activation)];
}

class Describer {
 public:
  void add(Step step, bool applied, std::vector<StepParameter> parameters, std::string_view why,
           std::string_view why_not) {
    const StepFacts& step_facts = facts[static_cast<std::size_t>(step)];
    steps_.push_back({step, std::string(step_facts.name), std::string(step_facts.accession), applied,
                      std::move(parameters), std::string(applied ? why : why_not)});
  }
  [[nodiscard]] std::vector<StepDescription> take() && { return std::move(steps_); }

 private:
  std::vector<StepDescription> steps_;
};

constexpr std::string_view limit_set = "a limit is set";
constexpr std::string_view no_limit = "no limit is set";

void add_spectrum_steps(const FilterOptions& o, Describer& steps) {
  steps.add(Step::ms_level, !o.ms_levels.empty(),
            {{"ms_levels", list(o.ms_levels, [](int level) { return std::to_string(level); })}},
            "the search uses these MS levels", no_limit);
  steps.add(
      Step::retention_time, o.retention_time_min_s || o.retention_time_max_s,
      {{"retention_time_min_s", open(o.retention_time_min_s)}, {"retention_time_max_s", open(o.retention_time_max_s)}},
      limit_set, no_limit);
  steps.add(Step::precursor_mz, o.precursor_mz_min || o.precursor_mz_max,
            {{"precursor_mz_min", open(o.precursor_mz_min)}, {"precursor_mz_max", open(o.precursor_mz_max)}}, limit_set,
            no_limit);
  steps.add(
      Step::precursor_charge, o.precursor_charge_min || o.precursor_charge_max,
      {{"precursor_charge_min", open(o.precursor_charge_min)}, {"precursor_charge_max", open(o.precursor_charge_max)}},
      limit_set, no_limit);
  steps.add(Step::polarity, o.polarity.has_value(),
            {{"polarity", o.polarity ? Value(std::string(polarity_name(*o.polarity))) : Value()}}, limit_set, no_limit);
  steps.add(Step::activation, !o.activations.empty(), {{"activations", list(o.activations, activation_name)}},
            limit_set, no_limit);
  steps.add(Step::total_ion_current, o.total_ion_current_min.has_value(),
            {{"total_ion_current_min", open(o.total_ion_current_min)}}, limit_set, no_limit);
}

void add_peak_steps(const FilterOptions& o, Describer& steps) {
  steps.add(Step::centroid, o.centroid == Centroiding::when_profile,
            {{"centroid_min_points", whole(o.centroid_min_points)}},
            "profile spectra become centroids; centroid spectra pass unchanged", "switched off");
  steps.add(Step::noise, o.noise_signal_to_noise_min > 0.0,
            {{"noise_signal_to_noise_min", o.noise_signal_to_noise_min},
             {"noise_window_th", o.noise_window_th},
             {"noise_bins", whole(o.noise_bins)}},
            "a signal-to-noise ratio is set", "no signal-to-noise ratio is set");
  steps.add(Step::remove_precursor, o.remove_precursor, {{"remove_precursor_window_th", o.remove_precursor_window_th}},
            "what remains of the precursor dominates ion-trap spectra and explains no fragment",
            "fragments of high resolution are told apart from the precursor");
  steps.add(Step::remove_reporter_ions, o.remove_reporter_ions,
            {{"reporter_mz_min", o.reporter_mz_min}, {"reporter_mz_max", o.reporter_mz_max}},
            "reporter ions explain no fragment of the peptide", "no reporter ions are expected");
  steps.add(Step::deisotope, o.deisotope,
            {{"deisotope_tolerance", o.deisotope_tolerance.value},
             {"deisotope_tolerance_unit", std::string(name(o.deisotope_tolerance.unit))},
             {"deisotope_charge_max", whole(o.deisotope_charge_max)}},
            "the isotopes of fragments are resolved", "the isotopes of fragments are not resolved");
  steps.add(Step::relative_intensity, o.relative_intensity_min_percent > 0.0,
            {{"relative_intensity_min_percent", o.relative_intensity_min_percent}},
            "the faintest peaks are mostly noise", "switched off");
  const bool per_spectrum = o.peak_selection == PeakSelection::per_spectrum;
  steps.add(Step::top_peaks, (per_spectrum ? o.top_peaks : o.window_top_peaks) > 0,
            per_spectrum ? std::vector<StepParameter>{{"peak_selection", std::string("per_spectrum")},
                                                      {"top_peaks", whole(o.top_peaks)}}
                         : std::vector<StepParameter>{{"peak_selection", std::string("per_window")},
                                                      {"window_top_peaks", whole(o.window_top_peaks)},
                                                      {"window_width_th", o.window_width_th}},
            "the brightest peaks hold the fragments", "switched off");
  steps.add(Step::min_peaks, o.min_peaks > 0, {{"min_peaks", whole(o.min_peaks)}}, "too few peaks identify no peptide",
            "switched off");
}

}  // namespace

std::string_view name(Step step) noexcept {
  return facts[static_cast<std::size_t>(step)].name;
}

std::vector<StepDescription> describe_steps(const FilterOptions& options) {
  Describer steps;
  add_spectrum_steps(options, steps);
  add_peak_steps(options, steps);
  return std::move(steps).take();
}

}  // namespace massa::filter
