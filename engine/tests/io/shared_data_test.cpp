#include <gmock/gmock.h>

#include <map>

#include "io/read_all.hpp"
#include "massa/io/fasta.hpp"

namespace massa::io::test {
namespace {

using massa::test::no_shared_data;
using massa::test::shared_data;

/// Levels, and peaks that the file states: counted with grep (`ms level`, defaultArrayLength, peaksCount, peak lines).
struct Expected {
  const char* path;
  std::map<int, int> spectra_per_level;
  std::size_t peaks;
};

TEST(SharedData, RealRunsGiveTheSpectraThatTheyHold) {
  const std::vector<Expected> runs{
      {"bsa_ltq_orbitrap/BSA1.mzML", {{1, 564}, {2, 1120}}, 479455},
      {"bsa_ltq_orbitrap/BSA1_F1.mzML", {{1, 286}, {2, 481}}, 193060},
      {"bsa_iontrap_labelled/BSA_amaZonETD_batch_0_labelled.mgf", {{2, 657}}, 39510},
      {"bsa_maldi_pmf/12BSA1.mgf", {{1, 1}, {2, 30}}, 4282},
      {"bsa_maldi_pmf/12BSA2.mgf", {{1, 1}, {2, 30}}, 4213},
      {"bsa_maldi_pmf/1A1.mgf", {{1, 1}, {2, 11}}, 1199},
      {"bsa_maxquant/BSA_min_21.mzXML", {{1, 18}, {2, 82}}, 33188},
      {"human_snips/293_2_snip_16173-16526.mzML", {{1, 33}, {2, 321}}, 113892},
      {"human_snips/miniA549.mzML", {{1, 19}, {2, 185}}, 220934},
      {"intact/CytoOnly.mzML", {{1, 1}}, 2102},
      {"intact/UbiqOnly.mzML", {{1, 1}}, 2571},
      {"lfq/QualityControl_1_in1.mzML", {{1, 207}, {2, 180}}, 125494},
      {"yeast_small/SmallCalibratible_Yeast.mzML", {{1, 24}, {2, 118}}, 256188},
      {"yeast_iontrap/yeast_concatenated_dta.mgf", {{2, 2457}}, 452254},
  };
  for (const Expected& expected : runs) {
    const auto path = shared_data(expected.path);
    if (!path) {
      GTEST_SKIP() << no_shared_data;
    }
    std::map<int, int> levels;
    std::size_t peaks = 0;
    const ReadReport report = for_each_spectrum(*path, {}, 2, [&](Spectrum&& read) {
      ++levels[read.ms_level];
      peaks += read.mz.size();
    });
    EXPECT_EQ(levels, expected.spectra_per_level) << expected.path;
    EXPECT_EQ(peaks, expected.peaks) << expected.path;
    EXPECT_TRUE(report.warnings.empty()) << expected.path;
  }
}

/// A case reads (what was odd is then in the warnings), or ends with one line that names file and remedy.
TEST(SharedData, EveryReaderCaseReadsOrSaysWhatToDo) {
  const auto folder = shared_data("reader_cases");
  if (!folder) {
    GTEST_SKIP() << no_shared_data;
  }
  int read = 0;
  int refused = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    if (!entry.is_regular_file()) {
      continue;
    }
    const std::string name = entry.path().filename().string();
    try {
      if (entry.path().extension() == ".fasta") {
        (void)read_fasta(entry.path());
      } else {
        (void)read_all(entry.path());
      }
      ++read;
    } catch (const Error& error) {
      ++refused;
      EXPECT_EQ(error.kind(), ErrorKind::input) << error.what();
      EXPECT_TRUE(error.where().starts_with(name)) << error.what();
      EXPECT_FALSE(error.remedy().empty()) << error.what();
      EXPECT_EQ(std::string_view(error.what()).find('\n'), std::string_view::npos) << error.what();
      const bool may_be_refused = entry.file_size() == 0 || name.find("0.9") != std::string::npos ||
                                  name.find("bz2") != std::string::npos || name == "1min.mzML" ||
                                  name == "MzMLFile_6_uncompresscor.MzML.gz";
      EXPECT_TRUE(may_be_refused) << error.what();
    }
  }
  EXPECT_GT(read, 50);
  EXPECT_GT(refused, 10);
}

/// The same spectra written in different ways give the same peaks.
TEST(SharedData, TheWayOfWritingDoesNotMatter) {
  const auto peaks_of = [](const std::string& relative) {
    double mz_sum = 0.0;
    std::size_t peaks = 0;
    for (const Spectrum& spectrum : read_all(*shared_data(relative)).spectra) {
      peaks += spectrum.mz.size();
      for (const double mz : spectrum.mz) {
        mz_sum += mz;
      }
    }
    return std::pair(peaks, mz_sum);
  };
  if (!shared_data("reader_cases")) {
    GTEST_SKIP() << no_shared_data;
  }
  const std::string folder = "reader_cases/openms/FileConverter_";
  const auto expected = peaks_of(folder + "19_output.mzML");
  for (const char* const other : {"24_output.mzML", "25_output.mzML", "26_output.mzXML", "26-2_output.mzXML"}) {
    const auto [peaks, mz_sum] = peaks_of(folder + other);
    EXPECT_EQ(peaks, expected.first) << other;
    EXPECT_NEAR(mz_sum, expected.second, 1e-3 * static_cast<double>(peaks)) << other;
  }
}

}  // namespace
}  // namespace massa::io::test
