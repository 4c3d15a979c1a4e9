#include "massa/classify/resolution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>
#include <optional>

namespace massa::classify {
namespace {

/// What one kind of evidence says, with the figures.
struct Evidence {
  Resolution resolution = Resolution::unknown;
  std::string text;
  bool strong = false;  ///< enough to overrule what the file says
};

struct LevelDecision {
  Resolution resolution = Resolution::unknown;
  std::string code;
  std::string text;
};

std::string_view analyzer_name(Analyzer analyzer) {
  constexpr std::array<std::string_view, 6> names{"unknown",        "ion trap", "quadrupole",
                                                  "time-of-flight", "orbitrap", "FT-ICR"};
  return names[static_cast<std::size_t>(analyzer)];
}

/// The analyser of most spectra of a level, of those that name one.
std::optional<Analyzer> stated_analyzer(const ResolutionStatistics::Level& level) {
  const auto most = std::max_element(level.analyzers.begin() + 1, level.analyzers.end());
  if (*most == 0) {
    return std::nullopt;
  }
  return static_cast<Analyzer>(most - level.analyzers.begin());
}

Resolution resolution_of(Analyzer analyzer) {
  switch (analyzer) {
    case Analyzer::unknown:
      return Resolution::unknown;
    case Analyzer::ion_trap:
    case Analyzer::quadrupole:
      return Resolution::low;
    case Analyzer::time_of_flight:
    case Analyzer::orbitrap:
    case Analyzer::ft_icr:
      return Resolution::high;
  }
  return Resolution::unknown;
}

/// How sharply 1.00335 Th stands out among the distances of bright peaks.
Evidence isotope_evidence(const ResolutionStatistics::Level& level) {
  constexpr std::uint64_t fewest_pairs = 40;
  constexpr std::uint64_t many_pairs = 100;
  constexpr double high_contrast = 8.0;  // real runs: 15 to 65 where resolved; 1 to 6 in ion traps and old TOFs
  constexpr double coarse_fraction = 0.9;
  if (level.peaks > 0 && static_cast<double>(level.coarse_peaks) > coarse_fraction * static_cast<double>(level.peaks)) {
    return {Resolution::low, "m/z values have no more than one decimal", level.peaks >= many_pairs};
  }
  // Bins of 0.001 Th from 0.95 Th on: 1.001–1.006 against 0.988–0.998 and 1.009–1.019 (0.984, NH3/OH, lies outside).
  const auto sum = [&](std::ptrdiff_t first, std::ptrdiff_t last) {
    return std::accumulate(level.isotope_gaps.begin() + first, level.isotope_gaps.begin() + last, std::uint64_t{0});
  };
  const std::uint64_t at_isotope = sum(51, 56);
  const std::uint64_t beside = sum(38, 48) + sum(59, 69);
  if (at_isotope + beside < fewest_pairs) {
    return {};
  }
  const double contrast = (static_cast<double>(at_isotope) / 5.0) / (static_cast<double>(beside + 1) / 20.0);
  const bool high = contrast >= high_contrast;
  return {high ? Resolution::high : Resolution::low,
          fmt::format("peaks 1.003 Th apart are {:.1f} times as frequent as peaks of a slightly different distance, {}",
                      contrast, high ? "so isotopes are resolved" : "so isotopes are not resolved"),
          at_isotope + beside >= many_pairs};
}

/// Pairs of precursors of nearly the same mass: within 10 ppm, and per 10 ppm between 20 and 100 ppm.
struct RepeatedPrecursors {
  std::uint64_t near = 0;
  double background = 0.0;
};

RepeatedPrecursors count_repeats(const std::vector<double>& sorted_masses) {
  RepeatedPrecursors repeats;
  std::uint64_t far = 0;
  for (std::size_t i = 0; i < sorted_masses.size(); ++i) {
    const double ppm = sorted_masses[i] * 1e-6;
    for (std::size_t j = i + 1; j < sorted_masses.size() && sorted_masses[j] - sorted_masses[i] < 100.0 * ppm; ++j) {
      const double distance = sorted_masses[j] - sorted_masses[i];
      repeats.near += distance < 10.0 * ppm ? 1 : 0;
      far += distance >= 20.0 * ppm ? 1 : 0;
    }
  }
  repeats.background = static_cast<double>(far) / 8.0;
  return repeats;
}

/// Length of the mean vector of masses on a circle of one mass cluster spacing: 1 if all lie on multiples of it.
double cluster_concentration(const std::vector<double>& masses) {
  constexpr double cluster_spacing_da = 1.00045475;
  std::complex<double> sum{0.0, 0.0};
  for (const double mass : masses) {
    sum += std::polar(1.0, 2.0 * std::numbers::pi * mass / cluster_spacing_da);
  }
  return std::abs(sum) / static_cast<double>(masses.size());
}

Evidence precursor_evidence(std::vector<double> masses) {
  constexpr std::size_t fewest_masses = 30;
  constexpr double sharp_repeats = 10.0;  // real runs: 20 to 300 where resolved, 2 to 7 where not
  constexpr double blurred_repeats =
      2.2;  // all tryptic peptides of yeast, each once: 1.6; repeats spread over > 10 ppm: 2.5
  constexpr double tight_clusters = 0.905;  // all tryptic peptides of yeast: 0.92; blurred by 0.1 Da: 0.75
  if (masses.size() < fewest_masses) {
    return {};
  }
  std::ranges::sort(masses);
  const RepeatedPrecursors repeats = count_repeats(masses);
  const double ratio = static_cast<double>(repeats.near) / std::max(1.0, repeats.background);
  if (repeats.near >= 10 && ratio >= sharp_repeats) {
    return {Resolution::high,
            fmt::format("precursors selected again agree within 10 ppm ({} pairs, {:.0f} times the background)",
                        repeats.near, ratio),
            false};
  }
  const double concentration = cluster_concentration(masses);
  const bool blurred = repeats.near >= 200 && ratio >= blurred_repeats;
  if (!blurred && concentration >= tight_clusters) {
    return {Resolution::high,
            fmt::format("precursor masses keep to the mass clusters of peptides (concentration {:.2f})", concentration),
            false};
  }
  return {Resolution::low,
          fmt::format("precursors selected again do not agree within 10 ppm ({:.1f} times the background) and their "
                      "masses spread beyond the mass clusters of peptides (concentration {:.2f})",
                      ratio, concentration),
          false};
}

LevelDecision decide(std::string_view what, std::optional<Analyzer> analyzer, const Evidence& evidence) {
  const Resolution stated = analyzer ? resolution_of(*analyzer) : Resolution::unknown;
  if (stated != Resolution::unknown) {
    if (evidence.strong && evidence.resolution != stated) {
      return {
          evidence.resolution, "analyzer_contradicted",
          fmt::format("{}: the file names {} as the analyser, but {}.", what, analyzer_name(*analyzer), evidence.text)};
    }
    return {stated, "analyzer", fmt::format("{}: {} analyser.", what, analyzer_name(*analyzer))};
  }
  if (evidence.resolution != Resolution::unknown) {
    return {evidence.resolution, "data", fmt::format("{}: the file names no analyser; {}.", what, evidence.text)};
  }
  return {Resolution::unknown, "too_little_data",
          fmt::format("{}: the file names no analyser and holds too little data to tell.", what)};
}

LevelDecision decide_ms1(const ResolutionStatistics& statistics, Resolution ms2) {
  const std::optional<Analyzer> analyzer = stated_analyzer(statistics.ms1());
  Evidence evidence = isotope_evidence(statistics.ms1());
  evidence.strong = false;  // surveys of few ions, or of highly charged ones, show few distances of 1 Th
  if (analyzer || evidence.resolution == Resolution::high) {
    return decide("MS1", analyzer, evidence);
  }
  if (ms2 == Resolution::high) {
    return {Resolution::high, "data", "MS1: no instrument measures precursors worse than fragments."};
  }
  return decide("MS1", analyzer, precursor_evidence(statistics.precursor_masses_da()));
}

std::string_view combined_code(const LevelDecision& ms1, const LevelDecision& ms2) {
  for (const std::string_view code : {"analyzer_contradicted", "too_little_data", "data"}) {
    if (ms1.code == code || ms2.code == code) {
      return code;
    }
  }
  return "analyzer";
}

/// Where nothing is known, wide tolerances lose the least.
std::string_view preset_for(Resolution ms1, Resolution ms2) {
  if (ms2 == Resolution::high) {
    return "high-resolution";
  }
  return ms1 == Resolution::high ? "hybrid" : "low-resolution";
}

}  // namespace

std::string_view name(Resolution resolution) noexcept {
  constexpr std::array<std::string_view, 3> names{"unknown", "low", "high"};
  return names[static_cast<std::size_t>(resolution)];
}

ResolutionDecision decide_resolution(const ResolutionStatistics& statistics) {
  const LevelDecision ms2 = decide("MS2", stated_analyzer(statistics.ms2()), isotope_evidence(statistics.ms2()));
  const LevelDecision ms1 = decide_ms1(statistics, ms2.resolution);
  return {ms1.resolution, ms2.resolution, std::string(combined_code(ms1, ms2)), ms1.text + " " + ms2.text,
          std::string(preset_for(ms1.resolution, ms2.resolution))};
}

}  // namespace massa::classify
