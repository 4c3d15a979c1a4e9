#include "io/mzml_spectrum.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "io/mzml_array.hpp"
#include "io/native_id.hpp"
#include "io/peaks.hpp"
#include "io/text.hpp"
#include "io/vocabulary.hpp"
#include "io/xml.hpp"

namespace massa::io {
namespace {

/// The element whose parameters are being read.
enum class Context : std::uint8_t {
  spectrum,
  scan,
  precursor,
  isolation_window,
  selected_ion,
  activation,
  array,
  other
};

/// A cvParam as it stands in the text or in a group.
struct Parameter {
  std::uint32_t accession = 0;
  std::string_view name;
  std::string_view value;
  std::string_view unit_accession;
  std::string_view unit_name;
};

/// One pass over the attributes: there are dozens of these elements in every spectrum.
Parameter parameter_of(const XmlTag& tag) noexcept {
  Parameter parameter;
  for (const auto& [key, value] : tag.attributes) {
    if (key == "accession") {
      parameter.accession = ms_accession(value);
    } else if (key == "value") {
      parameter.value = value;
    } else if (key == "name") {
      parameter.name = value;
    } else if (key == "unitAccession") {
      parameter.unit_accession = value;
    } else if (key == "unitName") {
      parameter.unit_name = value;
    }
  }
  return parameter;
}

class SpectrumParser {
 public:
  SpectrumParser(const RecordText& record, const MzmlHeader& header, Spectrum& spectrum, Decoded& decoded)
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
      if (tag.name == "cvParam") {
        take(parameter_of(tag));
      } else if (tag.is_end) {
        close(tag.name);
      } else {
        open(tag, scanner);
        if (tag.is_empty) {
          close(tag.name);
        }
      }
    }
    finish();
  }

  /// Decodes the two arrays of a mass spectrum.
  void decode_peaks(Workspace& workspace) {
    const MzmlArray* mz = find_array(MzmlArray::Content::mz);
    const MzmlArray* intensity = find_array(MzmlArray::Content::intensity);
    if (mz == nullptr && (intensity != nullptr || !arrays_.empty())) {
      decoded_.findings.push_back({FindingCode::not_mass_spectra, 1, place_text()});
      return;
    }
    if (mz != nullptr && intensity == nullptr) {
      reject(place_of(0), "there is an m/z array but no intensity array", convert_again);
    }
    if (mz != nullptr) {
      decode(*mz, workspace, spectrum_.mz);
      decode(*intensity, workspace, spectrum_.intensity);
      if (spectrum_.mz.size() != spectrum_.intensity.size()) {
        reject(
            place_of(0),
            fmt::format("there are {} m/z values but {} intensities", spectrum_.mz.size(), spectrum_.intensity.size()),
            convert_again);
      }
      if (spectrum_.mz.size() != mz->length.value_or(default_length_)) {
        decoded_.findings.push_back({FindingCode::peak_count_differs, 1, place_text()});
      }
    }
    tidy_peaks(spectrum_, place_of(0), decoded_.findings);
  }

  [[nodiscard]] bool is_mass_spectrum() const noexcept { return !not_mass_; }

 private:
  [[nodiscard]] Place place_of(std::size_t offset) const noexcept {
    return {record_.place.file, record_.place.byte + offset, 0, spectrum_.native_id};
  }
  [[nodiscard]] std::string place_text() const { return to_text(place_of(0)); }

  void open(const XmlTag& tag, XmlScanner& scanner) {
    const std::string_view name = tag.name;
    if (name == "spectrum") {
      open_spectrum(tag);
    } else if (name == "scan") {
      ++scans_;
      context_ = Context::scan;
      instrument_ = scans_ == 1 ? xml_text(tag.value("instrumentConfigurationRef")) : instrument_;
    } else if (name == "scanWindow" || name == "product") {
      context_ = Context::other;
    } else if (name == "precursor") {
      context_ = Context::precursor;
      precursor_ = {};
      isolation_ = {};
      ions_before_ = spectrum_.precursors.size();
    } else if (name == "isolationWindow") {
      context_ = context_ == Context::other ? Context::other : Context::isolation_window;
    } else if (name == "selectedIon") {
      context_ = Context::selected_ion;
      spectrum_.precursors.emplace_back();
    } else if (name == "activation") {
      context_ = Context::activation;
    } else if (name == "binaryDataArray") {
      context_ = Context::array;
      arrays_.emplace_back();
      if (const auto length = parse_integer(tag.value("arrayLength")); length && *length >= 0) {
        arrays_.back().length = static_cast<std::uint64_t>(*length);
      }
    } else if (name == "binary" && !arrays_.empty() && !tag.is_empty) {
      arrays_.back().base64 = scanner.take_character_data();
    } else if (name == "referenceableParamGroupRef") {
      take_group(tag.value("ref"));
    }
  }

