#include <gmock/gmock.h>

#include <chrono>

#include "io/mzml_text.hpp"
#include "io/read_all.hpp"
#include "support/random.hpp"

namespace massa::io::test {
namespace {

using massa::test::gzip;
using massa::test::TemporaryFolder;
using namespace std::string_view_literals;
using testing::AllOf;
using testing::HasSubstr;

TEST(BadInput, EmptyAndBlankFiles) {
  EXPECT_THAT(error_of(""), HasSubstr("is empty"));
  EXPECT_THAT(error_of(" \n\t\n"), HasSubstr("white space"));
  EXPECT_THAT(error_of(gzip("")), HasSubstr("is empty"));
  EXPECT_THAT(error_of("# only\n# comments\n"), HasSubstr("comments"));
}

TEST(BadInput, MissingFilesAndFolders) {
  EXPECT_THROW((void)open_spectra("/no/such/file.mzML"), Error);
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "run.d");
  std::filesystem::create_directory(folder.path() / "run.raw");
  const auto error = [&](const char* name) -> std::string {
    try {
      (void)open_spectra(folder.path() / name);
    } catch (const Error& caught) {
      return caught.what();
    }
    return "";
  };
  EXPECT_THAT(error("run.d"), AllOf(HasSubstr("Bruker or Agilent"), HasSubstr("msConvert")));
  EXPECT_THAT(error("run.raw"), AllOf(HasSubstr("Waters"), HasSubstr("msConvert")));
  EXPECT_THAT(error("."), HasSubstr("is a folder"));
}

TEST(BadInput, VendorFilesNameTheConverter) {
  const std::string thermo = "\x01\xA1" + std::string("F\0i\0n\0n\0i\0g\0a\0n\0", 16) + std::string(100, '\x02');
  EXPECT_THAT(error_of(thermo, "run.raw"), AllOf(HasSubstr("Thermo"), HasSubstr("ThermoRawFileParser")));
  EXPECT_THAT(error_of("SQLite format 3\0 more"sv, "analysis.tdf"), HasSubstr("msConvert"));
  EXPECT_THAT(error_of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 more"sv, "run.wiff"),
              AllOf(HasSubstr("SCIEX"), HasSubstr("msConvert")));
  EXPECT_THAT(error_of("\0\1\2\3 more"sv, "analysis.baf"), AllOf(HasSubstr(".baf"), HasSubstr("msConvert")));
}

TEST(BadInput, OtherFormatsAreNamed) {
  EXPECT_THAT(error_of("BZh91AY&SY"), HasSubstr("bunzip2"));
  EXPECT_THAT(error_of("PK\3\4 rest"), HasSubstr("ZIP"));
  EXPECT_THAT(error_of("<?xml version=\"1.0\"?><MzIdentML id=\"\"></MzIdentML>"), HasSubstr("identifications"));
  EXPECT_THAT(error_of("<!DOCTYPE html><html><body>404</body></html>"), HasSubstr("web page"));
  EXPECT_THAT(error_of("<mzData version=\"1.05\"></mzData>"), HasSubstr("mzData"));
  EXPECT_THAT(error_of(">sp|P1|A\nMKLL\n"), HasSubstr("FASTA"));
  EXPECT_THAT(error_of("{\"json\": true}"), HasSubstr("line 1"));
  EXPECT_THAT(error_of(gzip(gzip("BEGIN IONS\n1 1\nEND IONS\n"))), HasSubstr("gzip inside gzip"));
  EXPECT_THAT(error_of("\xFF\xFE<\0?\0x\0m\0l\0"sv), HasSubstr("UTF-16"));
  EXPECT_THAT(error_of("H\tCreationDate\tx\nS\t1\t1\t500\n"), HasSubstr("MS2"));
}

TEST(BadInput, TheNameNeverDecides) {
  const std::string mgf = "BEGIN IONS\nPEPMASS=500\n100 1\nEND IONS\n";
  EXPECT_EQ(read_text(mgf, {}, "run.mzML").spectra.size(), 1U);
  EXPECT_EQ(read_text(mzml(spectrum("scan=1", 1, cv("1000511", "1"), plain_arrays({1.0}, {1.0F}))), {}, "run.mgf")
                .spectra.size(),
            1U);
}

TEST(BadInput, BinaryGarbageIsAnErrorWhateverItIs) {
  auto random = massa::test::seeded(11);
  for (int round = 0; round < 200; ++round) {
    std::string bytes(1 + random() % 5000, '\0');
    std::ranges::generate(bytes, [&] { return static_cast<char>(random()); });
    EXPECT_FALSE(error_of(bytes).empty());
  }
}

TEST(BadInput, DamagedGzipIsAnError) {
  const std::string text = mzml(spectrum("scan=1", 1, cv("1000511", "1"), plain_arrays({1.0}, {1.0F})));
  const std::string whole = gzip(text);
  EXPECT_THAT(error_of(whole.substr(0, whole.size() / 2)), HasSubstr("ends too early"));
  EXPECT_THAT(error_of(whole.substr(0, whole.size() - 1)), HasSubstr("ends too early"));
  EXPECT_THAT(error_of(whole + "trailing"), HasSubstr("behind the gzip data"));
  std::string flipped = whole;
  flipped[whole.size() - 6] = static_cast<char>(~flipped[whole.size() - 6]);
  EXPECT_THAT(error_of(flipped), HasSubstr("damaged"));
}

TEST(BadInput, AGzipBombEndsSoonAndInLittleMemory) {
  // A gigabyte of white space inside an mzML element, as 64 members.
  const std::string space(std::size_t{16} << 20, ' ');
  std::string bomb = gzip(R"(<mzML version="1.1.0"><run><spectrumList count="1"><spectrum id="scan=1">)");
  const std::string member = gzip(space);
  for (int i = 0; i < 64; ++i) {
    bomb += member;
  }
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(error_of(bomb), HasSubstr("expands to more than"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(BadInput, AZlibBombInAnArrayIsBounded) {
  const std::string zeros(std::size_t{64} << 20, '\0');
  const std::string bomb = massa::test::base64(massa::test::zlib(zeros));
  const std::string arrays =
      array("1000514", "1000523", "1000574", bomb) +
      array("1000515", "1000521", "1000576", massa::test::base64(massa::test::bytes_of<float>({1.0F})));
  EXPECT_THAT(error_of(mzml(spectrum("scan=1", 1, cv("1000511", "1"), arrays))), HasSubstr("8388608 m/z values but 1"));
}

TEST(BadInput, RandomDamageNeverCrashes) {
  const std::vector<std::string> originals{
      mzml(spectrum("scan=1", 2, cv("1000511", "2"), plain_arrays({1.0, 2.0}, {1.0F, 2.0F}))),
      "CHARGE=2+\nBEGIN IONS\nTITLE=a\nPEPMASS=500 1\nCHARGE=2+ and 3+\n100 1\n200 2\nEND IONS\n",
      R"(<mzXML><msRun scanCount="1"><scan num="1" msLevel="1" peaksCount="1"><peaks precision="32">QvAAAELIAAA=</peaks></scan></msRun></mzXML>)"};
  auto random = massa::test::seeded(5);
  for (int round = 0; round < 1500; ++round) {
    std::string damaged = originals[static_cast<std::size_t>(round) % originals.size()];
    for (unsigned change = 0; change < 1 + random() % 4; ++change) {
      const std::size_t at = random() % damaged.size();
      switch (random() % 3) {
        case 0:
          damaged[at] = static_cast<char>(random());
          break;
        case 1:
          damaged.erase(at, random() % 10);
          break;
        default:
          damaged.insert(at, damaged.substr(random() % damaged.size(), random() % 20));
      }
      if (damaged.empty()) {
        damaged = "x";
      }
    }
    try {
      for (const Spectrum& read : read_text(damaged).spectra) {
        ASSERT_EQ(read.mz.size(), read.intensity.size());
        ASSERT_TRUE(std::ranges::is_sorted(read.mz));
      }
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::input);
      EXPECT_EQ(std::string_view(error.what()).find('\n'), std::string_view::npos);
    }
  }
}

}  // namespace
}  // namespace massa::io::test
