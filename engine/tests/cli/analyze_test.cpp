#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "cli/simulated_runs.hpp"

namespace massa::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::Contains;
using testing::HasSubstr;

/// Runs shared by the tests of this file, simulated when first asked for: an albumin digest and a mixture.
class Analyze : public testing::Test {
 protected:
  static void SetUpTestSuite() { shared_ = new TemporaryFolder; }
  static void TearDownTestSuite() {
    delete shared_;
    runs_.clear();
  }
  static const std::string& albumin() { return shared_run("albumin", {"P02769"}); }
  static const std::string& mixture() { return shared_run("mixture", {"P02769", "P00330"}); }

  [[nodiscard]] std::string output(const std::string& name) const { return (folder_.path() / name).string(); }

  /// Analyses a run and returns its summary.
  [[nodiscard]] json analyze(const std::string& run, const std::vector<std::string>& options,
                             const std::string& name = "result") const {
    std::vector<std::string> arguments{"analyze", run, "--database", proteins_fasta, "-o", output(name), "--json"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const Ran ran = massa(arguments);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return json::parse(ran.out, nullptr, false);
  }

  static std::vector<std::string> codes(const json& summary) {
    std::vector<std::string> list;
    for (const json& reason : summary["verdict"]["reasons"]) list.push_back(reason["code"]);
    return list;
  }

  TemporaryFolder folder_;

 private:
  static const std::string& shared_run(const std::string& name, const std::vector<std::string>& accessions) {
    std::string& run = runs_[name];
    if (run.empty()) {
      run = simulated_run(*shared_, name, accessions);
    }
    return run;
  }
  static inline TemporaryFolder* shared_ = nullptr;
  static inline std::map<std::string, std::string> runs_;
};

TEST_F(Analyze, ConfirmsTheRightProtein) {
  const json summary = analyze(albumin(), {"--expect", "P02769"});
  EXPECT_EQ(summary["verdict"]["outcome"], "confirmed");
  EXPECT_EQ(summary["verdict"]["protein"]["accession"], "P02769");
  EXPECT_LT(summary["verdict"]["protein"]["e_value"], 1e-50);
  EXPECT_GT(summary["verdict"]["protein"]["coverage_percent"], 70.0);
  EXPECT_EQ(summary["acquisition"]["type"], "dda");
  EXPECT_EQ(summary["preset"]["name"], "high-resolution");
  EXPECT_EQ(summary["preset"]["chosen_by"], "engine");
  EXPECT_EQ(summary["expected"]["source"], "database");
}

TEST_F(Analyze, NamesAnotherProteinWhenTheWrongOneWasExpected) {
  const json summary = analyze(albumin(), {"--expect", "P00698"});
  EXPECT_EQ(summary["verdict"]["outcome"], "another_protein");
  EXPECT_EQ(summary["verdict"]["best_competitor"]["accession"], "P02769");
  EXPECT_THAT(codes(summary), Contains("expected_protein_not_seen"));
}

TEST_F(Analyze, FindsAMixture) {
  const json summary = analyze(mixture(), {"--expect", "P02769"});
  EXPECT_EQ(summary["verdict"]["outcome"], "mixture");
  EXPECT_EQ(summary["verdict"]["best_competitor"]["accession"], "P00330");
}

TEST_F(Analyze, IdentifiesWhatNobodyExpected) {
  const json summary = analyze(mixture(), {});
  EXPECT_EQ(summary["verdict"]["outcome"], "identified");
  EXPECT_TRUE(summary["expected"].is_null());
}

/// A sequence that no database has: residues in the proportions of proteins, in random order.
constexpr std::string_view unknown_protein =
    ">UNKNOWN\n"
    "AVDLGQKSELTPAFGRNDIVYELSGKTWAHLDPEVRQSGILNAFKDYTEVPLAGSRMHELDTKVIQGNAPSFLRELYDGKVTHSAEWPLNQRGDIFASVKLETPYHGRDNLAVE"
    "SKQITFGPLMDR"
    "SYEAKNLVHTGDPQFERILSAKWVDGETLNYRAPSKFHIGLDQETRVNSPAMLYKEDGTFVQRHLSIANPKGEYDWTLRVAFSQKNDHPGELITRYSVMAKEFDLGQTNRPAHI"
    "SVEKLWDYGFR"
    "TPNQASLKDEVGHIRYLMTFPAKSGDNWEVQRLATHSIEKDPGFYLVRNGQTASELKIHVDPMFRGYLETNKSAWQDIPRVLGHFSEKTNADYLRQGPVISMEKFHTLDAGRWN"
    "YEPSVLKQTDR\n";

TEST_F(Analyze, DoesNotConfirmOrFindAnythingInSpectraOfNothing) {
  simulate::SimulateOptions options;
  options.contaminant_fraction = 0.0;
  const std::string nothing =
      simulated_run(folder_, "nothing", {}, options, folder_.write("unknown.fasta", unknown_protein).string());
  EXPECT_EQ(analyze(nothing, {"--expect", "P00698"}, "expected")["verdict"]["outcome"], "not_confirmed");
  EXPECT_EQ(analyze(nothing, {}, "open")["verdict"]["outcome"], "nothing_found");
}

TEST_F(Analyze, TakesASequenceOfItsOwnAsExpected) {
  const std::string tagged =
      ">construct His-tagged "
      "lysozyme\nMGSSHHHHHHSSGLVPRGSHMKVFGRCELAAAMKRHGLDNYRGYSLGNWVCAAKFESNFNTQATNRNTDGSTDYGILQINSR\n";
  const std::string fasta = folder_.write("construct.fasta", tagged).string();
  const json summary = analyze(albumin(), {"--expect", fasta});
  EXPECT_EQ(summary["expected"]["accession"], "construct");
  EXPECT_EQ(summary["expected"]["source"], "sequence");
  EXPECT_EQ(summary["verdict"]["outcome"], "another_protein");
}

TEST_F(Analyze, WritesTheSameBytesOnAnyNumberOfThreads) {
  for (const char* threads : {"1", "2", "5"}) {
    (void)analyze(albumin(), {"--expect", "P02769", "--threads", threads}, threads);
  }
  for (const char* file : {"summary.json", "result.sqlite", "proteins.tsv", "peptides.tsv", "psms.tsv"}) {
    const std::string one = read_file(fs::path(output("1")) / file);
    EXPECT_FALSE(one.empty());
    EXPECT_TRUE(one == read_file(fs::path(output("2")) / file)) << file;
    EXPECT_TRUE(one == read_file(fs::path(output("5")) / file)) << file;
  }
}

TEST_F(Analyze, KeepsTheColumnContract) {
  (void)analyze(albumin(), {});
  const auto header = [&](const char* file) {
    const std::string text = read_file(fs::path(output("result")) / file);
    return text.substr(0, text.find('\n'));
  };
  EXPECT_EQ(header("proteins.tsv"),
            "accession\tdescription\tgroup\trole\tpsms\tpeptides\tunique_peptides\tcoverage_percent\tscore\te_value\tq_"
            "value\tmass_da");
  EXPECT_EQ(header("peptides.tsv"),
            "proforma\tsequence\tproteins\tstart\tend\tcharges\tpsms\tbest_hyperscore\te_value\tq_value");
  EXPECT_EQ(header("psms.tsv"),
            "file\tspectrum_id\ttitle\tscan\tretention_time_s\tprecursor_mz\tprecursor_charge\tprecursor_error_"
            "ppm\tproforma\tsequence\t"
            "proteins\tis_decoy\trank\thyperscore\tmatched_ions\te_value\tq_value");
}

std::string with_leucine(std::string text) {
  std::ranges::replace(text, 'I', 'L');
  return text;
}

/// Sequences (I = L) of each spectrum, from the truth of a simulated run; chimeric spectra have several, some have
/// none.
std::map<std::string, std::set<std::string>> truth_of(const std::string& run) {
  std::map<std::string, std::set<std::string>> truth;
  std::istringstream lines(read_file(fs::path(run).replace_extension(".tsv")));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    std::string id, scan, proforma, sequence;
    std::getline(cells, id, '\t') && std::getline(cells, scan, '\t') && std::getline(cells, proforma, '\t') &&
        std::getline(cells, sequence, '\t');
    std::set<std::string>& sequences = truth[id];
    if (!sequence.empty()) sequences.insert(with_leucine(sequence));
  }
  return truth;
}

