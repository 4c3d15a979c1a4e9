#include "massa/result/summary.hpp"

#include <nlohmann/json.hpp>

namespace massa::result {
namespace {

using Json = nlohmann::ordered_json;

Json json(const FileFacts& file) {
  return {{"name", file.name}, {"format", file.format}, {"size_bytes", file.size_bytes}, {"sha256", file.sha256}};
}

Json json(const Tolerance& tolerance) {
  return {{"value", tolerance.value}, {"unit", name(tolerance.unit)}};
}

Json json(const validate::FdrEstimate& fdr) {
  return {{"estimable", fdr.estimable}, {"threshold", fdr.threshold}, {"targets", fdr.targets},
          {"decoys", fdr.decoys},       {"accepted", fdr.accepted},   {"message", fdr.message}};
}

Json json(const validate::Reason& reason) {
  Json params = Json::object();
  for (const auto& [key, value] : reason.params) {
    params[key] = std::visit([](const auto& held) { return Json(held); }, value);
  }
  return {{"code", reason.code}, {"params", params}, {"text", reason.text}};
}

Json protein_json(const std::optional<ProteinFigures>& protein) {
  if (!protein) return nullptr;
  return {{"accession", protein->accession},
          {"description", protein->description},
          {"e_value", protein->e_value},
          {"coverage_percent", protein->coverage_percent},
          {"coverage_from", protein->coverage_from},
          {"coverage_to", protein->coverage_to},
          {"psms", protein->psms},
          {"peptides", protein->peptides},
          {"unique_peptides", protein->unique_peptides},
          {"n_terminus_seen", protein->n_terminus_seen},
          {"c_terminus_seen", protein->c_terminus_seen},
          {"mass_da", protein->mass_da}};
}

Json competitor_json(const std::optional<ProteinFigures>& protein) {
  if (!protein) return nullptr;
  return {{"accession", protein->accession},
          {"description", protein->description},
          {"e_value", protein->e_value},
          {"peptides", protein->peptides},
          {"coverage_percent", protein->coverage_percent}};
}

Json expected_json(const std::optional<ExpectedFacts>& expected) {
  if (!expected) return nullptr;
  return {{"accession", expected->accession},
          {"description", expected->description},
          {"length", expected->length},
          {"source", expected->own_sequence ? "sequence" : "database"}};
}

Json verdict_json(const Summary& summary) {
  Json reasons = Json::array();
  for (const validate::Reason& reason : summary.reasons) {
    reasons.push_back(json(reason));
  }
  return {{"outcome", validate::name(summary.outcome)},
          {"sentence", summary.sentence},
          {"reasons", reasons},
          {"protein", protein_json(summary.protein)},
          {"best_competitor", competitor_json(summary.best_competitor)}};
}

Json counts_json(const Counts& counts) {
  return {{"spectra", counts.spectra},
          {"ms1_spectra", counts.ms1_spectra},
          {"ms2_spectra", counts.ms2_spectra},
          {"searched_spectra", counts.searched_spectra},
          {"psms", counts.psms},
          {"accepted_psms", counts.accepted_psms},
          {"peptides", counts.peptides},
          {"proteins", counts.proteins},
          {"protein_groups", counts.protein_groups}};
}

}  // namespace

std::string to_json(const Summary& summary) {
  Json document;
  document["format"] = "massa-result";
  document["format_version"] = 1;
  document["engine_version"] = summary.engine_version;
  document["file"] = json(summary.files.front());
  if (summary.files.size() > 1) {
    for (const FileFacts& file : summary.files) document["files"].push_back(json(file));
  }
  document["database"] = {
      {"name", summary.database.name}, {"sha256", summary.database.sha256}, {"proteins", summary.database.proteins}};
  document["expected"] = expected_json(summary.expected);
  document["acquisition"] = {{"type", classify::name(summary.acquisition.type)},
                             {"reason_code", summary.acquisition.reason_code},
                             {"reason", summary.acquisition.reason},
                             {"overridden", summary.acquisition_overridden}};
  document["resolution"] = {{"ms1", classify::name(summary.resolution.ms1)},
                            {"ms2", classify::name(summary.resolution.ms2)},
                            {"reason_code", summary.resolution.reason_code},
                            {"reason", summary.resolution.reason}};
  document["preset"] = {{"name", summary.preset.name},
                        {"chosen_by", summary.preset.chosen_by_user ? "user" : "engine"},
                        {"reason", summary.preset.reason}};
  document["tolerances"] = {{"precursor", json(summary.precursor_tolerance)},
                            {"fragment", json(summary.fragment_tolerance)}};
  document["parameters"] = Json::parse(summary.parameters_json);
  document["verdict"] = verdict_json(summary);
  document["counts"] = counts_json(summary.counts);
  document["fdr"] = {
      {"psm", json(summary.psm_fdr)}, {"peptide", json(summary.peptide_fdr)}, {"protein", json(summary.protein_fdr)}};
  document["warnings"] = Json::array();
  for (const Warning& warning : summary.warnings) {
    document["warnings"].push_back({{"code", warning.code}, {"message", warning.message}});
  }
  // Texts come from files: what is no UTF-8 must not stop the result.
  return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace massa::result
