#include "massa/inspect/inspect.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "massa/core/error.hpp"
#include "massa/io/hash.hpp"
#include "support/files.hpp"

namespace massa::inspect {
namespace {

using nlohmann::json;

TEST(Inspect, SaysWhatASpectrumFileHolds) {
  std::string text = "700.2 5\n";
  for (int i = 0; i < 3000; ++i) {
    text += fmt::format("BEGIN IONS\nPEPMASS={}\nCHARGE={}+\nRTINSECONDS={}\n100 1\n90 1\nEND IONS\n", 400.0 + 0.1 * i,
                        2 + i % 2, 10 + i);
  }
  const test::TemporaryFolder folder;
  const json document = json::parse(to_json(inspect_file(folder.write("run.mgf", text), 2)));
  EXPECT_EQ(document["file_name"], "run.mgf");
  EXPECT_EQ(document["format"], "mgf");
  EXPECT_EQ(document["size_bytes"], text.size());
  EXPECT_EQ(document["sha256"], io::sha256(text));
  EXPECT_EQ(document["spectra"]["total"], 3001);
  EXPECT_EQ(document["spectra"]["ms_levels"], (json{{"1", 1}, {"2", 3000}}));
  EXPECT_EQ(document["spectra"]["representation"], "centroid");
  EXPECT_EQ(document["spectra"]["first_retention_time_s"], 10.0);
  EXPECT_EQ(document["spectra"]["last_retention_time_s"], 3009.0);
  EXPECT_EQ(document["spectra"]["precursor_charges"], (json{{"2", 1500}, {"3", 1500}}));
  EXPECT_EQ(document["acquisition"]["type"], "dda");
  EXPECT_EQ(document["fasta"], nullptr);
  ASSERT_EQ(document["warnings"].size(), 1U);
  EXPECT_EQ(document["warnings"][0]["code"], "unsorted_peaks");
}

TEST(Inspect, SaysWhatADatabaseHolds) {
  const test::TemporaryFolder folder;
  const json document = json::parse(to_json(inspect_file(folder.write("db", ">A\nMK\n>B\nMKL\n>C\n"))));
  EXPECT_EQ(document["format"], "fasta");
  EXPECT_EQ(document["fasta"], (json{{"proteins", 2}, {"residues", 5}}));
  EXPECT_EQ(document["spectra"], nullptr);
  EXPECT_EQ(document["warnings"][0]["code"], "empty_entry");
}

TEST(Inspect, AFileNameThatIsNotUtf8StillGivesJson) {
  const test::TemporaryFolder folder;
  const Inspection inspection = inspect_file(folder.write("a\xFF.fasta", ">A\nMK\n"));
  EXPECT_TRUE(json::accept(to_json(inspection)));
}

TEST(Inspect, WhatCannotBeReadIsAnError) {
  const test::TemporaryFolder folder;
  EXPECT_THROW((void)inspect_file(folder.write("empty.mzML", "")), Error);
  EXPECT_THROW((void)inspect_file(folder.path() / "absent.mzML"), Error);
  EXPECT_THROW((void)inspect_file(folder.write("cut.mgf", "BEGIN IONS\n1 1\n")), Error);
}

TEST(Inspect, ARealRunIsDescribedFromItsHeader) {
  const auto path = test::shared_data("human_snips/miniA549.mzML");
  if (!path) {
    GTEST_SKIP() << test::no_shared_data;
  }
  const Inspection inspection = inspect_file(*path);
  ASSERT_TRUE(inspection.spectra);
  EXPECT_EQ(inspection.spectra->run.instrument_model, "LTQ Orbitrap Velos");
  EXPECT_EQ(inspection.spectra->run.ionization, io::Ionization::electrospray);
  EXPECT_THAT(inspection.spectra->run.analyzers, testing::ElementsAre(Analyzer::orbitrap, Analyzer::ion_trap));
  EXPECT_EQ(inspection.spectra->statistics.ms2(), 185U);
  EXPECT_EQ(inspection.spectra->acquisition.type, classify::AcquisitionType::dda);
}

}  // namespace
}  // namespace massa::inspect
