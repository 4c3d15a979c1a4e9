#include "io/mgf_query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "io/lines.hpp"
#include "io/peaks.hpp"
#include "io/text.hpp"

namespace massa::io {
namespace {

constexpr int max_charge = 1000;

bool is_key_character(char c) noexcept {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == ' ' ||
         c == '-' || c == '.';
}

bool is_separator(char c) noexcept {
  return c == ' ' || c == '\t' || c == ',' || c == ';';
}

/// Takes a number from the front of `text`, and what separates it from the next; nothing if there is none.
std::optional<double> take_number(std::string_view& text) noexcept {
  while (!text.empty() && is_separator(text.front())) {
    text.remove_prefix(1);
  }
  std::string_view digits = text;
  if (digits.starts_with('+')) {
    digits.remove_prefix(1);
  }
  double value = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool out_of_range = error == std::errc::result_out_of_range;
  if (error != std::errc() && !out_of_range) {
    return std::nullopt;
  }
  text = digits.substr(static_cast<std::size_t>(end - digits.data()));
  return out_of_range ? std::numeric_limits<double>::infinity() : value;
}

class QueryParser {
 public:
  QueryParser(const RecordText& record, Spectrum& spectrum, Decoded& decoded)
      : record_(record), spectrum_(spectrum), decoded_(decoded) {}

  /// Reads the parameters, and the peaks if `peaks`.
  void parse(bool peaks) {
    Lines lines(record_.text, true);
    for (line_ = record_.place.line; const auto raw = lines.next(); ++line_) {
      const std::string_view line = trimmed(*raw);
      switch (kind_of(line)) {
        case MgfLine::blank:
        case MgfLine::comment:
        case MgfLine::end_ions:
          break;
        case MgfLine::begin_ions:
          in_ions_ = true;
          break;
        case MgfLine::parameter:
          if (in_ions_ && !peaks) {
            take_parameter(line);
          }
          break;
        case MgfLine::peak:
          if (peaks) {
            take_peak(line);
          }
          break;
        case MgfLine::other:
          reject(here(), fmt::format("'{}' is neither a peak nor a KEY=VALUE parameter", shortened(line)),
                 "correct or remove the line");
      }
    }
  }

  void start() {
    spectrum_.native_id = fmt::format("index={}", record_.index);
    spectrum_.representation = Representation::centroid;
  }

  void finish_parameters(const MgfCharges& defaults) {
    if (!in_ions_) {
      spectrum_.ms_level = 1;
      return;
    }
    if (spectrum_.ms_level == 0) {
      spectrum_.ms_level = 2;
    }
    if (spectrum_.ms_level == 1) {
      return;
    }
    const MgfCharges& charges = charges_.values.empty() ? defaults : charges_;
    if (charges.values.size() == 1) {
      precursor_.charge = charges.values.front();
    } else {
      precursor_.possible_charges = charges.values;
    }
    if (!charges.values.empty()) {
      spectrum_.polarity = charges.negative ? Polarity::negative : Polarity::positive;
    }
    spectrum_.precursors.push_back(precursor_);
    check_precursor(spectrum_, start_place(), decoded_.findings);
  }

  void finish_peaks() {
    if (without_intensity_ > 0) {
      decoded_.findings.push_back({FindingCode::missing_intensity, without_intensity_, to_text(start_place())});
    }
    tidy_peaks(spectrum_, start_place(), decoded_.findings);
  }

 private:
  [[nodiscard]] Place here() const noexcept { return {record_.place.file, 0, line_, spectrum_.native_id}; }
  [[nodiscard]] Place start_place() const noexcept {
    return {record_.place.file, 0, record_.place.line, spectrum_.native_id};
  }

  void take_parameter(std::string_view line) {
    const std::size_t equals = line.find('=');
    const std::string_view key = trimmed(line.substr(0, equals));
    const std::string_view value = trimmed(line.substr(equals + 1));
    const auto is = [&](std::string_view name) { return equals_ignoring_case(key, name); };
    if (is("TITLE")) {
      spectrum_.title = clean_text(value);
    } else if (is("PEPMASS")) {
      take_precursor(value);
    } else if (is("CHARGE")) {
      take_charges(value);
    } else if (is("RTINSECONDS")) {
      take_retention_time(value);
    } else if (is("SCANS")) {
      const std::size_t end = std::min(value.find_first_of("-, "), value.size());
      spectrum_.scan = parse_integer(value.substr(0, end));
      note_unreadable_unless(spectrum_.scan.has_value());
    } else if (is("MSLEVEL")) {
      const auto level = parse_integer(value);
      const bool readable = level && *level >= 1 && *level <= 100;
      spectrum_.ms_level = readable ? static_cast<int>(*level) : 0;
      note_unreadable_unless(readable);
    }
  }

