#include <gmock/gmock.h>

#include <cmath>

#include "io/mgf_query.hpp"
#include "io/read_all.hpp"

namespace massa::io::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Mgf, ReadsWhatAQueryStates) {
  const Contents contents = read_text(
      "BEGIN IONS\nTITLE=run.1.1.2 File:\"a\"\nPEPMASS=732.2648 10281.0\nCHARGE=2+\nRTINSECONDS=61.5\nSCANS=42\n\n"
      "209.7317 789.0\n224.8084\t1417.0\t3+\nEND IONS\n");
  EXPECT_THAT(contents.report.warnings, IsEmpty());
  EXPECT_FALSE(contents.run.leading_peak_list);
  ASSERT_EQ(contents.spectra.size(), 1U);
  const Spectrum& read = contents.spectra[0];
  EXPECT_EQ(read.native_id, "index=0");
  EXPECT_EQ(read.title, "run.1.1.2 File:\"a\"");
  EXPECT_EQ(read.ms_level, 2);
  EXPECT_EQ(read.scan, 42);
  EXPECT_EQ(read.retention_time_s, 61.5);
  EXPECT_EQ(read.polarity, Polarity::positive);
  EXPECT_THAT(read.mz, ElementsAre(209.7317, 224.8084));
  EXPECT_THAT(read.intensity, ElementsAre(789.0F, 1417.0F));
  EXPECT_EQ(read.precursors.at(0).mz, 732.2648);
  EXPECT_EQ(read.precursors.at(0).intensity, 10281.0);
  EXPECT_EQ(read.precursors.at(0).charge, 2);
}

TEST(Mgf, EveryLineEndingReadsTheSame) {
  const std::string text =
      "COM=x\nBEGIN IONS\nPEPMASS=500\nCHARGE=2+\n100 1\n200 2\nEND IONS\n\nBEGIN IONS\nPEPMASS=600\n300 3\nEND IONS";
  const auto with_ends = [&](std::string_view end) {
    std::string converted;
    for (const char c : text) {
      converted += c == '\n' ? std::string(end) : std::string(1, c);
    }
    return converted;
  };
  for (const std::string_view end : {"\n", "\r", "\r\n"}) {
    const Contents contents = read_text(with_ends(end));
    ASSERT_EQ(contents.spectra.size(), 2U);
    EXPECT_THAT(contents.spectra[0].mz, ElementsAre(100.0, 200.0));
    EXPECT_EQ(contents.spectra[0].precursors.at(0).charge, 2);
    EXPECT_THAT(contents.spectra[1].mz, ElementsAre(300.0));
    EXPECT_EQ(contents.spectra[1].native_id, "index=1");
  }
}

TEST(Mgf, PeaksBeforeTheFirstQueryAreAFingerprint) {
  const Contents contents = read_text(
      "CHARGE=1+\r\n# FingerPrint data\r\n700.26 949.2\r\n706.36 203.1\r\nBEGIN IONS\r\nPEPMASS=927.49\r\n60.1 36.3 "
      "1+\r\nEND IONS\r\n");
  EXPECT_TRUE(contents.run.leading_peak_list);
  ASSERT_EQ(contents.spectra.size(), 2U);
  EXPECT_EQ(contents.spectra[0].ms_level, 1);
  EXPECT_THAT(contents.spectra[0].precursors, IsEmpty());
  EXPECT_THAT(contents.spectra[0].mz, ElementsAre(700.26, 706.36));
  EXPECT_EQ(contents.spectra[1].ms_level, 2);
  EXPECT_EQ(contents.spectra[1].precursors.at(0).charge, 1);
}

TEST(Mgf, AListOfNumbersAloneIsAFingerprintWithIntensitiesOfOne) {
  const Contents contents = read_text("534.35\n569.29\n678.30\n");
  EXPECT_THAT(contents.spectra.at(0).mz, ElementsAre(534.35, 569.29, 678.30));
  EXPECT_THAT(contents.spectra.at(0).intensity, ElementsAre(1.0F, 1.0F, 1.0F));
  EXPECT_EQ(contents.warned("missing_intensity"), 3U);
}

