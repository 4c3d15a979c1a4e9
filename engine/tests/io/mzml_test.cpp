#include <gmock/gmock.h>
#include <zstd.h>

#include <cmath>
#include <limits>

#include "io/mzml_text.hpp"
#include "io/read_all.hpp"

namespace massa::io::test {
namespace {

using massa::test::base64;
using massa::test::bytes_of;
using massa::test::zlib;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string level_1 = cv("1000511", "1");
const std::string level_2 = cv("1000511", "2");

std::string one_spectrum(std::string_view arrays, std::size_t length = 3, std::string_view parameters = level_1) {
  return mzml(spectrum("scan=1", length, parameters, arrays));
}

TEST(Mzml, ReadsWhatASpectrumStates) {
  const std::string parameters =
      level_2 + cv("1000130") + cv("1000127") + cv("1000285", "1234.5") + cv("1000796", "a &quot;title&quot; &#956;") +
      R"(<scanList count="1"><scan instrumentConfigurationRef="IC2">)" +
      cv("1000016", "1.5", R"(unitAccession="UO:0000031" unitName="minute")") + "<scanWindowList><scanWindow>" +
      cv("1000501", "300") + "</scanWindow></scanWindowList></scan></scanList>" +
      "<precursorList><precursor><isolationWindow>" + cv("1000827", "500.3") + cv("1000828", "0.8") +
      cv("1000829", "1.2") + "</isolationWindow><selectedIonList><selectedIon>" + cv("1000744", "500.25") +
      cv("1000041", "2") + cv("1000042", "7e5") + "</selectedIon></selectedIonList><activation>" + cv("1000422") +
      "</activation></precursor></precursorList>";
  const std::string header =
      R"(<instrumentConfigurationList><instrumentConfiguration id="IC1"><componentList><analyzer order="1">)" +
      cv("1000484") + R"(</analyzer></componentList></instrumentConfiguration><instrumentConfiguration id="IC2">)" +
      R"(<componentList><source order="1">)" + cv("1000398") + R"(</source><analyzer order="2">)" + cv("1000083") +
      "</analyzer></componentList></instrumentConfiguration></instrumentConfigurationList>";
  const std::string id = "controllerType=0 controllerNumber=1 scan=17";
  const Contents contents =
      read_text(mzml(spectrum(id, 2, parameters, plain_arrays({100.5, 200.25}, {10.0F, 20.0F})), "1", header));

  EXPECT_THAT(contents.report.warnings, IsEmpty());
  EXPECT_THAT(contents.run.analyzers, ElementsAre(Analyzer::orbitrap, Analyzer::ion_trap));
  EXPECT_EQ(contents.run.ionization, Ionization::electrospray);
  ASSERT_EQ(contents.spectra.size(), 1U);
  const Spectrum& read = contents.spectra[0];
  EXPECT_EQ(read.native_id, id);
  EXPECT_EQ(read.scan, 17);
  EXPECT_EQ(read.title, "a \"title\" μ");
  EXPECT_EQ(read.ms_level, 2);
  EXPECT_EQ(read.polarity, Polarity::positive);
  EXPECT_EQ(read.representation, Representation::centroid);
  EXPECT_EQ(read.analyzer, Analyzer::ion_trap);
  EXPECT_DOUBLE_EQ(read.retention_time_s, 90.0);
  EXPECT_DOUBLE_EQ(read.total_ion_current, 1234.5);
  EXPECT_THAT(read.mz, ElementsAre(100.5, 200.25));
  EXPECT_THAT(read.intensity, ElementsAre(10.0F, 20.0F));
  ASSERT_EQ(read.precursors.size(), 1U);
  const Precursor& precursor = read.precursors[0];
  EXPECT_DOUBLE_EQ(precursor.mz, 500.25);
  EXPECT_EQ(precursor.charge, 2);
  EXPECT_DOUBLE_EQ(precursor.intensity, 7e5);
  EXPECT_DOUBLE_EQ(precursor.isolation_target_mz, 500.3);
  EXPECT_DOUBLE_EQ(precursor.isolation_lower_offset, 0.8);
  EXPECT_DOUBLE_EQ(precursor.isolation_upper_offset, 1.2);
  EXPECT_EQ(precursor.activation, Activation::hcd);
}

TEST(Mzml, ReadsEveryNumberTypeAndCompression) {
  const std::vector<double> mz{100.0, 200.0, 300.0};
  const std::vector<float> mz32(mz.begin(), mz.end());
  const std::vector<float> intensity{1.0F, 2.0F, 3.0F};
  const std::vector<std::int32_t> integers{1, 2, 3};
  const std::vector<std::int64_t> long_integers{1, 2, 3};
  const std::string raw = bytes_of(mz);
  std::string zstd(ZSTD_compressBound(raw.size()), '\0');
  zstd.resize(ZSTD_compress(zstd.data(), zstd.size(), raw.data(), raw.size(), 3));
  const std::vector<std::string> mz_arrays{array("1000514", "1000523", "1000576", base64(raw)),
                                           array("1000514", "1000521", "1000576", base64(bytes_of(mz32))),
                                           array("1000514", "1000523", "1000574", base64(zlib(raw))),
                                           array("1000514", "1000523", "1003780", base64(zstd))};
  const std::vector<std::string> intensity_arrays{
      array("1000515", "1000521", "1000576", base64(bytes_of(intensity))),
      array("1000515", "1000519", "1000576", base64(bytes_of(integers))),
      array("1000515", "1000522", "1000574", base64(zlib(bytes_of(long_integers))))};
  for (const std::string& mz_array : mz_arrays) {
    for (const std::string& intensity_array : intensity_arrays) {
      const Contents contents = read_text(one_spectrum(intensity_array + mz_array));
      ASSERT_EQ(contents.spectra.size(), 1U);
      EXPECT_THAT(contents.spectra[0].mz, ElementsAre(100.0, 200.0, 300.0)) << mz_array;
      EXPECT_THAT(contents.spectra[0].intensity, ElementsAre(1.0F, 2.0F, 3.0F)) << intensity_array;
    }
  }
}

TEST(Mzml, ReadsNumpressAloneAndBeforeZlib) {
  const std::string linear("\x40\xF8\x6A\x00\x00\x00\x00\x00\xD0\xB3\xFB\x02\xA8\xE8\x93\x03", 16);
  const std::string slof("\x40\xAB\x7A\x00\x00\x00\x00\x00\x00\x00\x86\x09", 12);
  const auto check = [](const std::string& arrays) {
    const Contents contents = read_text(one_spectrum(arrays, 2));
    ASSERT_EQ(contents.spectra.size(), 1U);
    EXPECT_THAT(contents.spectra[0].mz, ElementsAre(DoubleNear(500.5, 1e-9), DoubleNear(600.25, 1e-9)));
    EXPECT_FLOAT_EQ(contents.spectra[0].intensity.at(1), 1.000115F);
  };
  check(array("1000514", "1000523", "1002312", base64(linear)) + array("1000515", "1000521", "1002314", base64(slof)));
  check(array("1000514", "1000523", "1002746", base64(zlib(linear))) +
        array("1000515", "1000521", "1002748", base64(zlib(slof))));
}

TEST(Mzml, TakesParametersFromReferencedGroups) {
  const std::string header = R"(<referenceableParamGroupList><referenceableParamGroup id="ms2">)" + level_2 +
                             cv("1000128") + "</referenceableParamGroup></referenceableParamGroupList>";
  const std::string parameters = R"(<referenceableParamGroupRef ref="ms2"/>)";
  const Contents contents =
      read_text(mzml(spectrum("scan=1", 1, parameters, plain_arrays({1.0}, {1.0F})), "1", header));
  ASSERT_EQ(contents.spectra.size(), 1U);
  EXPECT_EQ(contents.spectra[0].ms_level, 2);
  EXPECT_EQ(contents.spectra[0].representation, Representation::profile);
}

TEST(Mzml, ReadsSecondsMinutesAndTimesWithoutAUnitAccession) {
  const auto time_of = [](std::string_view unit) {
    const std::string scan = "<scanList><scan>" + cv("1000016", "30", unit) + "</scan></scanList>";
    return read_text(one_spectrum(plain_arrays({1.0}, {1.0F}), 1, level_1 + scan));
  };
  EXPECT_EQ(time_of(R"(unitAccession="UO:0000010")").spectra.at(0).retention_time_s, 30.0);
  EXPECT_EQ(time_of(R"(unitName="second")").spectra.at(0).retention_time_s, 30.0);
  EXPECT_EQ(time_of(R"(unitName="minute")").spectra.at(0).retention_time_s, 1800.0);
  const Contents without_unit = time_of("");
  EXPECT_EQ(without_unit.spectra.at(0).retention_time_s, 1800.0);
  EXPECT_EQ(without_unit.warned("retention_time_without_unit"), 1U);
}

TEST(Mzml, KeepsEveryPrecursorAndPossibleCharge) {
  const auto ion = [](const std::string& parameters) { return "<selectedIon>" + parameters + "</selectedIon>"; };
  const std::string parameters = level_2 + "<precursorList><precursor><selectedIonList>" +
                                 ion(cv("1000744", "400") + cv("1000633", "2") + cv("1000633", "3")) +
                                 "</selectedIonList></precursor><precursor><selectedIonList>" +
                                 ion(cv("1000744", "500") + cv("1000633", "4")) + ion(cv("1000744", "600")) +
                                 "</selectedIonList></precursor></precursorList>";
  const Contents contents = read_text(one_spectrum(plain_arrays({1.0}, {1.0F}), 1, parameters));
  const auto& precursors = contents.spectra.at(0).precursors;
  ASSERT_EQ(precursors.size(), 3U);
  EXPECT_EQ(precursors[0].charge, std::nullopt);
  EXPECT_THAT(precursors[0].possible_charges, ElementsAre(2, 3));
  EXPECT_EQ(precursors[1].charge, 4);
  EXPECT_EQ(precursors[2].mz, 600.0);
}

TEST(Mzml, CombinesEtdWithSupplementalActivation) {
  const std::string parameters = level_2 + "<precursorList><precursor><selectedIonList><selectedIon>" +
                                 cv("1000744", "400") + "</selectedIon></selectedIonList><activation>" + cv("1000598") +
                                 cv("1002678") + "</activation></precursor></precursorList>";
  const Contents contents = read_text(one_spectrum(plain_arrays({1.0}, {1.0F}), 1, parameters));
  EXPECT_EQ(contents.spectra.at(0).precursors.at(0).activation, Activation::ethcd);
}

TEST(Mzml, TheFilterLineNamesTheAnalyser) {
  const auto analyzer_of = [](const std::string& filter) {
    const std::string scan = "<scanList><scan>" + cv("1000512", filter) + "</scan></scanList>";
    return read_text(one_spectrum(plain_arrays({1.0}, {1.0F}), 1, level_1 + scan)).spectra.at(0).analyzer;
  };
  EXPECT_EQ(analyzer_of("FTMS + p NSI Full ms [300.00-2000.00]"), Analyzer::orbitrap);
  EXPECT_EQ(analyzer_of("ITMS + c NSI d Full ms2"), Analyzer::ion_trap);
  EXPECT_EQ(analyzer_of("something else"), Analyzer::unknown);
}

TEST(Mzml, AHybridInstrumentsOnlyConfigurationSaysNothingOfItsMs2) {
  const std::string header =
      R"(<instrumentConfigurationList><instrumentConfiguration id="IC1"><cvParam cvRef="MS" accession="MS:1000556" name="LTQ Orbitrap XL"/><componentList><analyzer order="1">)" +
      cv("1000484") + "</analyzer></componentList></instrumentConfiguration></instrumentConfigurationList>";
  const std::string arrays = plain_arrays({1.0}, {1.0F});
  const Contents contents =
      read_text(mzml(spectrum("scan=1", 1, level_1, arrays) + spectrum("scan=2", 1, level_2, arrays), "2", header,
                     R"(defaultInstrumentConfigurationRef="IC1")"));
  EXPECT_EQ(contents.run.instrument_model, "LTQ Orbitrap XL");
  EXPECT_EQ(contents.spectra.at(0).analyzer, Analyzer::orbitrap);
  EXPECT_EQ(contents.spectra.at(1).analyzer, Analyzer::unknown);
}

TEST(Mzml, LeavesOutBadPeaksAndCountsThem) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const float infinite = std::numeric_limits<float>::infinity();
  const Contents contents = read_text(
      one_spectrum(plain_arrays({nan, -5.0, 300.0, 100.0, 200.0, 0.0}, {1.0F, 1.0F, -3.0F, 4.0F, infinite, 1.0F}), 6));
  EXPECT_THAT(contents.spectra.at(0).mz, ElementsAre(100.0, 300.0));
  EXPECT_THAT(contents.spectra.at(0).intensity, ElementsAre(4.0F, 0.0F));
  EXPECT_EQ(contents.warned("non_finite_peaks"), 2U);
  EXPECT_EQ(contents.warned("non_positive_mz"), 2U);
  EXPECT_EQ(contents.warned("negative_intensity"), 1U);
  EXPECT_EQ(contents.warned("unsorted_peaks"), 1U);
  EXPECT_THAT(contents.report.warnings.at(0).message, HasSubstr("spectrum scan=1"));
}

TEST(Mzml, AbsurdCountsAreNeverTrusted) {
  const std::string arrays = array("1000514", "1000523", "1000574", base64(zlib(bytes_of<double>({100.0})))) +
                             array("1000515", "1000521", "1000576", base64(bytes_of<float>({1.0F})));
  const Contents contents = read_text(mzml(spectrum("scan=1", 999999999999999999, level_1, arrays), "888888888888"));
  EXPECT_THAT(contents.spectra.at(0).mz, ElementsAre(100.0));
  EXPECT_EQ(contents.warned("peak_count_differs"), 1U);
  EXPECT_EQ(contents.warned("spectrum_count_differs"), 888888888887U);
}

TEST(Mzml, DuplicateAndMissingIdsAreKeptAndNoted) {
  const std::string arrays = plain_arrays({1.0}, {1.0F});
  const Contents contents =
      read_text(mzml(spectrum("scan=1", 1, level_1, arrays) + spectrum("scan=1", 1, level_1, arrays) +
                         spectrum("", 1, level_1, arrays),
                     "3"));
  EXPECT_EQ(contents.spectra.size(), 3U);
  EXPECT_EQ(contents.spectra.at(2).native_id, "index=2");
  EXPECT_EQ(contents.warned("duplicate_id"), 1U);
  EXPECT_EQ(contents.warned("missing_id"), 1U);
}

TEST(Mzml, UvSpectraHaveNoPeaksButAreNotLost) {
  const std::string wavelengths = array("1000617", "1000523", "1000576", base64(bytes_of<double>({210.0}))) +
                                  array("1000515", "1000521", "1000576", base64(bytes_of<float>({1.0F})));
  const Contents contents = read_text(one_spectrum(wavelengths, 1));
  EXPECT_THAT(contents.spectra.at(0).mz, IsEmpty());
  EXPECT_EQ(contents.warned("not_mass_spectra"), 1U);
}

TEST(Mzml, TextThatIsNotUtf8BecomesUtf8) {
  const std::string parameters = level_1 + cv("1000796",
                                              "100 \xB5"
                                              "M");
  const Contents contents = read_text(one_spectrum(plain_arrays({1.0}, {1.0F}), 1, parameters));
  EXPECT_EQ(contents.spectra.at(0).title, "100 µM");
}

TEST(Mzml, CommentsAndEmptyElementsDoNotConfuseTheSearchForSpectra) {
  const std::string arrays = plain_arrays({1.0}, {1.0F});
  const Contents contents =
      read_text(mzml("<!-- <spectrum id=\"no\"> --><spectrum id=\"a>b\" defaultArrayLength=\"0\"/>" +
                         spectrum("scan=1", 1, level_1, arrays),
                     "2"));
  ASSERT_EQ(contents.spectra.size(), 2U);
  EXPECT_EQ(contents.spectra[0].native_id, "a>b");
  EXPECT_THAT(contents.spectra[1].mz, ElementsAre(1.0));
}

TEST(Mzml, BrokenStructureIsAnErrorThatNamesTheSpectrum) {
  const std::string good = array("1000515", "1000521", "1000576", base64(bytes_of<float>({1.0F})));
  const auto error = [&](const std::string& mz_array) { return error_of(one_spectrum(mz_array + good, 1)); };
  EXPECT_THAT(error(array("1000514", "1000523", "1000576", "****")), HasSubstr("scan=1: an array is not valid base64"));
  EXPECT_THAT(error(array("1000514", "1000523", "1000574", "AAAA")), HasSubstr("not valid zlib"));
  EXPECT_THAT(error(array("1000514", "1000523", "1003780", "AAAA")), HasSubstr("not valid zstd"));
  EXPECT_THAT(error(array("1000514", "1000523", "1000576", "AAAA")), HasSubstr("ends inside a number"));
  EXPECT_THAT(error(array("1000514", "1000523", "1003089", "AAAA")), HasSubstr("not supported"));
  EXPECT_THAT(error(array("1000514", "1000523", "1000576", base64(bytes_of<double>({1.0, 2.0})))),
              HasSubstr("2 m/z values but 1 intensities"));
  EXPECT_THAT(error_of(one_spectrum(array("1000514", "1000523", "1000576", base64(bytes_of<double>({1.0}))), 1)),
              HasSubstr("no intensity array"));
}

TEST(Mzml, EveryTruncationIsAnErrorOrIsNoticed) {
  const std::string whole = mzml(spectrum("scan=1", 1, level_1, plain_arrays({1.0}, {1.0F})));
  const std::size_t end = whole.find("</mzML");
  for (std::size_t length = 0; length < end; length += 3) {
    EXPECT_FALSE(error_of(whole.substr(0, length)).empty()) << length;
  }
}

TEST(Mzml, AnUnfinishedSpectrumIsAnError) {
  const std::string inner = spectrum("scan=2", 1, level_1, plain_arrays({1.0}, {1.0F}));
  EXPECT_THAT(error_of(mzml("<spectrum id=\"scan=1\">" + inner)), HasSubstr("a spectrum has no end"));
}

TEST(Mzml, DraftVersionsAreRefusedWithTheConverter) {
  const std::string error = error_of(R"(<mzML version="0.99.1"><run></run></mzML>)");
  EXPECT_THAT(error, HasSubstr("0.99.1"));
  EXPECT_THAT(error, HasSubstr("msConvert"));
}

}  // namespace
}  // namespace massa::io::test
