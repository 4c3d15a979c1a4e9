#include "text_writers.hpp"

#include <fmt/format.h>

#include <iterator>

namespace massa::simulate {

std::string mgf_block(const SimulatedSpectrum& simulated) {
  const Spectrum& spectrum = simulated.spectrum;
  std::string text;
  const auto out = std::back_inserter(text);
  const bool is_ms2 = !spectrum.precursors.empty();
  if (is_ms2) {
    const Precursor& precursor = spectrum.precursors.front();
    fmt::format_to(out, "BEGIN IONS\nTITLE=scan={0}\nSCANS={0}\nRTINSECONDS={1:.3f}\nPEPMASS={2:.6f} {3:.1f}\n",
                   spectrum.scan.value_or(0), spectrum.retention_time_s, precursor.mz, precursor.intensity);
    if (precursor.charge) {
      fmt::format_to(out, "CHARGE={}+\n", *precursor.charge);
    }
  }
  for (std::size_t i = 0; i < spectrum.mz.size(); ++i) {
    fmt::format_to(out, "{:.5f} {:.1f}\n", spectrum.mz[i], spectrum.intensity[i]);
  }
  text += is_ms2 ? "END IONS\n\n" : "\n";
  return text;
}

std::string truth_lines(const SimulatedSpectrum& simulated, std::string_view native_id) {
  std::string text;
  for (const Truth& truth : simulated.truth) {
    fmt::format_to(std::back_inserter(text), "{}\t{}\t{}\t{}\t{}\t{}\t{}\n", native_id,
                   simulated.spectrum.scan.value_or(0), truth.proforma, truth.sequence, truth.proteins, truth.charge,
                   truth.kind);
  }
  return text;
}

}  // namespace massa::simulate
