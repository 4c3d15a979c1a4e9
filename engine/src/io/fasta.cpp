#include "massa/io/fasta.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

#include "io/byte_source.hpp"
#include "io/detect.hpp"
#include "io/fasta_header.hpp"
#include "io/finding.hpp"
#include "io/format.hpp"
#include "io/lines.hpp"
#include "io/place.hpp"
#include "io/text.hpp"

namespace massa::io {
namespace {

/// Longest entry: several times the longest protein known (titin, 35,000 residues), but a chromosome is no protein.
constexpr std::size_t max_residues_per_entry = 10'000'000;
constexpr std::size_t max_header_bytes = std::size_t{1} << 20;
constexpr std::size_t max_line_bytes = std::size_t{64} << 20;

/// A stretch of the arena, which may still move.
struct Stretch {
  std::size_t begin = 0;
  std::size_t length = 0;
};

struct EntryStretches {
  Stretch accession;
  Stretch identifier;
  Stretch description;
  Stretch sequence;
};

/// Collects entries line by line.
class DatabaseBuilder {
 public:
  DatabaseBuilder(std::string_view file, std::size_t expected_bytes) : file_(file) { arena_.reserve(expected_bytes); }

  void take(std::string_view raw) {
    ++line_;
    const std::string_view line = trimmed(raw);
    if (line.starts_with('>')) {
      finish_entry();
      start_entry(trimmed(line.substr(1)));
    } else if (line.starts_with(';') || (line.starts_with('#') && !in_entry_)) {
      return;  // comments of old FASTA and of PEFF
    } else if (in_entry_) {
      take_residues(line);
    } else if (!line.empty()) {
      reject({file_, 0, line_}, "there are residues before the first header", "start each entry with a line '>NAME'");
    }
  }

  FastaDatabase finish() {
    finish_entry();
    if (entries_.empty()) {
      reject({file_}, "holds no protein sequence", "give a FASTA file with at least one entry of residues");
    }
    if (nucleotides_ == residues_) {
      log_.add({FindingCode::looks_like_nucleotides, 1, std::string(file_)});
    }
    auto arena = std::make_shared<const std::vector<char>>(std::move(arena_));
    const auto view = [&](Stretch stretch) { return std::string_view(arena->data() + stretch.begin, stretch.length); };
    std::vector<FastaEntry> entries;
    entries.reserve(entries_.size());
    for (const EntryStretches& entry : entries_) {
      entries.push_back({view(entry.accession), view(entry.identifier), view(entry.description), view(entry.sequence)});
    }
    return {std::move(arena), std::move(entries), log_.warnings()};
  }

 private:
  Stretch store(std::string_view text) {
    const Stretch stretch{arena_.size(), text.size()};
    arena_.insert(arena_.end(), text.begin(), text.end());
    return stretch;
  }
  [[nodiscard]] std::string_view view(Stretch stretch) const noexcept {
    return {arena_.data() + stretch.begin, stretch.length};
  }
  [[nodiscard]] std::string place() const { return to_text({file_, 0, header_line_}); }

  void start_entry(std::string_view header) {
    if (header.size() > max_header_bytes) {
      reject({file_, 0, line_}, "a header is longer than 1 MiB", "check that this is a FASTA file");
    }
    const std::string clean = clean_text(header);
    const FastaHeader parts = parse_fasta_header(clean);
    entry_start_ = arena_.size();
    header_line_ = line_;
    entry_ = {};
    entry_.identifier = store(parts.identifier);
    entry_.accession = store(parts.accession);
    entry_.description = store(parts.description);
    entry_.sequence.begin = arena_.size();
    if (is_decoy_name(parts.identifier)) {
      decoy_ = true;
    }
    in_entry_ = true;
  }

  void take_residues(std::string_view line) {
    for (const char c : line) {
      if ((c >= 'A' && c <= 'Z') || c == '*') {
        arena_.push_back(c);
      } else if (c >= 'a' && c <= 'z') {
        arena_.push_back(static_cast<char>(c - 'a' + 'A'));
      } else if (c == '-' || c == '.' || (c >= '0' && c <= '9')) {
        ++left_out_;
      } else if (c != ' ' && c != '\t') {
        reject({file_, 0, line_}, fmt::format("'{}' is no residue", shortened(std::string_view(&c, 1))),
               "correct the sequence: one-letter residue codes");
      }
    }
    if (arena_.size() - entry_.sequence.begin > max_residues_per_entry) {
      reject({file_, 0, header_line_}, "an entry has more than 10 million residues", "give protein sequences");
    }
  }

