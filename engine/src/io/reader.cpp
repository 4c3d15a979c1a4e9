#include "massa/io/reader.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <deque>
#include <span>
#include <string>
#include <unordered_set>

#include "io/byte_source.hpp"
#include "io/detect.hpp"
#include "io/format.hpp"
#include "massa/core/error.hpp"

namespace massa::io {
namespace {

/// Text read at a time: large enough that the pieces left over at its end do not matter, small enough for the cache.
constexpr std::size_t batch_bytes = std::size_t{512} << 10;
/// A spectrum may take this much text; more is no spectrum.
constexpr std::size_t max_record_bytes = std::size_t{512} << 20;

/// Text with room to grow, uninitialised.
class TextBuffer {
 public:
  explicit TextBuffer(std::size_t capacity)
      : bytes_(std::make_unique_for_overwrite<char[]>(capacity)), capacity_(capacity) {}

  [[nodiscard]] std::string_view text() const noexcept { return {bytes_.get(), size_}; }
  [[nodiscard]] bool is_full() const noexcept { return size_ == capacity_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

  void append(std::string_view text) noexcept {
    if (!text.empty()) {
      std::memcpy(bytes_.get() + size_, text.data(), text.size());
      size_ += text.size();
    }
  }
  /// False when the source has come to its end.
  bool fill(ByteSource& source) {
    size_ += source.read({bytes_.get() + size_, capacity_ - size_});
    return is_full();
  }
  void grow() {
    TextBuffer larger(2 * capacity_);
    larger.append(text());
    *this = std::move(larger);
  }
  void drop_front(std::size_t bytes) noexcept {
    std::memmove(bytes_.get(), bytes_.get() + bytes, size_ - bytes);
    size_ -= bytes;
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

std::unique_ptr<SpectrumFormat> make_format(FileFormat format, std::string_view file) {
  switch (format) {
    case FileFormat::mzml:
      return make_mzml_format(file);
    case FileFormat::mzxml:
      return make_mzxml_format(file);
    case FileFormat::mgf:
      return make_mgf_format(file);
    case FileFormat::fasta:
      break;
  }
  reject({file}, "is FASTA, which holds protein sequences",
         "give it as the database, and an mzML, mzXML or MGF file here");
}

}  // namespace

class EncodedBatch {
 public:
  TextBuffer buffer;
  std::uint64_t offset = 0;  ///< of the text in the (unwrapped) file
  std::vector<Record> records;
  std::vector<Finding> findings;  ///< about the file as a whole
};

DecodedBatch::DecodedBatch() = default;
DecodedBatch::DecodedBatch(DecodedBatch&&) noexcept = default;
DecodedBatch& DecodedBatch::operator=(DecodedBatch&&) noexcept = default;
DecodedBatch::~DecodedBatch() = default;

struct SpectrumReader::State {
  std::string file;
  ReadOptions options;
  std::unique_ptr<ByteSource> source;
  std::unique_ptr<SpectrumFormat> format;
  RunInfo run;

  // Used by fetch() alone.
  std::string carried;       ///< text behind the last batch
  std::uint64_t offset = 0;  ///< of `carried`
  bool source_ended = false;
  bool finished = false;
  std::uint64_t spectra_found = 0;

  // Used by account() alone.
  FindingLog log;
  ReadReport report;
  std::unordered_set<std::uint64_t> ids;

  // Used by next() alone.
  std::deque<Spectrum> waiting;

  void open(const std::filesystem::path& path);
};

void SpectrumReader::State::open(const std::filesystem::path& path) {
  source = open_bytes(path);
  TextBuffer buffer(batch_bytes);
  source_ended = !buffer.fill(*source);
  const FileFormat detected = detect_format(buffer.text().substr(0, detection_bytes), file);
  format = make_format(detected, file);
  std::optional<std::size_t> used;
  while (!(used = format->read_header(buffer.text(), source_ended, run))) {
    if (buffer.capacity() >= max_record_bytes) {
      reject({file, 1}, "more than 512 MiB stand before the first spectrum", convert_again);
    }
    buffer.grow();
    source_ended = !buffer.fill(*source);
  }
  run.format = detected;
  run.gzip_wrapped = source->gzip_wrapped();
  carried = buffer.text().substr(*used);
  offset = *used;
}

SpectrumReader::SpectrumReader(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
SpectrumReader::SpectrumReader(SpectrumReader&&) noexcept = default;
SpectrumReader::~SpectrumReader() = default;

const RunInfo& SpectrumReader::run() const noexcept {
  return state_->run;
}
const ReadReport& SpectrumReader::report() const noexcept {
  return state_->report;
}
std::uint64_t SpectrumReader::size_bytes() const noexcept {
  return state_->source->size_bytes();
}
std::uint64_t SpectrumReader::bytes_read() const noexcept {
  return state_->source->bytes_read();
}

std::shared_ptr<const EncodedBatch> SpectrumReader::fetch() {
  State& state = *state_;
  if (state.finished) {
    return nullptr;
  }
  auto batch = std::make_shared<EncodedBatch>(TextBuffer(std::max(batch_bytes, 2 * state.carried.size())));
  batch->buffer.append(state.carried);
  batch->offset = state.offset;
  for (;;) {
    if (!state.source_ended) {
      state.source_ended = !batch->buffer.fill(*state.source);
    }
    const std::string_view text = batch->buffer.text();
    const std::size_t used = state.format->find(text, batch->offset, state.source_ended, batch->records);
    if (!batch->records.empty() || state.source_ended) {
      state.carried = text.substr(used);
      state.offset = batch->offset + used;
      break;
    }
    if (used > 0) {
      batch->buffer.drop_front(used);
      batch->offset += used;
    } else if (batch->buffer.capacity() >= max_record_bytes) {
      reject({state.file, batch->offset + 1}, "a spectrum takes more than 512 MiB of text", convert_again);
    } else {
      batch->buffer.grow();
    }
  }
  state.spectra_found += batch->records.size();
  if (state.source_ended) {
    state.finished = true;
    const std::uint64_t promised = state.run.declared_spectra.value_or(state.spectra_found);
    if (promised != state.spectra_found) {
      const std::uint64_t difference =
          std::max(promised, state.spectra_found) - std::min(promised, state.spectra_found);
      batch->findings.push_back({FindingCode::spectrum_count_differs, difference, state.file});
    }
    if (state.spectra_found == 0) {
      batch->findings.push_back({FindingCode::no_spectra, 1, state.file});
    }
  }
  return batch;
}

DecodedBatch SpectrumReader::decode(const EncodedBatch& batch) const {
  DecodedBatch out;
  out.spectra.reserve(batch.records.size());
  out.ids.reserve(batch.records.size());
  Workspace workspace;
  const std::string_view text = batch.buffer.text();
  for (const Record& record : batch.records) {
    const RecordText record_text{text.substr(record.begin, record.end - record.begin), record.index,
                                 Place{state_->file, batch.offset + record.begin + 1, record.line, {}}};
    Spectrum spectrum;
    spectrum.index = record.index;
    Decoded decoded{out.findings};
    if (state_->format->decode(record_text, state_->options, workspace, spectrum, decoded)) {
      out.spectra.push_back(std::move(spectrum));
    }
    out.ids.push_back({decoded.id_hash, record.index});
  }
  out.findings.insert(out.findings.end(), batch.findings.begin(), batch.findings.end());
  out.spectra_in_file = batch.records.size();
  out.spectra_delivered = out.spectra.size();
  return out;
}

void SpectrumReader::account(const DecodedBatch& batch) {
  State& state = *state_;
  state.report.spectra_in_file += batch.spectra_in_file;
  state.report.spectra_skipped += batch.spectra_in_file - batch.spectra_delivered;
  for (const Finding& finding : batch.findings) {
    state.log.add(finding);
  }
  for (const auto& [hash, index] : batch.ids) {
    if (hash != 0 && !state.ids.insert(hash).second) {
      state.log.add({FindingCode::duplicate_id, 1, state.file + ", spectrum " + std::to_string(index + 1)});
    }
  }
  state.report.warnings = state.log.warnings();
}

bool SpectrumReader::next(Spectrum& spectrum) {
  while (state_->waiting.empty()) {
    const auto encoded = fetch();
    if (!encoded) {
      return false;
    }
    DecodedBatch batch = decode(*encoded);
    account(batch);
    std::ranges::move(batch.spectra, std::back_inserter(state_->waiting));
  }
  spectrum = std::move(state_->waiting.front());
  state_->waiting.pop_front();
  return true;
}

std::unique_ptr<SpectrumReader> open_spectra(const std::filesystem::path& path, ReadOptions options) {
  auto state = std::make_unique<SpectrumReader::State>();
  state->file = display_name(path);
  state->options = std::move(options);
  state->open(path);
  return std::unique_ptr<SpectrumReader>(new SpectrumReader(std::move(state)));
}

ReadReport for_each_spectrum(const std::filesystem::path& path, const ReadOptions& options, unsigned threads,
                             const std::function<void(Spectrum&&)>& callback) {
  const auto reader = open_spectra(path, options);
  map_spectra(
      *reader, threads, [](Spectrum&& spectrum) { return std::move(spectrum); },
      [&](Spectrum&& spectrum) { callback(std::move(spectrum)); });
  return reader->report();
}

std::uint64_t hash_id(std::string_view id) noexcept {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : id) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  return hash == 0 ? 1 : hash;
}

bool is_wanted(const Spectrum& spectrum, const ReadOptions& options) noexcept {
  const auto& levels = options.ms_levels;
  if (!levels.empty() && std::ranges::find(levels, spectrum.ms_level) == levels.end()) {
    return false;
  }
  // Written so that a value that is not stated (NaN) passes.
  if (spectrum.retention_time_s < options.min_retention_time_s ||
      spectrum.retention_time_s > options.max_retention_time_s) {
    return false;
  }
  return spectrum.precursors.empty() || !(spectrum.precursors.front().mz < options.min_precursor_mz ||
                                          spectrum.precursors.front().mz > options.max_precursor_mz);
}

bool wants_peaks(const Spectrum& spectrum, const ReadOptions& options) noexcept {
  const auto& levels = options.ms_levels_with_peaks;
  return options.decode_peaks && (levels.empty() || std::ranges::find(levels, spectrum.ms_level) != levels.end());
}

}  // namespace massa::io
