#include "massa/classify/acquisition.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <utility>
#include <vector>

#include "massa/io/reader.hpp"
#include "support/files.hpp"

namespace massa::classify {
namespace {

using testing::HasSubstr;

constexpr double proton_da = 1.007276466621;

Spectrum survey(const std::vector<std::pair<double, float>>& peaks) {
  Spectrum spectrum;
  spectrum.ms_level = 1;
  spectrum.representation = Representation::centroid;
  for (const auto& [mz, intensity] : peaks) {
    spectrum.mz.push_back(mz);
    spectrum.intensity.push_back(intensity);
  }
  return spectrum;
}

/// Isotope clusters of one charge, one every 40 Th from m/z 700.
Spectrum clusters(int charge) {
  std::vector<std::pair<double, float>> peaks;
  for (int cluster = 0; cluster < 20; ++cluster) {
    for (int isotope = 0; isotope < 4; ++isotope) {
      peaks.emplace_back(700.36 + 40.02 * cluster + isotope * 1.00235 / charge,
                         1000.0F / static_cast<float>(isotope + 1));
    }
  }
  return survey(peaks);
}

/// Unresolved charge states of one mass.
Spectrum charge_states(double mass_da, int low, int high) {
  std::vector<std::pair<double, float>> peaks;
  for (int charge = high; charge >= low; --charge) {
    peaks.emplace_back(mass_da / charge + proton_da, 1000.0F);
  }
  return survey(peaks);
}

Spectrum fragmentation(double mz, int charge, double lower = not_stated, double upper = not_stated) {
  Spectrum spectrum;
  spectrum.ms_level = 2;
  Precursor precursor;
  precursor.mz = mz;
  if (charge > 0) {
    precursor.charge = charge;
  }
  precursor.isolation_target_mz = mz;
  precursor.isolation_lower_offset = lower;
  precursor.isolation_upper_offset = upper;
  spectrum.precursors.push_back(precursor);
  return spectrum;
}

RunStatistics run_with(io::Ionization ionization) {
  io::RunInfo info;
  info.ionization = ionization;
  return RunStatistics(info);
}

TEST(Acquisition, NamesAndTypesMatch) {
  for (const auto type : {AcquisitionType::dda, AcquisitionType::targeted, AcquisitionType::dia, AcquisitionType::pmf,
                          AcquisitionType::pmf_msms, AcquisitionType::intact, AcquisitionType::top_down,
                          AcquisitionType::ms1_only, AcquisitionType::empty}) {
    EXPECT_EQ(acquisition_type(name(type)), type);
  }
  EXPECT_EQ(acquisition_type("something"), std::nullopt);
}

TEST(Acquisition, NoSpectraIsEmpty) {
  const Acquisition acquisition = classify_acquisition(RunStatistics{});
  EXPECT_EQ(acquisition.type, AcquisitionType::empty);
  EXPECT_FALSE(acquisition.reason_code.empty());
  EXPECT_FALSE(acquisition.reason.empty());
}

TEST(Acquisition, MaldiWithoutMs2IsAFingerprint) {
  RunStatistics run = run_with(io::Ionization::maldi);
  for (int i = 0; i < 100; ++i) {
    run.add(survey({}));
  }
  EXPECT_EQ(classify_acquisition(run).type, AcquisitionType::pmf);
  EXPECT_EQ(classify_acquisition(run).reason_code, "maldi_without_ms2");
}

TEST(Acquisition, AFewSinglyChargedSpectraAreAFingerprint) {
  RunStatistics single;
  single.add(clusters(1));
  EXPECT_EQ(classify_acquisition(single).type, AcquisitionType::pmf);

  RunStatistics doubly;
  doubly.add(clusters(2));
  EXPECT_EQ(classify_acquisition(doubly).type, AcquisitionType::ms1_only);

  RunStatistics many;
  for (int i = 0; i < 6; ++i) {
    many.add(clusters(1));
  }
  EXPECT_EQ(classify_acquisition(many).type, AcquisitionType::ms1_only);

  RunStatistics electrospray = run_with(io::Ionization::electrospray);
  electrospray.add(clusters(1));
  EXPECT_EQ(classify_acquisition(electrospray).type, AcquisitionType::ms1_only);
}

TEST(Acquisition, MonoisotopicPeptideMassesAreAFingerprint) {
  std::vector<std::pair<double, float>> peaks;
  for (int nominal = 700; nominal < 3000; nominal += 97) {
    peaks.emplace_back(nominal * 1.000495 + proton_da, 1.0F);
  }
  RunStatistics run;
  run.add(survey(peaks));
  EXPECT_EQ(classify_acquisition(run).type, AcquisitionType::pmf);
}

TEST(Acquisition, APeakListBeforeSinglyChargedMs2IsAFingerprintWithMsms) {
  RunStatistics run;
  run.add(clusters(1));
  run.add(fragmentation(927.49, 1));
  run.add(fragmentation(1024.56, 1));
  EXPECT_EQ(classify_acquisition(run).type, AcquisitionType::pmf_msms);
  run.add(fragmentation(700.1, 2));
  EXPECT_EQ(classify_acquisition(run).type, AcquisitionType::dda);
}

TEST(Acquisition, AdjacentChargeStatesOfOneMassAreAnIntactProtein) {
  RunStatistics run;
  run.add(charge_states(16951.5, 12, 20));
  const Acquisition acquisition = classify_acquisition(run);
  EXPECT_EQ(acquisition.type, AcquisitionType::intact);
  EXPECT_EQ(run.charge_series_length, 9);
  EXPECT_NEAR(run.charge_series_mass_da, 16951.5, 0.1);
  EXPECT_THAT(acquisition.reason, HasSubstr("16952 Da"));

  RunStatistics maldi = run_with(io::Ionization::maldi);
  maldi.add(charge_states(16951.5, 12, 20));
  EXPECT_EQ(classify_acquisition(maldi).type, AcquisitionType::pmf);

  RunStatistics two_states;
  two_states.add(charge_states(16951.5, 12, 13));
  EXPECT_EQ(classify_acquisition(two_states).type, AcquisitionType::ms1_only);

  RunStatistics small;
  small.add(charge_states(3000.0, 3, 6));
  EXPECT_EQ(classify_acquisition(small).type, AcquisitionType::ms1_only);
}

TEST(Acquisition, WindowsThatRecurAndTileAreDia) {
  RunStatistics run;
  for (int cycle = 0; cycle < 10; ++cycle) {
    run.add(survey({}));
    for (int window = 0; window < 20; ++window) {
      run.add(fragmentation(412.5 + 25.0 * window, 0, 13.0, 13.0));
    }
  }
  const Acquisition acquisition = classify_acquisition(run);
  EXPECT_EQ(acquisition.type, AcquisitionType::dia);
  EXPECT_THAT(acquisition.reason, HasSubstr("20 isolation windows recur and tile m/z 400 to 900"));
}

TEST(Acquisition, AFewNarrowWindowsAgainAndAgainAreTargeted) {
  RunStatistics run;
  for (int cycle = 0; cycle < 20; ++cycle) {
    run.add(survey({}));
    for (const double mz : {450.3, 512.8, 633.1, 780.4, 812.2, 905.5}) {
      run.add(fragmentation(mz, 2, 0.5, 0.5));
    }
  }
  EXPECT_EQ(classify_acquisition(run).type, AcquisitionType::targeted);
}

TEST(Acquisition, AWideIsolationAloneIsOrdinaryDda) {
  RunStatistics run;
  for (int i = 0; i < 200; ++i) {
    run.add(fragmentation(400.0 + 2.37 * i, 2 + i % 2, 2.0, 2.0));
  }
  EXPECT_EQ(classify_acquisition(run).type, AcquisitionType::dda);
}

TEST(Acquisition, HighChargesOrMassesAreTopDown) {
  RunStatistics charged;
  RunStatistics heavy;
  for (int i = 0; i < 30; ++i) {
    charged.add(fragmentation(600.0 + 11.3 * i, 8));
    heavy.add(fragmentation(1700.0 + 11.3 * i, 4));
  }
  EXPECT_EQ(classify_acquisition(charged).reason_code, "high_precursor_charge");
  EXPECT_EQ(classify_acquisition(heavy).reason_code, "high_precursor_mass");
}

TEST(Acquisition, MemoryStaysBoundedHoweverManyPrecursors) {
  RunStatistics run;
  for (int i = 0; i < 20000; ++i) {
    run.add(fragmentation(300.0 + 0.07 * i, 2));
  }
  EXPECT_LE(run.windows.size(), RunStatistics::window_limit);
  EXPECT_EQ(classify_acquisition(run).type, AcquisitionType::dda);
}

TEST(Acquisition, RealFilesAreWhatTheyAre) {
  const std::vector<std::pair<const char*, AcquisitionType>> files{
      {"bsa_ltq_orbitrap/BSA1.mzML", AcquisitionType::dda},
      {"bsa_iontrap_labelled/BSA_amaZonETD_batch_0_labelled.mgf", AcquisitionType::dda},
      {"yeast_small/SmallCalibratible_Yeast.mzML", AcquisitionType::dda},
      {"bsa_maxquant/BSA_min_21.mzXML", AcquisitionType::dda},
      {"bsa_maldi_pmf/12BSA1.mgf", AcquisitionType::pmf_msms},
      {"bsa_maldi_pmf/1A1.mgf", AcquisitionType::pmf_msms},
      {"pmf_mascot/HYEP_pmf_mz_from_mzid.txt", AcquisitionType::pmf},
      {"intact/CytoOnly.mzML", AcquisitionType::intact},
      {"intact/UbiqOnly.mzML", AcquisitionType::intact},
      {"reader_cases/openms/MzMLFile_2_minimal.mzML", AcquisitionType::empty},
      {"reader_cases/openms/one_scan.mzML", AcquisitionType::ms1_only},
  };
  for (const auto& [relative, expected] : files) {
    const auto path = test::shared_data(relative);
    if (!path) {
      GTEST_SKIP() << test::no_shared_data;
    }
    const auto reader = io::open_spectra(*path);
    RunStatistics run(reader->run());
    Spectrum spectrum;
    while (reader->next(spectrum)) {
      run.add(spectrum);
    }
    const Acquisition acquisition = classify_acquisition(run);
    EXPECT_EQ(name(acquisition.type), name(expected)) << relative << ": " << acquisition.reason;
  }
}

}  // namespace
}  // namespace massa::classify