TEST(Mgf, ChargesAreOneOrSeveralOrMissing) {
  const auto charges = [](std::string_view text) {
    return parse_charges(text).value_or(MgfCharges{{-1}, false}).values;
  };
  EXPECT_THAT(charges("2+"), ElementsAre(2));
  EXPECT_THAT(charges("3"), ElementsAre(3));
  EXPECT_THAT(charges("+2"), ElementsAre(2));
  EXPECT_THAT(charges("3+ and 2+"), ElementsAre(2, 3));
  EXPECT_THAT(charges("1+, 2+,3+ and 4+"), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(charges("0"), IsEmpty());
  EXPECT_THAT(charges("Mr"), IsEmpty());
  EXPECT_TRUE(parse_charges("2-")->negative);
  EXPECT_FALSE(parse_charges("two"));
  EXPECT_FALSE(parse_charges("999999999999"));

  const Contents contents =
      read_text("BEGIN IONS\nPEPMASS=500\nCHARGE=2+ and 3+\n1 1\nEND IONS\nBEGIN IONS\nPEPMASS=500\n1 1\nEND IONS\n");
  EXPECT_EQ(contents.spectra.at(0).precursors.at(0).charge, std::nullopt);
  EXPECT_THAT(contents.spectra.at(0).precursors.at(0).possible_charges, ElementsAre(2, 3));
  EXPECT_EQ(contents.spectra.at(1).precursors.at(0).charge, std::nullopt);
  EXPECT_THAT(contents.spectra.at(1).precursors.at(0).possible_charges, IsEmpty());
}

TEST(Mgf, WhatCannotBeUnderstoodIsCounted) {
  const Contents contents = read_text(
      "BEGIN IONS\nPEPMASS=abc\nCHARGE=two\nRTINSECONDS=later\nSCANS=x\nnan 5\n100 1e999\n-7 1\n200 inf\n1e300 1\n300 "
      "2\nEND "
      "IONS\n");
  EXPECT_EQ(contents.warned("unreadable_value"), 4U);
  EXPECT_EQ(contents.warned("missing_precursor_mz"), 1U);
  EXPECT_EQ(contents.warned("non_finite_peaks"), 3U);
  EXPECT_EQ(contents.warned("non_positive_mz"), 1U);
  EXPECT_EQ(contents.warned("implausible_mz"), 1U);
  EXPECT_THAT(contents.spectra.at(0).mz, ElementsAre(300.0));
}

TEST(Mgf, BrokenStructureIsAnErrorThatNamesTheLine) {
  EXPECT_THAT(error_of("BEGIN IONS\nPEPMASS=500\n100 1\n"), HasSubstr("line 1: the file ends before END IONS"));
  EXPECT_THAT(error_of("\nBEGIN IONS\n100 1\nBEGIN IONS\n"), HasSubstr("line 2: BEGIN IONS again in line 4"));
  EXPECT_THAT(error_of("BEGIN IONS\n100 1\nEND IONS\n100 1\n"), HasSubstr("line 4: there is a peak outside"));
  EXPECT_THAT(error_of("BEGIN IONS\n100 1\nEND IONS\nEND IONS\n"), HasSubstr("line 4: 'END IONS'"));
  EXPECT_THAT(error_of("BEGIN IONS\n100 1\nwhat is this\nEND IONS\n"), HasSubstr("line 3, spectrum index=0"));
  EXPECT_THAT(error_of("BEGIN IONS\n100 x\nEND IONS\n"), HasSubstr("line 2, spectrum index=0: 'x' is no intensity"));
  EXPECT_THAT(error_of("CHARGE=many\nBEGIN IONS\n1 1\nEND IONS\n"), HasSubstr("line 1: 'many' is no charge"));
}

}  // namespace
}  // namespace massa::io::test
