#include "io/mzml_header.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/text.hpp"
#include "io/vocabulary.hpp"
#include "io/xml.hpp"

namespace massa::io {
namespace {

constexpr std::uint32_t serial_number = 1000529;
constexpr std::uint32_t any_instrument_model = 1000031;

/// Builds header and run info from the tags before the spectra.
class HeaderReader {
 public:
  HeaderReader(std::string_view file, MzmlHeader& header, RunInfo& run) : file_(file), header_(header), run_(run) {}

  /// True when the header ends with this tag.
  bool take(const XmlTag& tag) {
    const std::string_view name = tag.name;
    if (tag.is_end) {
      close(name);
      return name == "run" || name == "mzML";
    }
    if (name == "cvParam") {
      take_parameter(parameter(tag));
    } else if (name == "referenceableParamGroupRef") {
      if (const auto group = header_.groups.find(xml_text(tag.value("ref"))); group != header_.groups.end()) {
        for (const CvParameter& member : group->second) {
          take_parameter(member);
        }
      }
    } else {
      open(tag);
    }
    return name == "spectrumList" || name == "chromatogramList" || (name == "run" && tag.is_empty);
  }

  void finish() {
    const auto add_analyzers = [&](const MzmlInstrument& instrument) {
      for (const Analyzer analyzer : instrument.analyzers) {
        if (std::ranges::find(run_.analyzers, analyzer) == run_.analyzers.end()) {
          run_.analyzers.push_back(analyzer);
        }
      }
      if (run_.instrument_model.empty()) {
        run_.instrument_model = instrument.model;
      }
      if (run_.ionization == Ionization::unknown) {
        run_.ionization = instrument.ionization;
      }
    };
    for (const std::string& id : instrument_order_) {
      add_analyzers(header_.instruments[id]);
    }
  }

 private:
  static CvParameter parameter(const XmlTag& tag) {
    return {ms_accession(tag.value("accession")), xml_text(tag.value("name")), xml_text(tag.value("value")),
            std::string(tag.value("unitAccession")), std::string(tag.value("unitName"))};
  }

  void open(const XmlTag& tag) {
    const std::string_view name = tag.name;
    if (name == "mzML") {
      take_version(tag);
    } else if (name == "referenceableParamGroup") {
      group_ = &header_.groups[xml_text(tag.value("id"))];
    } else if (name == "instrumentConfiguration" && !tag.is_empty) {
      instrument_order_.push_back(xml_text(tag.value("id")));
      instrument_ = &header_.instruments[instrument_order_.back()];
    } else if (name == "source" || name == "analyzer" || name == "detector") {
      in_component_ = !tag.is_empty;
    } else if (name == "software") {
      run_.software.push_back({xml_text(tag.value("id")), xml_text(tag.value("version"))});
      in_software_ = !tag.is_empty;
    } else if (name == "run") {
      header_.default_instrument = xml_text(tag.value("defaultInstrumentConfigurationRef"));
      run_.start_time = xml_text(tag.value("startTimeStamp"));
    } else if (name == "spectrumList") {
      if (const auto count = parse_integer(tag.value("count")); count && *count >= 0) {
        run_.declared_spectra = static_cast<std::uint64_t>(*count);
      }
    }
  }

  void close(std::string_view name) {
    if (name == "referenceableParamGroup") {
      group_ = nullptr;
    } else if (name == "instrumentConfiguration") {
      instrument_ = nullptr;
    } else if (name == "source" || name == "analyzer" || name == "detector") {
      in_component_ = false;
    } else if (name == "software") {
      in_software_ = false;
    }
  }

  void take_parameter(CvParameter parameter) {
    if (group_ != nullptr) {
      group_->push_back(std::move(parameter));
    } else if (instrument_ != nullptr) {
      take_instrument_parameter(parameter);
    } else if (in_software_ && !run_.software.empty() && !parameter.name.empty()) {
      run_.software.back().name = parameter.name;
    }
  }

  void take_instrument_parameter(const CvParameter& parameter) {
    if (const auto analyzer = analyzer_of(parameter.accession)) {
      instrument_->analyzers.push_back(*analyzer);
    } else if (const auto ionization = ionization_of(parameter.accession)) {
      instrument_->ionization = *ionization;
    } else if (!in_component_ && instrument_->model.empty() && parameter.accession != serial_number) {
      instrument_->model = parameter.accession == any_instrument_model ? parameter.value : parameter.name;
    }
  }

  void take_version(const XmlTag& tag) {
    run_.format_version = xml_text(tag.value("version"));
    const std::string_view schema = tag.value("xsi:schemaLocation");
    const bool early = schema.find("mzML0.9") != std::string_view::npos;
    if (early || (!run_.format_version.empty() && !run_.format_version.starts_with("1."))) {
      reject(
          {file_, tag.begin + 1},
          fmt::format("is mzML '{}', a draft from before the standard's version 1.1", shortened(run_.format_version)),
          "convert the original to mzML 1.1 with a current msConvert (ProteoWizard)");
    }
  }

  std::string_view file_;
  MzmlHeader& header_;
  RunInfo& run_;
  std::vector<CvParameter>* group_ = nullptr;
  MzmlInstrument* instrument_ = nullptr;
  std::vector<std::string> instrument_order_;
  bool in_component_ = false;
  bool in_software_ = false;
};

}  // namespace

Analyzer MzmlHeader::analyzer(std::string_view instrument) const noexcept {
  const auto found = instruments.find(instrument.empty() ? std::string_view(default_instrument) : instrument);
  return found == instruments.end() || found->second.analyzers.empty() ? Analyzer::unknown
                                                                       : found->second.analyzers.back();
}

Analyzer MzmlHeader::default_analyzer(int ms_level) const noexcept {
  const auto found = instruments.find(default_instrument);
  const bool either = ms_level >= 2 && found != instruments.end() && is_hybrid(found->second.model);
  return either ? Analyzer::unknown : analyzer({});
}

std::optional<std::size_t> read_mzml_header(std::string_view text, std::string_view file, MzmlHeader& header,
                                            RunInfo& run) {
  header = {};
  run = {};
  HeaderReader reader(file, header, run);
  XmlScanner scanner(text);
  for (;;) {
    switch (scanner.next()) {
      case XmlScanner::Step::tag:
        if (reader.take(scanner.tag())) {
          reader.finish();
          // An end tag is left for the search for spectra, which wants to see the end of the document.
          return scanner.tag().is_end ? scanner.tag().begin : scanner.tag().end;
        }
        break;
      case XmlScanner::Step::malformed:
        reject({file, scanner.position() + 1}, "the XML is malformed", convert_again);
      case XmlScanner::Step::end:
      case XmlScanner::Step::incomplete:
        return std::nullopt;
    }
  }
}

}  // namespace massa::io
