#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <libdeflate.h>
#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "io/base64.hpp"
#include "io/decompress.hpp"
#include "massa/io/reader.hpp"
#include "support/random.hpp"

namespace massa::io {
namespace {

constexpr int spectra = 6000;
constexpr int peaks_per_spectrum = 600;

std::string encoded(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i + 2 < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | static_cast<unsigned char>(bytes[i + k]);
    }
    for (int shift = 18; shift >= 0; shift -= 6) {
      text += alphabet[group >> shift & 63U];
    }
  }
  return text;
}

std::string compressed(std::string_view bytes) {
  auto* const compressor = libdeflate_alloc_compressor(6);
  std::string out(libdeflate_zlib_compress_bound(compressor, bytes.size()), '\0');
  out.resize(libdeflate_zlib_compress(compressor, bytes.data(), bytes.size(), out.data(), out.size()));
  libdeflate_free_compressor(compressor);
  out.resize((out.size() + 2) / 3 * 3, '\0');  // behind the stream; keeps base64 free of padding
  return out;
}

template <class Number>
std::string bytes_of(const std::vector<Number>& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number)};
}

/// m/z on the grid of a detector and intensities with the digits of one, as real spectra have: they compress to about
/// a half.
std::pair<std::vector<double>, std::vector<float>> peaks(std::mt19937& random) {
  std::vector<double> mz;
  std::vector<float> intensity;
  double at = 150.0;
  for (int i = 0; i < peaks_per_spectrum; ++i) {
    at += 0.02 + static_cast<double>(random() % 400) / 100.0;
    mz.push_back(static_cast<double>(static_cast<float>(at)));
    intensity.push_back(static_cast<float>(random() % 20000));
  }
  return {mz, intensity};
}

std::string array(std::string_view content, std::string_view type, bool zlib, std::string_view bytes) {
  constexpr std::string_view cv = R"(<cvParam cvRef="MS" accession="MS:{}" name="n" value=""/>)";
  return fmt::format("<binaryDataArray>{}{}{}<binary>{}</binary></binaryDataArray>\n",
                     fmt::format(fmt::runtime(cv), content), fmt::format(fmt::runtime(cv), type),
                     fmt::format(fmt::runtime(cv), zlib ? "1000574" : "1000576"),
                     encoded(zlib ? compressed(bytes) : std::string(bytes)));
}

/// An mzML file that lives as long as this object.
class RunFile {
 public:
  explicit RunFile(bool zlib)
      : path_(std::filesystem::temp_directory_path() / fmt::format("massa-io-benchmark-{}-{}.mzML", ::getpid(), zlib)) {
    auto random = massa::test::seeded(1);
    std::ofstream file(path_, std::ios::binary);
    file << fmt::format(R"(<mzML version="1.1.0"><run id="r"><spectrumList count="{}">)", spectra) << '\n';
    for (int i = 0; i < spectra; ++i) {
      const auto [mz, intensity] = peaks(random);
      file << fmt::format(R"(<spectrum index="{}" id="scan={}" defaultArrayLength="{}">)", i, i + 1, mz.size())
           << R"(<cvParam cvRef="MS" accession="MS:1000511" name="ms level" value="1"/><binaryDataArrayList count="2">)"
           << array("1000514", "1000523", zlib, bytes_of(mz)) << array("1000515", "1000521", zlib, bytes_of(intensity))
           << "</binaryDataArrayList></spectrum>\n";
    }
    file << "</spectrumList></run></mzML>\n";
  }
  RunFile(const RunFile&) = delete;
  RunFile& operator=(const RunFile&) = delete;
  ~RunFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

void set_bytes(benchmark::State& state, std::uint64_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

template <bool scalar>
void decode_base64_text(benchmark::State& state) {
  const std::string text = encoded(std::string(std::size_t{3} << 14, 'm'));
  std::vector<std::byte> out(base64_capacity(text.size()));
  for (auto _ : state) {
    benchmark::DoNotOptimize(scalar ? decode_base64_scalar(text, out.data()) : decode_base64(text, out.data()));
  }
  set_bytes(state, text.size());
}
BENCHMARK(decode_base64_text<false>)->Name("base64");
BENCHMARK(decode_base64_text<true>)->Name("base64_scalar");

/// Bytes that come out.
void inflate_array(benchmark::State& state) {
  auto random = massa::test::seeded(2);
  const std::string raw = bytes_of(peaks(random).first);
  const std::string stream = compressed(raw);
  ZlibDecoder decoder;
  Scratch scratch;
  for (auto _ : state) {
    benchmark::DoNotOptimize(decoder.decode(std::as_bytes(std::span(stream)), raw.size(), scratch));
  }
  set_bytes(state, raw.size());
}
BENCHMARK(inflate_array)->Name("inflate");

/// Bytes of the file; process time, so that the threads' work counts.
template <bool zlib>
void read_mzml(benchmark::State& state) {
  static const RunFile file(zlib);
  for (auto _ : state) {
    std::size_t peaks_read = 0;
    (void)for_each_spectrum(file.path(), {}, static_cast<unsigned>(state.range(0)),
                            [&](Spectrum&& spectrum) { peaks_read += spectrum.mz.size(); });
    benchmark::DoNotOptimize(peaks_read);
  }
  set_bytes(state, std::filesystem::file_size(file.path()));
}
BENCHMARK(read_mzml<true>)
    ->Name("mzml_zlib")
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK(read_mzml<false>)
    ->Name("mzml_plain")
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

/// What inspection does: every spectrum's metadata, no peaks.
void scan_mzml(benchmark::State& state) {
  static const RunFile file(true);
  ReadOptions options;
  options.decode_peaks = false;
  for (auto _ : state) {
    benchmark::DoNotOptimize(for_each_spectrum(file.path(), options, 1, [](Spectrum&&) {}).spectra_in_file);
  }
  set_bytes(state, std::filesystem::file_size(file.path()));
}
BENCHMARK(scan_mzml)->Name("mzml_metadata")->UseRealTime();

}  // namespace
}  // namespace massa::io