TEST_F(Analyze, FindsTheTruthAtAnHonestFalseDiscoveryRate) {
  const json summary = analyze(mixture(), {});
  const auto truth = truth_of(mixture());
  std::istringstream lines(read_file(fs::path(output("result")) / "psms.tsv"));
  std::string line;
  std::getline(lines, line);
  int matched = 0;
  int accepted = 0;
  int right = 0;
  while (std::getline(lines, line)) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == '\t')
        cells.emplace_back();
      else
        cells.back() += c;
    }
    ++matched;
    if (cells[11] == "0" && !cells[16].empty() && std::stod(cells[16]) <= 0.01) {
      ++accepted;
      const auto known = truth.find(cells[1]);
      right += known != truth.end() && known->second.contains(with_leucine(cells[9])) ? 1 : 0;
    }
  }
  int identifiable = 0;
  for (const auto& [id, sequences] : truth) identifiable += sequences.empty() ? 0 : 1;
  EXPECT_EQ(accepted, summary["fdr"]["psm"]["accepted"]);
  EXPECT_EQ(matched, summary["counts"]["psms"]);
  EXPECT_GT(right, 0.6 * identifiable);
  EXPECT_LE(accepted - right, 0.02 * accepted + 3);
}

TEST_F(Analyze, SearchesSeveralFilesAsOne) {
  std::vector<std::string> arguments{"analyze",      albumin(), mixture(),      "--database",
                                     proteins_fasta, "-o",      output("both"), "--json"};
  const Ran ran = massa(arguments);
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(json::parse(ran.out)["files"].size(), 2U);
  const std::string psms = read_file(fs::path(output("both")) / "psms.tsv");
  EXPECT_THAT(psms, HasSubstr("\nalbumin.mzML\t"));
  EXPECT_THAT(psms, HasSubstr("\nmixture.mzML\t"));
}

