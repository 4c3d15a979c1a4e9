#include "io/mzxml_header.hpp"

#include <algorithm>

#include "io/place.hpp"
#include "io/text.hpp"
#include "io/vocabulary.hpp"
#include "io/xml.hpp"

namespace massa::io {
namespace {

/// "3.2" of "http://sashimi.sourceforge.net/schema_revision/mzXML_3.2"
std::string schema_version(std::string_view name_space) {
  const std::size_t underscore = name_space.rfind("mzXML_");
  return underscore == std::string_view::npos ? std::string{} : xml_text(name_space.substr(underscore + 6));
}

class HeaderReader {
 public:
  HeaderReader(MzxmlHeader& header, RunInfo& run) noexcept : header_(header), run_(run) {}

  void take(const XmlTag& tag) {
    const std::string_view name = tag.name;
    if (tag.is_end) {
      return;
    }
    if (name == "mzXML") {
      run_.format_version = schema_version(tag.value("xmlns"));
    } else if (name == "msRun") {
      if (const auto count = parse_integer(tag.value("scanCount")); count && *count >= 0) {
        run_.declared_spectra = static_cast<std::uint64_t>(*count);
      }
    } else if (name == "msInstrument" || name == "instrument") {
      instrument_ = &header_.instruments[xml_text(tag.value("msInstrumentID"))];
    } else if (name == "msModel" && instrument_ != nullptr) {
      instrument_->model = xml_text(tag.value("value"));
      if (run_.instrument_model.empty()) {
        run_.instrument_model = instrument_->model;
      }
    } else if (name == "msMassAnalyzer" && instrument_ != nullptr) {
      take_analyzer(analyzer_named(tag.value("value")));
    } else if (name == "msIonisation" && run_.ionization == Ionization::unknown) {
      run_.ionization = ionization_named(tag.value("value"));
    } else if (name == "software") {
      take_software({xml_text(tag.value("name")), xml_text(tag.value("version"))});
    } else if (name == "dataProcessing" && tag.attribute("centroided")) {
      header_.representation = tag.value("centroided") == "1" ? Representation::centroid : Representation::profile;
    }
  }

 private:
  void take_analyzer(Analyzer analyzer) {
    instrument_->analyzer = analyzer;
    if (analyzer != Analyzer::unknown && std::ranges::find(run_.analyzers, analyzer) == run_.analyzers.end()) {
      run_.analyzers.push_back(analyzer);
    }
  }

  void take_software(Software software) {
    const bool known = std::ranges::any_of(run_.software, [&](const Software& other) {
      return other.name == software.name && other.version == software.version;
    });
    if (!known && !software.name.empty()) {
      run_.software.push_back(std::move(software));
    }
  }

  MzxmlHeader& header_;
  RunInfo& run_;
  MzxmlInstrument* instrument_ = nullptr;
};

}  // namespace

Analyzer MzxmlHeader::analyzer(std::string_view instrument, int ms_level) const noexcept {
  if (!instrument.empty()) {
    if (const auto found = instruments.find(instrument); found != instruments.end()) {
      return found->second.analyzer;
    }
  }
  if (instruments.size() != 1) {
    return Analyzer::unknown;
  }
  const MzxmlInstrument& only = instruments.begin()->second;
  return ms_level >= 2 && is_hybrid(only.model) ? Analyzer::unknown : only.analyzer;
}

std::optional<std::size_t> read_mzxml_header(std::string_view text, std::string_view file, MzxmlHeader& header,
                                             RunInfo& run) {
  header = {};
  run = {};
  HeaderReader reader(header, run);
  XmlScanner scanner(text);
  for (;;) {
    switch (scanner.next()) {
      case XmlScanner::Step::tag: {
        const XmlTag& tag = scanner.tag();
        if (tag.name == "scan" || (tag.is_end && (tag.name == "msRun" || tag.name == "mzXML"))) {
          return tag.begin;
        }
        reader.take(tag);
        break;
      }
      case XmlScanner::Step::malformed:
        reject({file, scanner.position() + 1}, "the XML is malformed", convert_again);
      case XmlScanner::Step::end:
      case XmlScanner::Step::incomplete:
        return std::nullopt;
    }
  }
}

}  // namespace massa::io
