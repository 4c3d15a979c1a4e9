#include "massa/io/reader.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <stdexcept>

#include "io/mzml_text.hpp"
#include "io/read_all.hpp"

namespace massa::io::test {
namespace {

using massa::test::gzip;
using massa::test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A run whose spectra have different lengths, every fifth an MS1.
std::string long_run(int spectra) {
  std::string text;
  for (int i = 0; i < spectra; ++i) {
    std::vector<double> mz;
    std::vector<float> intensity;
    for (int peak = 0; peak < 20 + i % 300; ++peak) {
      mz.push_back(100.0 + peak + i * 1e-4);
      intensity.push_back(static_cast<float>(1 + peak % 7));
    }
    const bool survey = i % 5 == 0;
    const std::string precursor = "<precursorList><precursor><selectedIonList><selectedIon>" +
                                  cv("1000744", fmt::format("{}", 400 + i)) +
                                  "</selectedIon></selectedIonList></precursor></precursorList>";
    const std::string time =
        "<scanList><scan>" + cv("1000016", fmt::format("{}", i), R"(unitName="second")") + "</scan></scanList>";
    text += spectrum(fmt::format("scan={}", i + 1), mz.size(),
                     cv("1000511", survey ? "1" : "2") + time + (survey ? "" : precursor), plain_arrays(mz, intensity));
  }
  return mzml(text, fmt::format("{}", spectra));
}

TEST(Reader, DeliversInFileOrderOnAnyNumberOfThreads) {
  const TemporaryFolder folder;
  const auto path = folder.write("run.mzML", long_run(3000));
  const Contents expected = read_all(path);
  ASSERT_EQ(expected.spectra.size(), 3000U);
  for (const unsigned threads : {1U, 2U, 5U}) {
    std::size_t next = 0;
    const ReadReport report = for_each_spectrum(path, {}, threads, [&](Spectrum&& read) {
      ASSERT_LT(next, expected.spectra.size());
      EXPECT_EQ(read.index, next);
      EXPECT_EQ(read.native_id, expected.spectra[next].native_id);
      EXPECT_EQ(read.mz, expected.spectra[next].mz);
      EXPECT_EQ(read.intensity, expected.spectra[next].intensity);
      ++next;
    });
    EXPECT_EQ(next, 3000U);
    EXPECT_EQ(report.spectra_in_file, 3000U);
    EXPECT_THAT(report.warnings, IsEmpty());
  }
}

TEST(Reader, AGzipWrappedFileReadsTheSameWhateverItsName) {
  const std::string text = long_run(200);
  const Contents plain = read_text(text);
  const Contents wrapped = read_text(gzip(text), {}, "run.mzML");
  EXPECT_TRUE(wrapped.run.gzip_wrapped);
  ASSERT_EQ(wrapped.spectra.size(), plain.spectra.size());
  EXPECT_EQ(wrapped.spectra.back().mz, plain.spectra.back().mz);

  const std::size_t half = text.size() / 2;
  const Contents members = read_text(gzip(text.substr(0, half)) + gzip(text.substr(half)) + std::string(100, '\0'));
  EXPECT_EQ(members.spectra.size(), plain.spectra.size());
}

TEST(Reader, LeavesOutWhatTheOptionsExclude) {
  const std::string text = long_run(20);
  ReadOptions levels;
  levels.ms_levels = {2};
  const Contents ms2 = read_text(text, levels);
  EXPECT_EQ(ms2.spectra.size(), 16U);
  EXPECT_EQ(ms2.report.spectra_in_file, 20U);
  EXPECT_EQ(ms2.report.spectra_skipped, 4U);
  EXPECT_EQ(ms2.spectra.at(0).index, 1U);

  ReadOptions peaks;
  peaks.ms_levels_with_peaks = {2};
  const Contents surveyed = read_text(text, peaks);
  EXPECT_EQ(surveyed.spectra.size(), 20U);
  EXPECT_THAT(surveyed.spectra.at(0).mz, IsEmpty());
  EXPECT_FALSE(surveyed.spectra.at(1).mz.empty());

  ReadOptions time;
  time.min_retention_time_s = 5.0;
  time.max_retention_time_s = 7.0;
  EXPECT_EQ(read_text(text, time).spectra.size(), 3U);

  ReadOptions precursor;
  precursor.min_precursor_mz = 418.5;
  EXPECT_EQ(read_text(text, precursor).spectra.size(), 4U + 1U);
}

TEST(Reader, TheFirstErrorInTheFileIsReportedOnAnyNumberOfThreads) {
  std::string text = long_run(3000);
  for (const std::string_view id : {"\"scan=2000\"", "\"scan=2900\""}) {
    const std::size_t binary = text.find("<binary>", text.find(id));
    text[binary + 12] = '!';
  }
  const TemporaryFolder folder;
  const auto path = folder.write("run.mzML", text);
  for (int round = 0; round < 5; ++round) {
    for (const unsigned threads : {1U, 4U}) {
      std::size_t delivered = 0;
      try {
        (void)for_each_spectrum(path, {}, threads, [&](Spectrum&&) { ++delivered; });
        FAIL() << "read without an error";
      } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("spectrum scan=2000:"));
      }
      EXPECT_LT(delivered, 2000U);
    }
  }
}

TEST(Reader, AnExceptionOfTheCallbackEndsReading) {
  const TemporaryFolder folder;
  const auto path = folder.write("run.mzML", long_run(2000));
  EXPECT_THROW((void)for_each_spectrum(path, {}, 3, [](Spectrum&&) { throw std::runtime_error("enough"); }),
               std::runtime_error);
}

TEST(Reader, OneSpectrumMayBeLargerThanABatch) {
  std::vector<double> mz(200000);
  for (std::size_t i = 0; i < mz.size(); ++i) {
    mz[i] = 100.0 + 0.01 * static_cast<double>(i);
  }
  const std::string large =
      spectrum("scan=1", mz.size(), cv("1000511", "1"), plain_arrays(mz, std::vector<float>(mz.size(), 1.0F)));
  const std::string small = spectrum("scan=2", 1, cv("1000511", "1"), plain_arrays({1.0}, {1.0F}));
  const Contents contents = read_text(mzml(large + small, "2"));
  ASSERT_EQ(contents.spectra.size(), 2U);
  EXPECT_EQ(contents.spectra[0].mz, mz);
}

}  // namespace
}  // namespace massa::io::test
