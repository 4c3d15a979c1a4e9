#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/runs.hpp"
#include "support/files.hpp"

namespace massa::pipeline {
namespace {

using classify::Resolution;

/// A real run and the instrument that recorded it.
struct KnownRun {
  const char* path;
  Resolution ms1;
  Resolution ms2;
  const char* preset;
};

class ResolutionChoice : public testing::TestWithParam<KnownRun> {};

TEST_P(ResolutionChoice, IsThatOfTheInstrument) {
  const auto path = test::shared_data(GetParam().path);
  if (!path) GTEST_SKIP() << test::no_shared_data;
  const classify::ResolutionDecision decision = sample_resolution(std::vector<std::filesystem::path>{*path});
  EXPECT_EQ(decision.ms1, GetParam().ms1) << decision.reason;
  EXPECT_EQ(decision.ms2, GetParam().ms2) << decision.reason;
  EXPECT_EQ(decision.preset, GetParam().preset) << decision.reason;
}

INSTANTIATE_TEST_SUITE_P(
    SharedData, ResolutionChoice,
    testing::Values(
        // LTQ Orbitrap: surveys in the Orbitrap, fragments in the ion trap; the mzML names only a part of it.
        KnownRun{"bsa_ltq_orbitrap/BSA1.mzML", Resolution::high, Resolution::low, "hybrid"},
        KnownRun{"bsa_ltq_orbitrap/BSA1_F1.mzML", Resolution::high, Resolution::low, "hybrid"},
        KnownRun{"bsa_maxquant/BSA_min_21.mzXML", Resolution::high, Resolution::low, "hybrid"},
        // Ion traps; the MGF names no analyser.
        KnownRun{"bsa_iontrap_labelled/BSA_amaZonETD_batch_0_labelled.mgf", Resolution::low, Resolution::low,
                 "low-resolution"},
        KnownRun{"yeast_iontrap/yeast_concatenated_dta.mgf", Resolution::low, Resolution::low, "low-resolution"},
        // Orbitraps for both.
        KnownRun{"yeast_small/SmallCalibratible_Yeast.mzML", Resolution::high, Resolution::high, "high-resolution"},
        KnownRun{"human_snips/miniA549.mzML", Resolution::high, Resolution::high, "high-resolution"}),
    [](const testing::TestParamInfo<KnownRun>& run) {
      const std::string path = run.param.path;
      std::string name;
      for (const char c : path.substr(path.find('/') + 1))
        name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
      return name;
    });

}  // namespace
}  // namespace massa::pipeline