  /// m/z, then perhaps the intensity, then perhaps the charge.
  void take_precursor(std::string_view value) {
    const auto mz = take_number(value);
    const bool readable = mz && std::isfinite(*mz) && *mz >= 0.0;
    note_unreadable_unless(readable);
    if (readable && *mz > 0.0) {
      precursor_.mz = *mz;
    }
    if (const auto intensity = take_number(value); intensity && std::isfinite(*intensity)) {
      precursor_.intensity = *intensity;
      if (const auto charges = parse_charges(value); charges && charges_.values.empty()) {
        charges_ = *charges;
      }
    }
  }

  void take_charges(std::string_view value) {
    const auto charges = parse_charges(value);
    note_unreadable_unless(charges.has_value());
    charges_ = charges.value_or(MgfCharges{});
  }

  /// One time, or a range, whose start counts.
  void take_retention_time(std::string_view value) {
    const auto seconds = take_number(value);
    const bool readable = seconds && std::isfinite(*seconds);
    note_unreadable_unless(readable);
    spectrum_.retention_time_s = readable ? *seconds : not_stated;
  }

  void take_peak(std::string_view line) {
    const auto mz = take_number(line);
    if (!mz) {
      reject(here(), fmt::format("'{}' is no peak", shortened(line)), "correct or remove the line");
    }
    const auto intensity = take_number(line);
    if (!intensity) {
      if (!trimmed(line).empty()) {
        reject(here(), fmt::format("'{}' is no intensity", shortened(trimmed(line))), "correct or remove the line");
      }
      ++without_intensity_;
    }
    spectrum_.mz.push_back(*mz);
    spectrum_.intensity.push_back(static_cast<float>(intensity.value_or(1.0)));
  }

  void note_unreadable_unless(bool readable) {
    if (!readable) {
      decoded_.findings.push_back({FindingCode::unreadable_value, 1, to_text(here())});
    }
  }

  const RecordText& record_;
  Spectrum& spectrum_;
  Decoded& decoded_;
  Precursor precursor_;
  MgfCharges charges_;
  std::uint64_t line_ = 0;
  std::uint64_t without_intensity_ = 0;
  bool in_ions_ = false;
};

}  // namespace

std::optional<MgfCharges> parse_charges(std::string_view text) {
  MgfCharges charges;
  while (true) {
    text = trimmed(text);
    if (text.starts_with(',') || text.starts_with(';')) {
      text.remove_prefix(1);
      continue;
    }
    if (text.empty()) {
      break;
    }
    const std::size_t end = std::min(text.find_first_of(" \t,;"), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    if (equals_ignoring_case(word, "and") || equals_ignoring_case(word, "Mr")) {
      continue;
    }
    bool negative = false;
    if (word.ends_with('+') || word.ends_with('-')) {
      negative = word.ends_with('-');
      word.remove_suffix(1);
    }
    const auto charge = parse_integer(word);
    if (!charge || std::abs(*charge) > max_charge) {
      return std::nullopt;
    }
    if (*charge != 0) {
      charges.negative |= negative || *charge < 0;
      charges.values.push_back(static_cast<int>(std::abs(*charge)));
    }
  }
  std::ranges::sort(charges.values);
  const auto repeated = std::ranges::unique(charges.values);
  charges.values.erase(repeated.begin(), repeated.end());
  return charges;
}

MgfLine kind_of(std::string_view line) noexcept {
  if (line.empty()) {
    return MgfLine::blank;
  }
  const char first = line.front();
  if ((first >= '0' && first <= '9') || first == '.' || first == '-' || first == '+') {
    return MgfLine::peak;
  }
  if (first == '#' || first == ';' || first == '!' || first == '/') {
    return MgfLine::comment;
  }
  if (equals_ignoring_case(line, "BEGIN IONS")) {
    return MgfLine::begin_ions;
  }
  if (equals_ignoring_case(line, "END IONS")) {
    return MgfLine::end_ions;
  }
  const std::size_t equals = line.find('=');
  if (equals != std::string_view::npos && equals > 0 && std::ranges::all_of(line.substr(0, equals), is_key_character)) {
    return MgfLine::parameter;
  }
  const bool number_word = line.size() >= 3 && (equals_ignoring_case(line.substr(0, 3), "nan") ||
                                                equals_ignoring_case(line.substr(0, 3), "inf"));
  return number_word ? MgfLine::peak : MgfLine::other;
}

bool read_mgf_query(const RecordText& record, const MgfCharges& defaults, const ReadOptions& options,
                    Spectrum& spectrum, Decoded& decoded) {
  QueryParser parser(record, spectrum, decoded);
  parser.start();
  parser.parse(false);
  parser.finish_parameters(defaults);
  if (!is_wanted(spectrum, options)) {
    return false;
  }
  if (wants_peaks(spectrum, options)) {
    parser.parse(true);
    parser.finish_peaks();
  }
  return true;
}

}  // namespace massa::io
