#include "massa/simulate/simulate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "massa/chem/residues.hpp"
#include "massa/core/error.hpp"
#include "massa/io/hash.hpp"
#include "massa/io/reader.hpp"

namespace massa::simulate {
namespace {

using testing::HasSubstr;

struct TruthRow {
  std::string spectrum_id, scan, proforma, sequence, proteins, charge, kind;
};

class Simulate : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              ("massa_simulate_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    options_.accessions = {"P02769"};
    options_.gradient_s = 300.0;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return folder_ / name; }

  SimulationSummary run(const std::string& name, unsigned threads = 2) {
    SilentProgress progress;
    return simulate(read_sample({}), options_, {path(name + ".mzML"), path(name + ".mgf"), path(name + ".tsv")},
                    threads, progress);
  }

  [[nodiscard]] static std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
  }

  [[nodiscard]] std::vector<TruthRow> truth(const std::string& name) const {
    std::ifstream stream(path(name));
    std::string line;
    std::getline(stream, line);
    EXPECT_EQ(line, "spectrum_id\tscan\tproforma\tsequence\tproteins\tcharge\tkind");
    std::vector<TruthRow> rows;
    while (std::getline(stream, line)) {
      std::vector<std::string> cells(1);
      for (const char c : line) {
        if (c == '\t') {
          cells.emplace_back();
        } else {
          cells.back() += c;
        }
      }
      EXPECT_EQ(cells.size(), 7U) << line;
      cells.resize(7);
      rows.push_back({cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]});
    }
    return rows;
  }

  [[nodiscard]] static std::vector<Spectrum> spectra_of(const std::filesystem::path& file) {
    std::vector<Spectrum> spectra;
    io::for_each_spectrum(file, {}, 1, [&](Spectrum&& spectrum) { spectra.push_back(std::move(spectrum)); });
    return spectra;
  }

  std::filesystem::path folder_;
  SimulateOptions options_;
};

TEST_F(Simulate, GivesTheSameBytesForASeedOnAnyNumberOfThreads) {
  run("one", 1);
  run("three", 3);
  for (const std::string extension : {".mzML", ".mgf", ".tsv"}) {
    EXPECT_EQ(io::sha256_file(path("one" + extension)), io::sha256_file(path("three" + extension))) << extension;
  }
  options_.seed = 2;
  run("other", 2);
  EXPECT_NE(io::sha256_file(path("one.mgf")), io::sha256_file(path("other.mgf")));
}

TEST_F(Simulate, GivesTheSameTextOnEveryMachine) {
  // mzML is left out: its compressed arrays may differ between versions of libdeflate.
  options_.gradient_s = 60.0;
  run("golden");
  EXPECT_EQ(io::sha256_file(path("golden.mgf")), "40d911299bd82ed4403ff096660681cc2c6fb9a91c756322a86b67c02f233ec1");
  EXPECT_EQ(io::sha256_file(path("golden.tsv")), "5fbe58b31027c117f7e36fda70170bcb941d5f1734016fae035f3b5bfd58e594");
}

TEST_F(Simulate, WritesMzmlThatReadsBack) {
  const SimulationSummary summary = run("run");
  const std::unique_ptr<io::SpectrumReader> reader = io::open_spectra(path("run.mzML"));
  EXPECT_EQ(reader->run().ionization, io::Ionization::electrospray);
  std::uint64_t ms1 = 0;
  std::uint64_t ms2 = 0;
  std::uint64_t peaks = 0;
  double time_s = -1.0;
  Spectrum spectrum;
  while (reader->next(spectrum)) {
    (spectrum.ms_level == 1 ? ms1 : ms2) += 1;
    peaks += spectrum.mz.size();
    EXPECT_EQ(spectrum.analyzer, Analyzer::orbitrap);
    EXPECT_EQ(spectrum.representation, Representation::centroid);
    EXPECT_EQ(spectrum.polarity, Polarity::positive);
    EXPECT_EQ(spectrum.native_id, "scan=" + std::to_string(ms1 + ms2));
    EXPECT_TRUE(std::ranges::is_sorted(spectrum.mz));
    EXPECT_GT(spectrum.retention_time_s, time_s);
    time_s = spectrum.retention_time_s;
    if (spectrum.ms_level == 2) {
      ASSERT_EQ(spectrum.precursors.size(), 1U);
      EXPECT_EQ(spectrum.precursors[0].activation, Activation::hcd);
      EXPECT_DOUBLE_EQ(spectrum.precursors[0].isolation_lower_offset, 1.0);
    }
  }
  EXPECT_EQ(ms1, summary.ms1_spectra);
  EXPECT_EQ(ms2, summary.ms2_spectra);
  EXPECT_EQ(peaks, summary.peaks);
  EXPECT_GT(ms2, 100U);
  EXPECT_TRUE(reader->report().warnings.empty());
}

