#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "support/command.hpp"

namespace massa::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Real acquisitions, with what other engines or people found in them.
class SharedData : public testing::Test {
 protected:
  [[nodiscard]] std::string output() const { return (folder_.path() / "result").string(); }

  [[nodiscard]] json analyze(const std::string& run, const std::string& database,
                             const std::vector<std::string>& options) const {
    std::vector<std::string> arguments{"analyze", run, "--database", database, "-o", output(), "--json"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const Ran ran = massa(arguments);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return json::parse(ran.out, nullptr, false);
  }

  /// A column of psms.tsv by another, best matches only.
  [[nodiscard]] std::map<std::string, std::string> psms(std::size_t key, std::size_t value) const {
    std::map<std::string, std::string> column;
    for (const auto& cells : table("psms.tsv")) column.try_emplace(cells[key], cells[value]);
    return column;
  }

  [[nodiscard]] std::vector<std::vector<std::string>> table(const char* name) const {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(read_file(fs::path(output()) / name));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      rows.emplace_back(1);
      for (const char c : line) {
        if (c == '\t')
          rows.back().emplace_back();
        else
          rows.back().back() += c;
      }
    }
    return rows;
  }

  static std::string with_leucine(std::string text) {
    for (char& c : text) c = c == 'I' ? 'L' : c;
    return text;
  }

  TemporaryFolder folder_;
};

TEST_F(SharedData, AlbuminOfAnOrbitrapIsConfirmedAndNothingElse) {
  const auto run = shared_data("bsa_ltq_orbitrap/BSA1.mzML");
  const auto database = shared_data("fasta/18Protein_SoCe_Tr_detergents_trace.fasta");
  if (!run || !database) GTEST_SKIP() << no_shared_data;
  const json summary = analyze(run->string(), database->string(), {"--expect", "P02769"});
  EXPECT_EQ(summary["verdict"]["outcome"], "confirmed");
  EXPECT_EQ(summary["preset"]["name"], "hybrid");
  EXPECT_GT(summary["verdict"]["protein"]["coverage_percent"], 38.0);
  EXPECT_EQ(table("psms.tsv").size(), summary["counts"]["psms"]);  // also those of the second search
  const auto proteins = table("proteins.tsv");
  EXPECT_EQ(proteins[0][0], "P02769");
  for (const auto& protein : proteins) {
    const bool wrong = protein[3] == "background" || protein[3] == "target";
    EXPECT_FALSE(wrong && !protein[9].empty() && std::stod(protein[9]) < 0.01) << protein[0] << " E = " << protein[9];
  }
}

TEST_F(SharedData, LabelledIonTrapAlbuminIsFoundAtLowResolution) {
  const auto run = shared_data("bsa_iontrap_labelled/BSA_amaZonETD_batch_0_labelled.mgf");
  const auto database = shared_data("fasta/18Protein_SoCe_Tr_detergents_trace.fasta");
  if (!run || !database) GTEST_SKIP() << no_shared_data;
  const json summary = analyze(run->string(), database->string(), {});
  EXPECT_EQ(summary["preset"]["name"], "low-resolution");
  EXPECT_EQ(summary["preset"]["chosen_by"], "engine");
  const auto sequence_of = psms(2, 9);
  std::istringstream lines(read_file(*run));
  int labels = 0;
  int recovered = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("TITLE=")) continue;
    const std::string title = line.substr(6, line.find_last_not_of("\r\n ") - 5);
    const auto found = sequence_of.find(title);
    ++labels;
    recovered +=
        found != sequence_of.end() && with_leucine(found->second) == with_leucine(title.substr(0, title.find(' '))) ? 1
                                                                                                                    : 0;
  }
  EXPECT_EQ(labels, 657);
  EXPECT_GE(recovered, 0.95 * labels);
}

/// Peptide sequences that an mzIdentML file gives each spectrum.
std::map<std::string, std::set<std::string>> mzid_sequences(const fs::path& file) {
  const auto attribute = [](const std::string& text, const std::string& name) {
    const std::size_t begin = text.find(" " + name + "=\"") + name.size() + 3;
    return text.substr(begin, text.find('"', begin) - begin);
  };
  std::map<std::string, std::string> sequence_of;
  std::map<std::string, std::set<std::string>> result;
  std::string peptide;
  std::string spectrum;
  const std::string text = read_file(file);
  for (std::size_t open = text.find('<'); open != std::string::npos; open = text.find('<', open + 1)) {
    const std::string tag = text.substr(open, text.find('>', open) - open);
    if (tag.starts_with("<Peptide ")) peptide = attribute(tag, "id");
    if (tag.starts_with("<PeptideSequence")) {
      const std::size_t begin = open + tag.size() + 1;
      sequence_of[peptide] = text.substr(begin, text.find('<', begin) - begin);
    }
    if (tag.starts_with("<SpectrumIdentificationResult ")) spectrum = attribute(tag, "spectrumID");
    if (tag.starts_with("<SpectrumIdentificationItem "))
      result[spectrum].insert(sequence_of[attribute(tag, "peptide_ref")]);
  }
  return result;
}

TEST_F(SharedData, YeastPeptidesAreThoseOfAnotherEngine) {
  const auto run = shared_data("yeast_small/SmallCalibratible_Yeast.mzML");
  const auto database = shared_data("yeast_small/smalldb.fasta");
  const auto reference = shared_data("yeast_small/SmallCalibratible_Yeast.mzID");
  if (!run || !database || !reference) GTEST_SKIP() << no_shared_data;
  const json summary = analyze(run->string(), database->string(), {});
  EXPECT_EQ(summary["preset"]["name"], "high-resolution");
  const auto sequence_of = psms(1, 9);
  const auto expected = mzid_sequences(*reference);
  int same = 0;
  for (const auto& [spectrum, sequences] : expected) {
    const auto found = sequence_of.find(spectrum);
    if (found == sequence_of.end()) continue;
    for (const std::string& sequence : sequences) {
      if (with_leucine(sequence) == with_leucine(found->second)) {
        ++same;
        break;
      }
    }
  }
  EXPECT_EQ(expected.size(), 65U);
  EXPECT_GE(same, 62);
}

}  // namespace
}  // namespace massa::test
