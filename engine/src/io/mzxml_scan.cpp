#include "io/mzxml_scan.hpp"

#include <fmt/format.h>

#include <cmath>

#include "io/peak_array.hpp"
#include "io/peaks.hpp"
#include "io/text.hpp"
#include "io/vocabulary.hpp"
#include "io/xml.hpp"

namespace massa::io {
namespace {

class ScanParser {
 public:
  ScanParser(const RecordText& record, const MzxmlHeader& header, Spectrum& spectrum, Decoded& decoded)
      : record_(record), header_(header), spectrum_(spectrum), decoded_(decoded) {}

  void parse() {
    XmlScanner scanner(record_.text);
    for (;;) {
      const auto step = scanner.next();
      if (step == XmlScanner::Step::end) {
        break;
      }
      if (step != XmlScanner::Step::tag) {
        reject(place_of(scanner.position()), "the XML is malformed", convert_again);
      }
      const XmlTag& tag = scanner.tag();
      if (tag.is_end) {
        continue;
      }
      if (tag.name == "scan") {
        take_scan(tag);
      } else if (tag.name == "precursorMz") {
        take_precursor(tag, tag.is_empty ? std::string_view{} : scanner.take_character_data());
      } else if (tag.name == "peaks") {
        take_peaks(tag, tag.is_empty ? std::string_view{} : scanner.take_character_data());
      }
    }
    finish();
  }

  void decode_peaks(Workspace& workspace) {
    if (!unsupported_.empty()) {
      reject(place_of(offset_of(base64_)), unsupported_, "convert the original to mzML with msConvert (ProteoWizard)");
    }
    const ArrayProblem problem = decode_pairs(trimmed(base64_), encoding_, static_cast<std::size_t>(stated_peaks_),
                                              workspace, spectrum_.mz, spectrum_.intensity);
    if (!problem.empty()) {
      reject(place_of(offset_of(base64_)), std::string(problem), convert_again);
    }
    // A scan without peaks is often written as one pair of zeros.
    if (stated_peaks_ == 0 && spectrum_.mz.size() == 1 && spectrum_.mz[0] == 0.0) {
      spectrum_.mz.clear();
      spectrum_.intensity.clear();
    }
    if (spectrum_.mz.size() != stated_peaks_) {
      decoded_.findings.push_back({FindingCode::peak_count_differs, 1, place_text()});
    }
    tidy_peaks(spectrum_, place_of(0), decoded_.findings);
  }

 private:
  [[nodiscard]] Place place_of(std::size_t offset) const noexcept {
    return {record_.place.file, record_.place.byte + offset, 0, spectrum_.native_id};
  }
  [[nodiscard]] std::string place_text() const { return to_text(place_of(0)); }
  [[nodiscard]] std::size_t offset_of(std::string_view part) const noexcept {
    return part.empty() ? 0 : static_cast<std::size_t>(part.data() - record_.text.data());
  }

  void take_scan(const XmlTag& tag) {
    const std::string_view number_text = tag.value("num");
    if (number_text.empty()) {
      spectrum_.native_id = fmt::format("index={}", record_.index);
      decoded_.findings.push_back({FindingCode::missing_id, 1, place_text()});
    } else {
      spectrum_.native_id = "scan=" + xml_text(number_text);
      spectrum_.scan = parse_integer(number_text);
      decoded_.id_hash = hash_id(spectrum_.native_id);
    }
    if (const auto level = tag.attribute("msLevel")) {
      spectrum_.ms_level = static_cast<int>(integer(*level, 1, 100).value_or(0));
    }
    if (const auto peaks = tag.attribute("peaksCount")) {
      stated_peaks_ = static_cast<std::uint64_t>(integer(*peaks, 0, std::int64_t{1} << 40).value_or(0));
    }
    if (const auto polarity = tag.attribute("polarity")) {
      spectrum_.polarity = *polarity == "+"   ? Polarity::positive
                           : *polarity == "-" ? Polarity::negative
                                              : Polarity::unknown;
    }
    spectrum_.representation = header_.representation;
    if (const auto centroided = tag.attribute("centroided")) {
      spectrum_.representation = *centroided == "1" ? Representation::centroid : Representation::profile;
    }
    if (const auto time = tag.attribute("retentionTime")) {
      const auto seconds = duration_s(*time);
      spectrum_.retention_time_s = seconds.value_or(not_stated);
      note_unreadable_unless(seconds.has_value());
    }
    if (const auto current = tag.attribute("totIonCurrent")) {
      spectrum_.total_ion_current = number(*current);
    }
    filter_ = tag.value("filterLine");
    instrument_ = xml_text(tag.value("msInstrumentID"));
  }