TEST_F(Simulate, IndexesItsMzml) {
  options_.gradient_s = 30.0;
  const SimulationSummary summary = run("run");
  const std::string text = text_of(path("run.mzML"));
  const auto number_behind = [&](const std::string& tag) {
    return std::stoul(text.substr(text.rfind(tag) + tag.size(), 20));
  };
  EXPECT_EQ(text.compare(number_behind("<indexListOffset>"), 11, "<indexList "), 0);
  std::size_t entries = 0;
  for (std::size_t at = text.find("<offset "); at != std::string::npos; at = text.find("<offset ", at + 1)) {
    const std::size_t value = text.find('>', at) + 1;
    const std::string id = text.substr(at + 15, text.find('"', at + 15) - at - 15);
    const std::string element = text.substr(std::stoul(text.substr(value, 20)), 60);
    EXPECT_THAT(element, testing::StartsWith("<spectrum "));
    EXPECT_THAT(element, HasSubstr("id=\"" + id + "\""));
    ++entries;
  }
  EXPECT_EQ(entries, summary.ms1_spectra + summary.ms2_spectra);
}

TEST_F(Simulate, SelectsPrecursorsWhoseMassIsThatOfTheTruth) {
  options_.precursor_error_mean_ppm = 2.0;
  options_.precursor_error_sd_ppm = 1.0;
  run("run");
  const std::vector<Spectrum> spectra = spectra_of(path("run.mzML"));
  std::vector<double> errors_ppm;
  for (const TruthRow& row : truth("run.tsv")) {
    if (row.kind != "peptide" || row.proforma != row.sequence) {
      continue;
    }
    const Precursor& precursor = spectra.at(std::stoul(row.scan) - 1).precursors.front();
    const double expected = chem::mz(chem::peptide_mass(row.sequence), std::stoi(row.charge));
    const double ppm = (precursor.mz - expected) / expected * 1e6;
    if (std::abs(ppm) < 100.0) {  // a few are taken at their first isotope
      errors_ppm.push_back(ppm);
    }
  }
  ASSERT_GT(errors_ppm.size(), 50U);
  double mean = 0.0;
  for (const double ppm : errors_ppm) mean += ppm / static_cast<double>(errors_ppm.size());
  EXPECT_NEAR(mean, 2.0, 0.5);
}

TEST_F(Simulate, HoldsTheKindsOfSpectraThatRealRunsHold) {
  options_.contaminant_fraction = 0.1;
  options_.isolation_window_th = 4.0;
  run("run");
  std::map<std::string, int> kinds;
  std::set<std::string> forms;
  for (const TruthRow& row : truth("run.tsv")) {
    ++kinds[row.kind];
    forms.insert(row.proforma);
    EXPECT_EQ(row.proforma.empty(), row.kind == "unassignable" || row.proteins.empty());
  }
  for (const char* kind : {"peptide", "contaminant", "co_isolated", "unassignable"}) {
    EXPECT_GT(kinds[kind], 5) << kind;
  }
  const auto some_hold = [&](const std::string& part) {
    return std::ranges::any_of(forms, [&](const std::string& form) { return form.find(part) != std::string::npos; });
  };
  EXPECT_TRUE(some_hold("C[Carbamidomethyl]"));
  EXPECT_TRUE(some_hold("M[Oxidation]"));
  EXPECT_TRUE(some_hold("N[Deamidated]"));
}

TEST_F(Simulate, WritesTheNumberOfMs2SpectraAskedFor) {
  options_.kind = RunKind::ms2_only;
  options_.spectra = 333;
  options_.accessions = {};
  const SimulationSummary summary = run("run");
  EXPECT_EQ(summary.ms1_spectra, 0U);
  EXPECT_EQ(summary.ms2_spectra, 333U);
  EXPECT_EQ(spectra_of(path("run.mzML")).size(), 333U);
  EXPECT_EQ(spectra_of(path("run.mgf")).size(), 333U);
}

TEST_F(Simulate, NamesSpectraAsTheMgfReaderDoesWhereThereIsNoMzml) {
  options_.kind = RunKind::ms2_only;
  options_.spectra = 5;
  SilentProgress progress;
  simulate(read_sample({}), options_, {{}, path("run.mgf"), path("run.tsv")}, 1, progress);
  const std::vector<Spectrum> spectra = spectra_of(path("run.mgf"));
  ASSERT_EQ(spectra.size(), 5U);
  for (const TruthRow& row : truth("run.tsv")) {
    EXPECT_EQ(spectra.at(std::stoul(row.scan) - 1).native_id, row.spectrum_id);
  }
}