TEST_F(Analyze, SaysWhyAFingerprintIsNotSearched) {
  simulate::SimulateOptions options;
  options.kind = simulate::RunKind::pmf;
  const json summary = analyze(simulated_run(folder_, "pmf", {"P02769"}, options), {"--expect", "P02769"});
  EXPECT_EQ(summary["acquisition"]["type"], "pmf");
  EXPECT_EQ(summary["verdict"]["outcome"], "not_searched");
  EXPECT_THAT(codes(summary), Contains("pmf_search_not_available"));
}

TEST_F(Analyze, SaysWhyAnIntactProteinIsNotSearched) {
  simulate::SimulateOptions options;
  options.kind = simulate::RunKind::intact;
  const json summary = analyze(simulated_run(folder_, "intact", {"P68082"}, options), {});
  EXPECT_EQ(summary["verdict"]["outcome"], "not_searched");
  EXPECT_THAT(codes(summary), Contains("intact_search_not_available"));
}

TEST_F(Analyze, LetsTheUserOverrideAcquisitionPresetAndParameters) {
  const std::string parameters =
      folder_.write("parameters.json", R"({"preset": "low-resolution", "missed_cleavages": 1})").string();
  const json summary =
      analyze(albumin(), {"-c", parameters, "--set", "acquisition=dia", "--set", "missed_cleavages=0"});
  EXPECT_EQ(summary["preset"]["name"], "low-resolution");
  EXPECT_EQ(summary["preset"]["chosen_by"], "user");
  EXPECT_EQ(summary["parameters"]["missed_cleavages"], 0);
  EXPECT_TRUE(summary["acquisition"]["overridden"].get<bool>());
  EXPECT_EQ(summary["verdict"]["outcome"], "not_searched");
}

TEST_F(Analyze, RefusesAnExistingResultUnlessToldToReplaceIt) {
  (void)analyze(albumin(), {}, "again");
  const Ran refused = massa({"analyze", albumin(), "-d", proteins_fasta, "-o", output("again")});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--overwrite"));
  EXPECT_EQ(massa({"analyze", albumin(), "-d", proteins_fasta, "-o", output("again"), "--overwrite"}).exit_code, 0);
  fs::create_directory(output("letters"));
  (void)folder_.write("letters/will.txt", "");
  const Ran foreign = massa({"analyze", albumin(), "-d", proteins_fasta, "-o", output("letters"), "--overwrite"});
  EXPECT_EQ(foreign.exit_code, 2);
  EXPECT_THAT(foreign.err, HasSubstr("is no result, so it is not replaced"));
  EXPECT_TRUE(fs::exists(output("letters/will.txt")));
}

TEST_F(Analyze, LeavesNothingBehindWhenItFails) {
  const std::string broken = folder_.write("broken.mzML", read_file(albumin()).substr(0, 20000)).string();
  const Ran ran = massa({"analyze", broken, "-d", proteins_fasta, "-o", output("never")});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_THAT(ran.err, HasSubstr("broken.mzML"));
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_.path())) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("never")) << entry.path();
  }
}