  void take_precursor(const XmlTag& tag, std::string_view text) {
    Precursor precursor;
    precursor.mz = number(text);
    if (const auto charge = tag.attribute("precursorCharge")) {
      if (const auto value = integer(*charge, -1000, 1000); value && *value != 0) {
        precursor.charge = static_cast<int>(std::abs(*value));
      }
    }
    if (const auto intensity = tag.attribute("precursorIntensity")) {
      precursor.intensity = number(*intensity);
    }
    if (const auto width = tag.attribute("windowWideness")) {
      precursor.isolation_target_mz = precursor.mz;
      precursor.isolation_lower_offset = number(*width) / 2.0;
      precursor.isolation_upper_offset = precursor.isolation_lower_offset;
    }
    precursor.activation = activation_named(tag.value("activationMethod"));
    spectrum_.precursors.push_back(std::move(precursor));
  }

  void take_peaks(const XmlTag& tag, std::string_view text) {
    base64_ = text;
    encoding_.order = ByteOrder::big;
    encoding_.type = tag.value("precision") == "64" ? NumberType::float64 : NumberType::float32;
    const std::string_view compression = tag.value("compressionType");
    if (compression == "zlib") {
      encoding_.compression = Compression::zlib;
    } else if (!compression.empty() && compression != "none") {
      unsupported_ = fmt::format("the peaks are compressed as '{}', which is not supported", shortened(compression));
    }
    const std::string_view content = tag.attribute("contentType").value_or(tag.value("pairOrder"));
    if (!content.empty() && content != "m/z-int") {
      unsupported_ = fmt::format("the peaks are written as '{}', which is not supported", shortened(content));
    }
  }

  double number(std::string_view text) {
    const auto value = parse_double(text);
    const bool readable = value && std::isfinite(*value);
    note_unreadable_unless(readable);
    return readable ? *value : not_stated;
  }

  std::optional<std::int64_t> integer(std::string_view text, std::int64_t least, std::int64_t most) {
    const auto value = parse_integer(text);
    const bool readable = value && *value >= least && *value <= most;
    note_unreadable_unless(readable);
    return readable ? value : std::nullopt;
  }

  void note_unreadable_unless(bool readable) {
    if (!readable) {
      decoded_.findings.push_back({FindingCode::unreadable_value, 1, place_text()});
    }
  }

  void finish() {
    complete_ms_level(spectrum_, place_of(0), decoded_.findings);
    check_precursor(spectrum_, place_of(0), decoded_.findings);
    const Analyzer stated = header_.analyzer(instrument_, spectrum_.ms_level);
    const Analyzer fourier = stated == Analyzer::ft_icr ? Analyzer::ft_icr : Analyzer::orbitrap;
    spectrum_.analyzer = analyzer_of_filter(filter_, fourier).value_or(stated);
  }

  const RecordText& record_;
  const MzxmlHeader& header_;
  Spectrum& spectrum_;
  Decoded& decoded_;
  ArrayEncoding encoding_;
  std::string_view base64_;
  std::string unsupported_;
  std::string_view filter_;
  std::string instrument_;
  std::uint64_t stated_peaks_ = 0;
};

}  // namespace

bool read_mzxml_scan(const RecordText& record, const MzxmlHeader& header, const ReadOptions& options,
                     Workspace& workspace, Spectrum& spectrum, Decoded& decoded) {
  ScanParser parser(record, header, spectrum, decoded);
  parser.parse();
  if (!is_wanted(spectrum, options)) {
    return false;
  }
  if (wants_peaks(spectrum, options)) {
    parser.decode_peaks(workspace);
  }
  return true;
}

std::optional<double> duration_s(std::string_view text) noexcept {
  text = trimmed(text);
  const bool negative = text.starts_with("-P");
  if (!text.starts_with('P') && !negative) {
    return parse_double(text);
  }
  text.remove_prefix(negative ? 2 : 1);
  double seconds = 0.0;
  bool any = false;
  while (!text.empty()) {
    if (text.front() == 'T') {
      text.remove_prefix(1);
      continue;
    }
    const std::size_t unit = text.find_first_not_of("0123456789.eE+-");
    if (unit == std::string_view::npos) {
      return std::nullopt;
    }
    const auto value = parse_double(text.substr(0, unit));
    const double factor = text[unit] == 'S' ? 1.0 : text[unit] == 'M' ? 60.0 : text[unit] == 'H' ? 3600.0 : 86400.0;
    const bool known = std::string_view("SMHD").find(text[unit]) != std::string_view::npos;
    if (!value || !known) {
      return std::nullopt;
    }
    seconds += *value * factor;
    any = true;
    text.remove_prefix(unit + 1);
  }
  if (!any) {
    return std::nullopt;
  }
  return negative ? -seconds : seconds;
}

}  // namespace massa::io