  void open_spectrum(const XmlTag& tag) {
    const std::string_view id = tag.value("id");
    if (id.empty()) {
      spectrum_.native_id = fmt::format("index={}", record_.index);
      decoded_.findings.push_back({FindingCode::missing_id, 1, place_text()});
    } else {
      spectrum_.native_id = xml_text(id);
      decoded_.id_hash = hash_id(spectrum_.native_id);
    }
    spectrum_.scan = scan_number(spectrum_.native_id);
    if (const auto length = parse_integer(tag.value("defaultArrayLength")); length && *length >= 0) {
      default_length_ = static_cast<std::uint64_t>(*length);
    }
  }

  void close(std::string_view name) {
    if (name == "scanWindow") {
      context_ = Context::scan;
    } else if (name == "isolationWindow" || name == "selectedIon" || name == "activation") {
      context_ = context_ == Context::other ? Context::other : Context::precursor;
    } else if (name == "precursor") {
      close_precursor();
      context_ = Context::spectrum;
    } else if (name == "scan" || name == "product" || name == "binaryDataArray") {
      context_ = Context::spectrum;
    }
  }

  /// Every selected ion of a precursor shares its isolation window and activation.
  void close_precursor() {
    if (spectrum_.precursors.size() == ions_before_) {
      spectrum_.precursors.emplace_back();
    }
    for (std::size_t i = ions_before_; i < spectrum_.precursors.size(); ++i) {
      Precursor& ion = spectrum_.precursors[i];
      ion.isolation_target_mz = isolation_.isolation_target_mz;
      ion.isolation_lower_offset = isolation_.isolation_lower_offset;
      ion.isolation_upper_offset = isolation_.isolation_upper_offset;
      ion.activation = precursor_.activation;
      if (std::isnan(ion.mz)) {
        ion.mz = isolation_.isolation_target_mz;
      }
    }
  }

  void take_group(std::string_view reference) {
    const auto group = header_.groups.find(xml_text(reference));
    if (group == header_.groups.end()) {
      return;
    }
    for (const CvParameter& member : group->second) {
      take({member.accession, member.name, member.value, member.unit_accession, member.unit_name});
    }
  }

  void take(const Parameter& parameter) {
    switch (context_) {
      case Context::spectrum:
        return take_spectrum_parameter(parameter);
      case Context::scan:
        return take_scan_parameter(parameter);
      case Context::isolation_window:
        return take_isolation_parameter(parameter);
      case Context::selected_ion:
        return take_ion_parameter(parameter);
      case Context::activation:
        precursor_.activation = combined(precursor_.activation, parameter.accession);
        return;
      case Context::array:
        arrays_.back().take(parameter.accession, parameter.name);
        return;
      case Context::precursor:
      case Context::other:
        return;
    }
  }

  void take_spectrum_parameter(const Parameter& parameter) {
    switch (parameter.accession) {
      case 1000511:
        spectrum_.ms_level = static_cast<int>(integer(parameter, 1, 100).value_or(0));
        return;
      case 1000127:
        spectrum_.representation = Representation::centroid;
        return;
      case 1000128:
        spectrum_.representation = Representation::profile;
        return;
      case 1000129:
        spectrum_.polarity = Polarity::negative;
        return;
      case 1000130:
        spectrum_.polarity = Polarity::positive;
        return;
      case 1000285:
        spectrum_.total_ion_current = number(parameter);
        return;
      case 1000796:
        spectrum_.title = xml_text(parameter.value);
        return;
      case 1000804:  // electromagnetic radiation spectrum
      case 1000805:  // emission spectrum
      case 1000806:  // absorption spectrum
        not_mass_ = true;
        return;
      default:
        return take_scan_parameter(parameter);  // mzML 1.0 states some of them here
    }
  }

  void take_scan_parameter(const Parameter& parameter) {
    if (parameter.accession == 1000016 && std::isnan(spectrum_.retention_time_s)) {
      spectrum_.retention_time_s = number(parameter) * seconds_per_unit(parameter);
    } else if (parameter.accession == 1000512 && filter_.empty()) {
      filter_ = parameter.value;
    }
  }

  void take_isolation_parameter(const Parameter& parameter) {
    switch (parameter.accession) {
      case 1000827:
        isolation_.isolation_target_mz = number(parameter);
        return;
      case 1000828:
        isolation_.isolation_lower_offset = number(parameter);
        return;
      case 1000829:
        isolation_.isolation_upper_offset = number(parameter);
        return;
      default:
        return;
    }
  }