TEST_F(Analyze, NamesWhatIsWrongWithItsArguments) {
  const auto fails = [&](std::vector<std::string> options, int code) {
    std::vector<std::string> arguments{"analyze", albumin(), "-d", proteins_fasta, "-o", output("never")};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const Ran ran = massa(arguments);
    EXPECT_EQ(ran.exit_code, code) << ran.err;
    return ran.err;
  };
  EXPECT_THAT(fails({"--expect", "P99999999"}, 2), HasSubstr("no protein 'P99999999'"));
  EXPECT_THAT(fails({"--set", "enzime=Trypsin"}, 2), HasSubstr("did you mean enzyme"));
  EXPECT_THAT(fails({"--set", "specificity=loose"}, 2), HasSubstr("specificity"));
  EXPECT_THAT(fails({"--preset", "none"}, 2), HasSubstr("high-resolution"));
  EXPECT_THAT(fails({"-c", "/nowhere.json"}, 2), HasSubstr("/nowhere.json"));
}

TEST_F(Analyze, SaysWhatIsWrongWithTheQuestionBeforeItReadsTheSpectra) {
  const std::string whole = read_file(albumin());
  const std::string cut = folder_.write("cut.mzML", whole.substr(0, whole.rfind("<spectrum "))).string();
  const auto fails = [&](const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"analyze", cut, "-d", proteins_fasta, "-o", output("never")};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return massa(arguments);
  };
  ASSERT_EQ(fails({}).exit_code, 3);
  const Ran absent = fails({"--expect", "P99999999"});
  EXPECT_EQ(absent.exit_code, 2);
  EXPECT_THAT(absent.err, HasSubstr("no protein 'P99999999'"));
  const std::vector<std::pair<std::string, std::string>> settings{
      {"enzyme=Scissors", "Scissors"},
      {"variable_modifications=Oxidised@M", "Oxidised"},
      {"second_search_modifications=Oxidised@M", "Oxidised"},
      {"second_search_modifications=Deamidated@N,Deamidated@Q,Methyl@K,Methyl@R,Methyl@H,Phospho@S,Phospho@T,Phospho@Y,"
       "Carbamyl@K,Carbamyl@R,Acetyl@K,Formyl@K,Oxidation@W,Oxidation@H",
       "too many combinations"}};
  for (const auto& [setting, named] : settings) {
    const Ran ran = fails({"--expect", "P02769", "--set", "max_variable_modifications=5", "--set", setting});
    EXPECT_EQ(ran.exit_code, 2) << setting;
    EXPECT_THAT(ran.err, HasSubstr(named));
  }
}

TEST_F(Analyze, SearchesTwiceWithAsManyMissedCleavagesAsThereMayBe) {
  const json summary = analyze(albumin(), {"--expect", "P02769", "--set", "missed_cleavages=10"});
  EXPECT_EQ(summary["verdict"]["outcome"], "confirmed");
  EXPECT_EQ(summary["parameters"]["missed_cleavages"], 10);
}

TEST_F(Analyze, TellsItsProgressAsJsonLines) {
  const Ran ran = massa({"analyze", albumin(), "-d", proteins_fasta, "-o", output("result"), "--progress", "json"});
  std::istringstream lines(ran.err);
  std::vector<std::string> stages;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('{')) {
      const json report = json::parse(line);
      EXPECT_TRUE(report["done"].is_number_unsigned() && report["total"].is_number_unsigned());
      stages.push_back(report["stage"]);
    }
  }
  EXPECT_THAT(stages, testing::IsSupersetOf({"read", "search", "validate", "write"}));
}

TEST_F(Analyze, GivesExportAndSummarizeWhatTheyNeed) {
  (void)analyze(albumin(), {"--expect", "P02769"}, "a");
  (void)analyze(mixture(), {"--expect", "P00330"}, "b");
  const Ran exported = massa({"export", output("a"), "--format", "tsv", "--table", "spectra"});
  EXPECT_EQ(exported.exit_code, 0) << exported.err;
  EXPECT_THAT(exported.out, HasSubstr("id\tspectrum_id\ttitle\tscan"));
  const Ran summarized = massa({"summarize", output("a"), output("b"), "-o", output("sample"), "--json"});
  ASSERT_EQ(summarized.exit_code, 0) << summarized.err;
  const json sample = json::parse(summarized.out);
  EXPECT_EQ(sample["outcomes"], (json{{"confirmed", 1}, {"mixture", 1}}));
  EXPECT_THAT(read_file(fs::path(output("sample")) / "proteins.tsv"), HasSubstr("\nmixture.mzML\tP00330\t"));
  EXPECT_EQ(massa({"export", folder_.path().string()}).exit_code, 3);
}

}  // namespace
}  // namespace massa::test
