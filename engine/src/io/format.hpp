#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/decompress.hpp"
#include "io/finding.hpp"
#include "io/place.hpp"
#include "io/scratch.hpp"
#include "massa/io/reader.hpp"
#include "massa/io/run_info.hpp"

namespace massa::io {

/// @brief One spectrum as it stands in the file.
struct Record {
  std::size_t begin = 0;  ///< offsets into the text in which it was found
  std::size_t end = 0;
  std::uint64_t index = 0;  ///< 0-based position among the file's spectra
  std::uint64_t line = 0;   ///< 1-based line of `begin`, in line-oriented formats
};

/// @brief A record's text and where it stands.
struct RecordText {
  std::string_view text;
  std::uint64_t index = 0;
  Place place;  ///< of its first byte or line
};

/// @brief Memory that decoding reuses from spectrum to spectrum. One a thread.
struct Workspace {
  ZlibDecoder zlib;
  Scratch encoded;  ///< base64-decoded bytes
  Scratch inflated;
  std::vector<double> values;
};

/// @brief What is known of a spectrum that reading has come by.
struct Decoded {
  std::vector<Finding>& findings;
  std::uint64_t id_hash = 0;  ///< of the native id, where the file states one; else 0
};

/// @brief How the spectra of a format are found and read. find() keeps state and is called in file order; decode() is
/// const and safe from any thread.
class SpectrumFormat {
 public:
  virtual ~SpectrumFormat() = default;

  /// @brief Reads what stands before the first spectrum into `run`.
  /// @param text    the file from its start, at least a part of it
  /// @param at_end  `text` is all there is
  /// @return bytes used up; nothing when more text is needed
  [[nodiscard]] virtual std::optional<std::size_t> read_header(std::string_view text, bool at_end, RunInfo& run) = 0;

  /// @brief Finds the spectra that `text` holds whole.
  /// @param offset  of `text` in the (unwrapped) file
  /// @return bytes used up; the rest comes again at the start of the next text
  [[nodiscard]] virtual std::size_t find(std::string_view text, std::uint64_t offset, bool at_end,
                                         std::vector<Record>& records) = 0;

  /// @brief Reads one spectrum.
  /// @return false when `options` exclude it
  [[nodiscard]] virtual bool decode(const RecordText& record, const ReadOptions& options, Workspace& workspace,
                                    Spectrum& spectrum, Decoded& decoded) const = 0;
};

/// @param file  name for messages; must outlive the format
[[nodiscard]] std::unique_ptr<SpectrumFormat> make_mzml_format(std::string_view file);
[[nodiscard]] std::unique_ptr<SpectrumFormat> make_mzxml_format(std::string_view file);
[[nodiscard]] std::unique_ptr<SpectrumFormat> make_mgf_format(std::string_view file);

/// @brief FNV-1a; never 0.
[[nodiscard]] std::uint64_t hash_id(std::string_view id) noexcept;

/// @brief True when the options let a spectrum of this level, time and precursor pass.
[[nodiscard]] bool is_wanted(const Spectrum& spectrum, const ReadOptions& options) noexcept;
/// @brief True when its peaks are to be decoded.
[[nodiscard]] bool wants_peaks(const Spectrum& spectrum, const ReadOptions& options) noexcept;

}  // namespace massa::io