  void take_ion_parameter(const Parameter& parameter) {
    Precursor& ion = spectrum_.precursors.back();
    switch (parameter.accession) {
      case 1000040:  // m/z, as mzML 1.0 has it
      case 1000744:
        ion.mz = number(parameter);
        return;
      case 1000041:
        if (const auto charge = integer(parameter, -max_charge, max_charge); charge && *charge != 0) {
          ion.charge = static_cast<int>(std::abs(*charge));
        }
        return;
      case 1000633:
        if (const auto charge = integer(parameter, 1, max_charge)) {
          ion.possible_charges.push_back(static_cast<int>(*charge));
        }
        return;
      case 1000042:
        ion.intensity = number(parameter);
        return;
      default:
        return;
    }
  }

  /// Scan start times are in minutes or seconds; some writers name the unit, but not its accession.
  double seconds_per_unit(const Parameter& parameter) {
    constexpr double minute_s = 60.0;
    if (parameter.unit_accession == "UO:0000010" || parameter.unit_name == "second") {
      return 1.0;
    }
    if (parameter.unit_accession == "UO:0000028" || parameter.unit_name == "millisecond") {
      return 1e-3;
    }
    if (parameter.unit_accession.empty() && parameter.unit_name.empty()) {
      decoded_.findings.push_back({FindingCode::retention_time_without_unit, 1, place_text()});
    }
    return minute_s;
  }

  double number(const Parameter& parameter) {
    const auto value = parse_double(parameter.value);
    if (!value || !std::isfinite(*value)) {
      note_unreadable();
      return not_stated;
    }
    return *value;
  }

  std::optional<std::int64_t> integer(const Parameter& parameter, std::int64_t least, std::int64_t most) {
    const auto value = parse_integer(parameter.value);
    if (!value || *value < least || *value > most) {
      note_unreadable();
      return std::nullopt;
    }
    return value;
  }

  void note_unreadable() { decoded_.findings.push_back({FindingCode::unreadable_value, 1, place_text()}); }

  void finish() {
    for (Precursor& ion : spectrum_.precursors) {
      if (!ion.charge && ion.possible_charges.size() == 1) {
        ion.charge = ion.possible_charges.front();
      }
    }
    if (!not_mass_) {
      complete_ms_level(spectrum_, place_of(0), decoded_.findings);
      check_precursor(spectrum_, place_of(0), decoded_.findings);
    }
    const Analyzer stated =
        instrument_.empty() ? header_.default_analyzer(spectrum_.ms_level) : header_.analyzer(instrument_);
    const Analyzer fourier = stated == Analyzer::ft_icr ? Analyzer::ft_icr : Analyzer::orbitrap;
    spectrum_.analyzer = analyzer_of_filter(filter_, fourier).value_or(stated);
  }

  [[nodiscard]] const MzmlArray* find_array(MzmlArray::Content content) const noexcept {
    for (const MzmlArray& array : arrays_) {
      if (array.content == content) {
        return &array;
      }
    }
    return nullptr;
  }

  template <class Number>
  void decode(const MzmlArray& array, Workspace& workspace, std::vector<Number>& out) {
    const auto offset =
        array.base64.empty() ? std::size_t{0} : static_cast<std::size_t>(array.base64.data() - record_.text.data());
    if (!array.unsupported.empty()) {
      reject(place_of(offset), fmt::format("an array is written as '{}', which is not supported", array.unsupported),
             "convert the file with zlib, MS-Numpress, zstd or no compression and 32 or 64-bit numbers");
    }
    if (!array.has_type && array.encoding.packing == Packing::none && !array.base64.empty()) {
      reject(place_of(offset), "an array does not say whether its numbers have 32 or 64 bits", convert_again);
    }
    const auto expected = static_cast<std::size_t>(array.length.value_or(default_length_));
    if (const ArrayProblem problem = decode_array(array.base64, array.encoding, expected, workspace, out);
        !problem.empty()) {
      reject(place_of(offset), std::string(problem), convert_again);
    }
  }

  static constexpr std::int64_t max_charge = 1000;

  const RecordText& record_;
  const MzmlHeader& header_;
  Spectrum& spectrum_;
  Decoded& decoded_;
  Context context_ = Context::spectrum;
  Precursor precursor_;  ///< activation of the precursor being read
  Precursor isolation_;  ///< its isolation window
  std::size_t ions_before_ = 0;
  std::vector<MzmlArray> arrays_;
  std::uint64_t default_length_ = 0;
  std::string instrument_;
  std::string_view filter_;
  int scans_ = 0;
  bool not_mass_ = false;
};

}  // namespace

bool read_mzml_spectrum(const RecordText& record, const MzmlHeader& header, const ReadOptions& options,
                        Workspace& workspace, Spectrum& spectrum, Decoded& decoded) {
  SpectrumParser parser(record, header, spectrum, decoded);
  parser.parse();
  if (!is_wanted(spectrum, options)) {
    return false;
  }
  if (parser.is_mass_spectrum() && wants_peaks(spectrum, options)) {
    parser.decode_peaks(workspace);
  }
  return true;
}

}  // namespace massa::io
