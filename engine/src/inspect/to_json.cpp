#include <cmath>
#include <nlohmann/json.hpp>

#include "massa/inspect/inspect.hpp"

namespace massa::inspect {
namespace {

using Json = nlohmann::ordered_json;

std::string_view code(io::FileFormat format) noexcept {
  switch (format) {
    case io::FileFormat::mzml:
      return "mzml";
    case io::FileFormat::mzxml:
      return "mzxml";
    case io::FileFormat::mgf:
      return "mgf";
    case io::FileFormat::fasta:
      return "fasta";
  }
  return "";
}

std::string_view code(io::Ionization ionization) noexcept {
  switch (ionization) {
    case io::Ionization::electrospray:
      return "electrospray";
    case io::Ionization::maldi:
      return "maldi";
    case io::Ionization::unknown:
      break;
  }
  return "unknown";
}

std::string_view code(Analyzer analyzer) noexcept {
  switch (analyzer) {
    case Analyzer::ion_trap:
      return "ion_trap";
    case Analyzer::quadrupole:
      return "quadrupole";
    case Analyzer::time_of_flight:
      return "time_of_flight";
    case Analyzer::orbitrap:
      return "orbitrap";
    case Analyzer::ft_icr:
      return "ft_icr";
    case Analyzer::unknown:
      break;
  }
  return "unknown";
}

Json number_or_null(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json run_object(const io::RunInfo& run) {
  Json analyzers = Json::array();
  for (const Analyzer analyzer : run.analyzers) {
    analyzers.push_back(code(analyzer));
  }
  Json software = Json::array();
  for (const io::Software& program : run.software) {
    software.push_back({{"name", program.name}, {"version", program.version}});
  }
  return {{"format_version", text_or_null(run.format_version)},
          {"gzip_wrapped", run.gzip_wrapped},
          {"instrument_model", text_or_null(run.instrument_model)},
          {"ionization", code(run.ionization)},
          {"analyzers", std::move(analyzers)},
          {"software", std::move(software)},
          {"start_time", text_or_null(run.start_time)}};
}

std::string_view representation(const classify::RunStatistics& run) noexcept {
  if (run.profile_spectra > 0 && run.centroid_spectra > 0) {
    return "mixed";
  }
  if (run.profile_spectra > 0) {
    return "profile";
  }
  return run.centroid_spectra > 0 ? "centroid" : "unknown";
}

Json spectra_object(const classify::RunStatistics& run) {
  Json levels = Json::object();
  for (const auto& [level, count] : run.spectra_per_level) {
    levels[level == 0 ? "unknown" : std::to_string(level)] = count;
  }
  Json charges = Json::object();
  for (std::size_t charge = 0; charge < run.precursor_charges.size(); ++charge) {
    if (run.precursor_charges[charge] > 0) {
      charges[charge == 0 ? "unknown" : std::to_string(charge)] = run.precursor_charges[charge];
    }
  }
  return {{"total", run.spectra},
          {"ms_levels", std::move(levels)},
          {"representation", representation(run)},
          {"first_retention_time_s", number_or_null(run.first_retention_time_s)},
          {"last_retention_time_s", number_or_null(run.last_retention_time_s)},
          {"precursor_charges", std::move(charges)}};
}

}  // namespace

std::string to_json(const Inspection& inspection) {
  Json document{{"file_name", inspection.file_name},
                {"size_bytes", inspection.size_bytes},
                {"sha256", inspection.sha256},
                {"format", code(inspection.format)},
                {"run", nullptr},
                {"spectra", nullptr},
                {"acquisition", nullptr},
                {"fasta", nullptr},
                {"warnings", Json::array()}};
  if (inspection.spectra) {
    document["run"] = run_object(inspection.spectra->run);
    document["spectra"] = spectra_object(inspection.spectra->statistics);
    const classify::Acquisition& acquisition = inspection.spectra->acquisition;
    document["acquisition"] = {{"type", classify::name(acquisition.type)},
                               {"reason_code", acquisition.reason_code},
                               {"reason", acquisition.reason}};
  }
  if (inspection.fasta) {
    document["fasta"] = {{"proteins", inspection.fasta->proteins}, {"residues", inspection.fasta->residues}};
  }
  for (const io::ReadWarning& warning : inspection.warnings) {
    document["warnings"].push_back({{"code", warning.code}, {"count", warning.count}, {"message", warning.message}});
  }
  // A file name need not be UTF-8.
  return document.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace massa::inspect
