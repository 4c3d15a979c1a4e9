#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "massa/core/spectrum.hpp"
#include "massa/io/ordered_pipeline.hpp"
#include "massa/io/run_info.hpp"

namespace massa::io {

/// @brief What to leave out before its peaks are decoded. A spectrum that does not state a value passes that test.
struct ReadOptions {
  /// MS levels to deliver; empty: all.
  std::vector<int> ms_levels;
  /// MS levels whose peaks are decoded; spectra of other levels come without peaks. Empty: all.
  std::vector<int> ms_levels_with_peaks;
  bool decode_peaks = true;  ///< false: no spectrum has peaks
  double min_retention_time_s = -std::numeric_limits<double>::infinity();
  double max_retention_time_s = std::numeric_limits<double>::infinity();
  /// Range of the first precursor's m/z, Th; spectra without a precursor pass.
  double min_precursor_mz = -std::numeric_limits<double>::infinity();
  double max_precursor_mz = std::numeric_limits<double>::infinity();
};

/// @brief A run of consecutive spectra as they stand in the file.
class EncodedBatch;

/// @brief A spectrum's or file's peculiarity, before it becomes part of a ReadWarning.
struct Finding;

struct DecodedBatch {
  DecodedBatch();
  DecodedBatch(DecodedBatch&&) noexcept;
  DecodedBatch& operator=(DecodedBatch&&) noexcept;
  ~DecodedBatch();
  std::vector<Spectrum> spectra;
  std::vector<Finding> findings;
  struct Id {
    std::uint64_t hash = 0;  ///< of the native id; 0 where the format has none
    std::uint64_t index = 0;
  };
  std::vector<Id> ids;  ///< of all spectra, also of those that the options exclude
  std::uint64_t spectra_in_file = 0;
  std::uint64_t spectra_delivered = 0;
};

/// @brief Reads the spectra of one file, front to back, in memory that does not grow with the file but for a hash of
/// each spectrum id, which tells duplicates.
///
/// mzML 1.x, mzXML and MGF, plain or gzip-wrapped; the content decides, not the name. Rules for what is wrong in a
/// file: a broken structure (truncation, bad base64, arrays of different length) ends reading with an error that names
/// file, byte or line, and spectrum; a bad value (not-a-number, an m/z that is negative or above a million) is left out
/// and counted in report().
class SpectrumReader {
 public:
  SpectrumReader(SpectrumReader&&) noexcept;
  ~SpectrumReader();

  [[nodiscard]] const RunInfo& run() const noexcept;
  [[nodiscard]] const ReadReport& report() const noexcept;
  [[nodiscard]] std::uint64_t size_bytes() const noexcept;  ///< of the file
  [[nodiscard]] std::uint64_t bytes_read() const noexcept;  ///< of the file, for progress; safe from any thread

  /// @brief The next spectrum in file order; false after the last.
  /// @throws massa::Error (input)
  [[nodiscard]] bool next(Spectrum& spectrum);

  /// @name The three steps of next(), for pipelines: fetch and account one at a time in file order, decode on any
  /// thread.
  /// @{
  [[nodiscard]] std::shared_ptr<const EncodedBatch> fetch();  ///< null after the last
  [[nodiscard]] DecodedBatch decode(const EncodedBatch& batch) const;
  void account(const DecodedBatch& batch);
  /// @}

 private:
  struct State;
  friend std::unique_ptr<SpectrumReader> open_spectra(const std::filesystem::path&, ReadOptions);
  explicit SpectrumReader(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

/// @brief What a file is, told by its first bytes (behind a gzip wrapping), not by its name.
/// @throws massa::Error (input) if it is nothing that the engine reads; vendor formats are told which converter to use
[[nodiscard]] FileFormat file_format(const std::filesystem::path& path);

/// @brief Opens a spectrum file and reads what it says about its run.
/// @throws massa::Error (input) when it is no readable spectrum file; vendor formats are told which converter to use
[[nodiscard]] std::unique_ptr<SpectrumReader> open_spectra(const std::filesystem::path& path, ReadOptions options = {});

/// @brief Calls `transform(Spectrum&&)` on `threads` threads (0: all), in no order, and `deliver(result)` with what it
/// returns: one call at a time, in file order, whatever the number of threads.
///
/// Memory is bounded: a few batches of about 1 MiB a thread are under way.
template <class Transform, class Deliver>
void map_spectra(SpectrumReader& reader, unsigned threads, Transform&& transform, Deliver&& deliver) {
  using Result = std::invoke_result_t<Transform&, Spectrum&&>;
  struct Transformed {
    DecodedBatch batch;
    std::vector<Result> results;
  };
  ordered_pipeline(
      threads, [&] { return reader.fetch(); },
      [&](const std::shared_ptr<const EncodedBatch>& encoded) {
        Transformed out{reader.decode(*encoded), {}};
        out.results.reserve(out.batch.spectra.size());
        for (Spectrum& spectrum : out.batch.spectra) {
          out.results.push_back(transform(std::move(spectrum)));
        }
        return out;
      },
      [&](Transformed out) {
        reader.account(out.batch);
        for (Result& result : out.results) {
          deliver(std::move(result));
        }
      });
}

/// @brief Reads a whole file on `threads` threads (0: all) and calls `callback` with every spectrum: one call at a
/// time, in file order.
ReadReport for_each_spectrum(const std::filesystem::path& path, const ReadOptions& options, unsigned threads,
                             const std::function<void(Spectrum&&)>& callback);

}  // namespace massa::io
