#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <zlib.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "massa/result/database.hpp"
#include "massa/result/peaks.hpp"
#include "massa/result/tsv.hpp"
#include "support/files.hpp"

namespace massa::result {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Peaks, ComeBackToTheHundredThousandth) {
  const std::vector<double> mz{100.123456, 100.5, 1999.999994};
  const std::vector<float> intensity{1.5F, 2e9F, 0.25F};
  const std::vector<std::uint8_t> kept{0, 1, 1};
  PeakEncoder encoder;
  const std::vector<std::byte> packed = encoder.encode(mz, intensity, kept);
  std::vector<unsigned char> plain(mz.size() * 9);
  uLongf size = plain.size();
  ASSERT_EQ(::uncompress(plain.data(), &size, reinterpret_cast<const Bytef*>(packed.data()), packed.size()), Z_OK);
  ASSERT_EQ(size, plain.size());
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < mz.size(); ++i) {
    std::uint32_t difference = 0;
    float height = 0.0F;
    std::memcpy(&difference, plain.data() + 4 * i, 4);
    std::memcpy(&height, plain.data() + 12 + 4 * i, 4);
    sum += difference;
    EXPECT_NEAR(sum / 100000.0, mz[i], 5.1e-6);
    EXPECT_EQ(height, intensity[i]);
    EXPECT_EQ(plain[24 + i], kept[i]);
  }
}

TEST(Annotations, AreRecordsOfSixteenBytes) {
  const std::vector<search::FragmentAnnotation> annotations{{'y', 7, 2, search::NeutralLoss::water, 258, 400.25}};
  const std::vector<std::byte> data = encode_annotations(annotations);
  ASSERT_EQ(data.size(), 16U);
  EXPECT_EQ(data[0], std::byte{'y'});
  EXPECT_THAT((std::vector<int>{int(data[1]), int(data[2]), int(data[3]), int(data[4]), int(data[5])}),
              ElementsAre(7, 2, 1, 2, 1));
  double mz = 0.0;
  std::memcpy(&mz, data.data() + 8, 8);
  EXPECT_EQ(mz, 400.25);
}

Tables example() {
  Tables tables;
  tables.files = {"run.mzML"};
  SpectrumRow spectrum;
  spectrum.native_id = "scan=1";
  spectrum.title = "a\ttitle\nof two lines";
  spectrum.ms_level = 2;
  spectrum.status = Status::searched;
  spectrum.peaks_total = 3;
  spectrum.filter_counts = {3, 2};
  spectrum.peaks = {std::byte{1}};
  tables.spectra.push_back(spectrum);
  PsmRow psm;
  psm.peptide = 0;
  psm.proforma = "PEPTIDE";
  psm.sequence = "PEPTIDE";
  psm.proteins = "P1";
  psm.e_value = 1.25e-7;
  tables.psms.push_back(psm);
  PeptideRow peptide;
  peptide.proforma = "PEPTIDE";
  peptide.accepted = true;
  peptide.start = 3;
  peptide.end = 9;
  tables.peptides.push_back(peptide);
  tables.placements.push_back({0, 0, 3, 9});
  ProteinRow protein;
  protein.accession = "P1";
  protein.group = 0;
  protein.role = "expected";
  protein.sequence = "MKPEPTIDE";
  protein.e_value = 1e-9;
  protein.score = 9.0;
  tables.proteins.push_back(protein);
  return tables;
}

TEST(Tsv, LeavesMissingValuesEmptyAndKeepsOneLineARow) {
  const std::string psms = psms_tsv(example(), 2);
  EXPECT_EQ(std::ranges::count(psms, '\n'), 2);
  EXPECT_THAT(psms, HasSubstr("\nrun.mzML\tscan=1\ta title of two lines\t\t\t"));
  EXPECT_THAT(psms, testing::EndsWith("\t1.2500e-07\t\n"));
  EXPECT_THAT(proteins_tsv(example()), HasSubstr("\nP1\t\t1\texpected\t0\t0\t0\t0.00\t9.00\t1.0000e-09\t\t0.00\n"));
}

TEST(Tsv, ListsAcceptedPeptidesOnly) {
  Tables tables = example();
  tables.peptides.push_back(tables.peptides.front());
  tables.peptides.back().accepted = false;
  EXPECT_EQ(std::ranges::count(peptides_tsv(tables), '\n'), 2);
}

std::string query(const std::filesystem::path& file, const std::string& sql) {
  sqlite3* database = nullptr;
  sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
  std::string text;
  sqlite3_exec(
      database, sql.c_str(),
      [](void* out, int count, char** values, char**) {
        for (int i = 0; i < count; ++i)
          *static_cast<std::string*>(out) += std::string(values[i] ? values[i] : "NULL") + "|";
        return 0;
      },
      &text, nullptr);
  sqlite3_close(database);
  return text;
}

TEST(ResultDatabase, HoldsTheRowsWithIdsFromOne) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "result.sqlite";
  const Tables tables = example();
  ResultDatabase database(file);
  database.write_spectra(tables.files, tables.filter_steps, tables.spectra);
  database.write_identifications(tables);
  database.finish(std::vector<std::pair<std::string, std::string>>{{"format", "massa-result"}});
  EXPECT_EQ(query(file, "PRAGMA user_version"), "1|");
  EXPECT_EQ(query(file, "PRAGMA integrity_check"), "ok|");
  EXPECT_EQ(query(file, "SELECT id, spectrum_id, scan, status, removed_by, filter_counts, file FROM spectra"),
            "1|scan=1|NULL|searched|NULL|[3,2]|run.mzML|");
  EXPECT_EQ(query(file, "SELECT spectrum, count, length(data) FROM peaks"), "1|3|1|");
  EXPECT_EQ(query(file, "SELECT spectrum, peptide, e_value, q_value FROM psms"), "1|1|1.25e-07|NULL|");
  EXPECT_EQ(query(file, "SELECT peptide, protein, start, \"end\" FROM peptide_proteins"), "1|1|3|9|");
  EXPECT_EQ(query(file, "SELECT group_id, length, role FROM proteins"), "1|9|expected|");
  EXPECT_EQ(query(file, "SELECT value FROM meta WHERE key = 'format'"), "massa-result|");
}

}  // namespace
}  // namespace massa::result