TEST_F(Simulate, BlursIonTrapSpectra) {
  options_.instrument = InstrumentKind::hybrid;
  run("run");
  for (const Spectrum& spectrum : spectra_of(path("run.mzML"))) {
    EXPECT_EQ(spectrum.analyzer, spectrum.ms_level == 1 ? Analyzer::orbitrap : Analyzer::ion_trap);
    if (spectrum.ms_level == 2) {
      for (std::size_t i = 1; i < spectrum.mz.size(); ++i) {
        EXPECT_GT(spectrum.mz[i] - spectrum.mz[i - 1], 0.34);
      }
      EXPECT_GT(spectrum.mz.front(), 0.27 * spectrum.precursors.front().mz) << "below the low-mass cut-off";
    }
  }
}

TEST_F(Simulate, MakesAFingerprintOfEachProtein) {
  options_.kind = RunKind::pmf;
  run("run");
  const std::vector<Spectrum> spectra = spectra_of(path("run.mzML"));
  ASSERT_EQ(spectra.size(), 1U);
  EXPECT_EQ(spectra[0].ms_level, 1);
  const double peptide = chem::mz(chem::peptide_mass("LVNELTEFAK"), 1);  // albumin 66–75
  EXPECT_TRUE(std::ranges::any_of(spectra[0].mz, [&](double mz) { return std::abs(mz - peptide) < 1e-4 * mz; }));
  EXPECT_EQ(io::open_spectra(path("run.mzML"))->run().ionization, io::Ionization::maldi);
  EXPECT_TRUE(io::open_spectra(path("run.mgf"))->run().leading_peak_list);
}

TEST_F(Simulate, MakesTheChargeStatesOfAnIntactProtein) {
  options_.kind = RunKind::intact;
  options_.accessions = {"P00698"};
  SilentProgress progress;
  simulate(read_sample({}), options_, {path("run.mzML"), {}, path("run.tsv")}, 1, progress);
  const std::vector<Spectrum> spectra = spectra_of(path("run.mzML"));
  ASSERT_EQ(spectra.size(), 1U);
  const std::string sequence = truth("run.tsv").front().sequence;
  EXPECT_EQ(sequence.size(), 129U) << "mature lysozyme";
  int states = 0;
  for (int charge = 8; charge <= 24; ++charge) {
    const double mz = chem::mz(chem::peptide_mass(sequence) + 8 * chem::isotope_spacing, charge);
    states += std::ranges::any_of(spectra[0].mz, [&](double peak) { return std::abs(peak - mz) < 2e-5 * mz; }) ? 1 : 0;
  }
  EXPECT_GE(states, 5);
}

TEST_F(Simulate, SaysWhatIsWrongWithItsOptions) {
  const auto problem_of = [&](const SimulateOptions& options, const SimulateOutput& output) -> std::string {
    SilentProgress progress;
    try {
      simulate(read_sample({}), options, output, 1, progress);
    } catch (const Error& error) {
      EXPECT_TRUE(error.kind() == ErrorKind::usage || error.kind() == ErrorKind::resource);
      return error.what();
    }
    return "";
  };
  SimulateOptions unknown = options_;
  unknown.accessions = {"P00000"};
  EXPECT_THAT(problem_of(unknown, {}), HasSubstr("P00000"));
  SimulateOptions improbable = options_;
  improbable.oxidation_probability = 1.5;
  EXPECT_THAT(problem_of(improbable, {}), HasSubstr("probability"));
  SimulateOptions intact = options_;
  intact.kind = RunKind::intact;
  EXPECT_THAT(problem_of(intact, {{}, path("run.mgf"), {}}), HasSubstr("MGF"));
  SimulateOptions uncut = options_;  // an enzyme that never cuts leaves nothing to draw from: an error, not a wait
  uncut.kind = RunKind::ms2_only;
  uncut.missed_cleavage_probability = 1.0;
  EXPECT_THAT(problem_of(uncut, {path("run.mzML"), {}, {}}), HasSubstr("missed-cleavage probability"));
  EXPECT_THAT(problem_of(options_, {path("no_such_folder/run.mzML"), {}, {}}), HasSubstr("no_such_folder"));
}

TEST_F(Simulate, LeavesNoHalfWrittenFile) {
  struct Interrupted : Progress {
    void report(std::string_view, std::uint64_t, std::uint64_t) override { throw std::runtime_error("stopped"); }
  } progress;
  EXPECT_THROW(simulate(read_sample({}), options_, {path("run.mzML"), path("run.mgf"), path("run.tsv")}, 2, progress),
               std::runtime_error);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

}  // namespace
}  // namespace massa::simulate