  void finish_entry() {
    if (!in_entry_) {
      return;
    }
    in_entry_ = false;
    while (arena_.size() > entry_.sequence.begin && arena_.back() == '*') {
      arena_.pop_back();
    }
    entry_.sequence.length = arena_.size() - entry_.sequence.begin;
    if (left_out_ > 0) {
      log_.add({FindingCode::left_out_characters, std::exchange(left_out_, 0), place()});
    }
    if (std::exchange(decoy_, false)) {
      log_.add({FindingCode::contains_decoys, 1, place()});
    }
    if (entry_.sequence.length == 0) {
      log_.add({FindingCode::empty_entry, 1, place()});
      arena_.resize(entry_start_);
      return;
    }
    if (is_duplicate()) {
      log_.add({FindingCode::duplicate_entry, 1, place()});
      arena_.resize(entry_start_);
      return;
    }
    count_nucleotides();
    entries_.push_back(entry_);
  }

  /// True if an earlier entry has this accession and this sequence. Notes an earlier one with another sequence.
  bool is_duplicate() {
    const std::uint64_t accession = hash_id(view(entry_.accession));
    const std::uint64_t sequence = hash_id(view(entry_.sequence));
    const auto [known, is_new] = sequences_by_accession_.try_emplace(accession, sequence);
    if (is_new) {
      return false;
    }
    if (known->second == sequence) {
      return true;
    }
    log_.add({FindingCode::duplicate_accession, 1, place()});
    return false;
  }

  void count_nucleotides() noexcept {
    residues_ += entry_.sequence.length;
    nucleotides_ += static_cast<std::uint64_t>(std::ranges::count_if(view(entry_.sequence), [](char c) {
      return c == 'A' || c == 'C' || c == 'G' || c == 'T' || c == 'U' || c == 'N';
    }));
  }

  std::string_view file_;
  std::vector<char> arena_;
  std::vector<EntryStretches> entries_;
  std::unordered_map<std::uint64_t, std::uint64_t> sequences_by_accession_;
  FindingLog log_;
  EntryStretches entry_;
  std::size_t entry_start_ = 0;
  std::uint64_t line_ = 0;
  std::uint64_t header_line_ = 0;
  std::uint64_t left_out_ = 0;
  std::uint64_t residues_ = 0;
  std::uint64_t nucleotides_ = 0;
  bool in_entry_ = false;
  bool decoy_ = false;
};

void check_is_fasta(std::string_view start, std::string_view file) {
  const FileFormat format = detect_format(start, file);
  if (format != FileFormat::fasta) {
    reject({file}, fmt::format("is {}, not FASTA", name(format)), "give a FASTA file of protein sequences");
  }
}

}  // namespace

FastaDatabase::FastaDatabase(std::shared_ptr<const std::vector<char>> arena, std::vector<FastaEntry> entries,
                             std::vector<ReadWarning> warnings)
    : arena_(std::move(arena)), entries_(std::move(entries)), warnings_(std::move(warnings)) {
  for (const FastaEntry& entry : entries_) {
    residues_ += entry.sequence.size();
  }
}

const FastaEntry* FastaDatabase::find(std::string_view accession) const noexcept {
  const auto found = std::ranges::find_if(
      entries_, [&](const FastaEntry& entry) { return entry.accession == accession || entry.identifier == accession; });
  return found == entries_.end() ? nullptr : &*found;
}

FastaDatabase read_fasta(const std::filesystem::path& path) {
  const std::string file = display_name(path);
  const auto source = open_bytes(path);
  DatabaseBuilder builder(file, source->gzip_wrapped() ? 0 : source->size_bytes());
  std::string text(std::size_t{1} << 20, '\0');
  std::size_t held = 0;
  for (bool first = true, at_end = false; !at_end; first = false) {
    if (held == text.size()) {
      if (text.size() >= max_line_bytes) {
        reject({file}, "a line is longer than 64 MiB", "check that this is a FASTA file");
      }
      text.resize(2 * text.size());
    }
    held += source->read(std::span(text).subspan(held));
    at_end = held < text.size();
    std::string_view whole(text.data(), held);
    if (first) {
      check_is_fasta(whole.substr(0, detection_bytes), file);
      whole.remove_prefix(whole.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    }
    Lines lines(whole, at_end);
    while (const auto line = lines.next()) {
      builder.take(*line);
    }
    const std::string_view rest = whole.substr(lines.position());
    std::ranges::copy(rest, text.begin());
    held = rest.size();
  }
  return builder.finish();
}

FastaDatabase parse_fasta(std::string_view text, std::string_view name) {
  check_is_fasta(text.substr(0, detection_bytes), name);
  text.remove_prefix(text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  DatabaseBuilder builder(name, text.size());
  Lines lines(text, true);
  while (const auto line = lines.next()) {
    builder.take(*line);
  }
  return builder.finish();
}

}  // namespace massa::io
