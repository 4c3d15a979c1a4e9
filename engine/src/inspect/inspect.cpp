#include "massa/inspect/inspect.hpp"

#include <algorithm>
#include <future>

#include "massa/io/fasta.hpp"
#include "massa/io/hash.hpp"
#include "massa/io/reader.hpp"

namespace massa::inspect {
namespace {

/// Spectra at the start of a file whose peaks are looked at.
constexpr std::uint64_t examined_spectra = 2000;

/// Counts every spectrum of a file without decoding its peaks.
classify::RunStatistics count_spectra(io::SpectrumReader& reader, unsigned threads) {
  classify::RunStatistics statistics(reader.run());
  io::map_spectra(
      reader, threads, [](Spectrum&& spectrum) { return std::move(spectrum); },
      [&](Spectrum&& spectrum) { statistics.add(spectrum); });
  return statistics;
}

/// Reads the first spectra with their peaks: what MS1 shows, and warnings that only peaks can give.
classify::RunStatistics examine_peaks(const std::filesystem::path& path, std::vector<io::ReadWarning>& warnings) {
  const auto reader = io::open_spectra(path);
  classify::RunStatistics statistics(reader->run());
  Spectrum spectrum;
  while (statistics.spectra < examined_spectra && reader->next(spectrum)) {
    statistics.add(spectrum);
  }
  warnings = reader->report().warnings;
  return statistics;
}

SpectrumInspection inspect_spectra(const std::filesystem::path& path, unsigned threads,
                                   std::vector<io::ReadWarning>& warnings) {
  io::ReadOptions counting;
  counting.decode_peaks = false;
  const auto reader = io::open_spectra(path, counting);
  SpectrumInspection inspection{reader->run(), count_spectra(*reader, threads), {}};
  warnings = reader->report().warnings;

  std::vector<io::ReadWarning> peak_warnings;
  const classify::RunStatistics examined = examine_peaks(path, peak_warnings);
  inspection.statistics.take_evidence(examined);
  for (io::ReadWarning& warning : peak_warnings) {
    if (std::ranges::find(warnings, warning.code, &io::ReadWarning::code) == warnings.end()) {
      if (examined.spectra < inspection.statistics.spectra) {
        warning.message += "; among the first spectra";
      }
      warnings.push_back(std::move(warning));
    }
  }
  inspection.acquisition = classify::classify_acquisition(inspection.statistics);
  return inspection;
}

}  // namespace

Inspection inspect_file(const std::filesystem::path& path, unsigned threads) {
  Inspection inspection;
  inspection.file_name = path.filename().string();
  inspection.format = io::file_format(path);
  inspection.size_bytes = std::filesystem::file_size(path);
  auto hash = std::async(std::launch::async, [&] { return io::sha256_file(path); });
  if (inspection.format == io::FileFormat::fasta) {
    const io::FastaDatabase database = io::read_fasta(path);
    inspection.fasta = FastaInspection{database.entries().size(), database.residues()};
    inspection.warnings = database.warnings();
  } else {
    inspection.spectra = inspect_spectra(path, threads, inspection.warnings);
  }
  inspection.sha256 = hash.get();
  return inspection;
}

}  // namespace massa::inspect
