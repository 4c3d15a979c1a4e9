#include <fmt/format.h>
#include <gmock/gmock.h>

#include "io/mzxml_scan.hpp"
#include "io/read_all.hpp"
#include "support/encode.hpp"

namespace massa::io::test {
namespace {

using massa::test::base64;
using massa::test::network_bytes_of;
using massa::test::zlib;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string document(std::string_view scans, std::string_view count = "1") {
  return fmt::format(R"(<?xml version="1.0"?>
<mzXML xmlns="http://sashimi.sourceforge.net/schema_revision/mzXML_3.2"><msRun scanCount="{}">
<msInstrument msInstrumentID="1"><msModel category="msModel" value="LTQ"/><msIonisation category="msIonisation" value="NSI"/>
<msMassAnalyzer category="msMassAnalyzer" value="linear ion trap"/></msInstrument>
<dataProcessing centroided="1"><software type="conversion" name="writer" version="2"/></dataProcessing>
{}</msRun><indexOffset>0</indexOffset></mzXML>)",
                     count, scans);
}

template <class Number>
std::string peaks(const std::vector<Number>& pairs, bool compress = false) {
  const std::string bytes = network_bytes_of(pairs);
  return fmt::format(
      R"(<peaks precision="{}" byteOrder="network" contentType="m/z-int" compressionType="{}">{}</peaks>)",
      8 * sizeof(Number), compress ? "zlib" : "none", base64(compress ? zlib(bytes) : bytes));
}

std::string scan(std::string_view attributes, std::string_view inside) {
  return fmt::format("<scan {}>{}</scan>", attributes, inside);
}

TEST(Mzxml, ReadsNestedScansInFileOrder) {
  const std::string inner = scan(
      R"(num="2" msLevel="2" peaksCount="1" polarity="+" retentionTime="PT1M2.5S" totIonCurrent="99")",
      R"(<precursorMz precursorIntensity="5e4" precursorCharge="3" windowWideness="2.0" activationMethod="ETD">445.34</precursorMz>)" +
          peaks<float>({110.0F, 7.0F}));
  const std::string outer =
      scan(R"(num="1" msLevel="1" peaksCount="2" centroided="0" retentionTime="60")",
           peaks<double>({100.5, 1.0, 200.5, 2.0}, true) + R"(<nameValue name="a" value="b"/>)" + inner);
  const Contents contents = read_text(document(outer, "2"));

  EXPECT_THAT(contents.report.warnings, IsEmpty());
  EXPECT_EQ(contents.run.format_version, "3.2");
  EXPECT_EQ(contents.run.instrument_model, "LTQ");
  EXPECT_EQ(contents.run.ionization, Ionization::electrospray);
  ASSERT_EQ(contents.spectra.size(), 2U);
  EXPECT_EQ(contents.spectra[0].native_id, "scan=1");
  EXPECT_EQ(contents.spectra[0].ms_level, 1);
  EXPECT_EQ(contents.spectra[0].representation, Representation::profile);
  EXPECT_EQ(contents.spectra[0].retention_time_s, 60.0);
  EXPECT_THAT(contents.spectra[0].mz, ElementsAre(100.5, 200.5));
  EXPECT_THAT(contents.spectra[0].intensity, ElementsAre(1.0F, 2.0F));
  const Spectrum& second = contents.spectra[1];
  EXPECT_EQ(second.scan, 2);
  EXPECT_EQ(second.representation, Representation::centroid);
  EXPECT_EQ(second.analyzer, Analyzer::ion_trap);
  EXPECT_EQ(second.polarity, Polarity::positive);
  EXPECT_EQ(second.retention_time_s, 62.5);
  EXPECT_EQ(second.total_ion_current, 99.0);
  EXPECT_THAT(second.mz, ElementsAre(110.0));
  const Precursor& precursor = second.precursors.at(0);
  EXPECT_EQ(precursor.mz, 445.34);
  EXPECT_EQ(precursor.charge, 3);
  EXPECT_EQ(precursor.isolation_lower_offset, 1.0);
  EXPECT_EQ(precursor.activation, Activation::etd);
}

TEST(Mzxml, APairOfZerosStandsForNoPeaks) {
  const Contents contents =
      read_text(document(scan(R"(num="1" msLevel="1" peaksCount="0")", peaks<float>({0.0F, 0.0F}))));
  EXPECT_THAT(contents.spectra.at(0).mz, IsEmpty());
  EXPECT_EQ(contents.warned("no_peaks"), 1U);
  EXPECT_EQ(contents.warned("non_positive_mz"), 0U);
}

TEST(Mzxml, DurationsAreSeconds) {
  EXPECT_EQ(duration_s("PT0.26S"), 0.26);
  EXPECT_EQ(duration_s("PT1H2M3S"), 3723.0);
  EXPECT_EQ(duration_s("P1DT1S"), 86401.0);
  EXPECT_EQ(duration_s("12.5"), 12.5);
  EXPECT_EQ(duration_s("PT"), std::nullopt);
  EXPECT_EQ(duration_s("PTxS"), std::nullopt);
}

TEST(Mzxml, BrokenStructureIsAnErrorThatNamesTheScan) {
  const auto error = [](const std::string& inside) {
    return error_of(document(scan(R"(num="8" msLevel="1" peaksCount="1")", inside)));
  };
  EXPECT_THAT(error(R"(<peaks precision="32">!!!!</peaks>)"),
              HasSubstr("spectrum scan=8: an array is not valid base64"));
  EXPECT_THAT(error(R"(<peaks precision="32">AAAAAA==</peaks>)"), HasSubstr("inside a pair"));
  EXPECT_THAT(error(R"(<peaks precision="32" contentType="intensity">AAAAAA==</peaks>)"), HasSubstr("not supported"));
  EXPECT_THAT(error(R"(<peaks precision="32" compressionType="lzma">AAAAAA==</peaks>)"), HasSubstr("not supported"));
}

TEST(Mzxml, EveryTruncationIsAnError) {
  const std::string whole = document(scan(R"(num="1" msLevel="1" peaksCount="1")", peaks<float>({110.0F, 7.0F})));
  for (std::size_t length = 0; length < whole.find("</msRun"); length += 3) {
    EXPECT_FALSE(error_of(whole.substr(0, length)).empty()) << length;
  }
}

}  // namespace
}  // namespace massa::io::test
