#include "mzml_writer.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <iterator>
#include <memory>
#include <span>

#include "massa/core/error.hpp"

namespace massa::simulate {
namespace {

static_assert(std::endian::native == std::endian::little, "mzML arrays are written as they lie in memory");

struct FreeCompressor {
  void operator()(libdeflate_compressor* compressor) const noexcept { libdeflate_free_compressor(compressor); }
};

std::string base64(std::span<const unsigned char> bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // the encoder ends with a zero byte
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

template <class T>
std::string zlib_base64(const std::vector<T>& values) {
  constexpr int level = 6;
  const std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor(libdeflate_alloc_compressor(level));
  const std::size_t size = values.size() * sizeof(T);
  std::vector<unsigned char> bytes(libdeflate_zlib_compress_bound(compressor.get(), size));
  bytes.resize(libdeflate_zlib_compress(compressor.get(), values.data(), size, bytes.data(), bytes.size()));
  return base64(bytes);
}

using Text = std::back_insert_iterator<std::string>;

void term(Text out, std::string_view accession, std::string_view name, std::string_view value = "") {
  fmt::format_to(out, R"(<cvParam cvRef="MS" accession="{}" name="{}" value="{}"/>)", accession, name, value);
}

void quantity(Text out, std::string_view accession, std::string_view name, double value, std::string_view unit,
              std::string_view unit_name) {
  fmt::format_to(out,
                 R"(<cvParam cvRef="MS" accession="{}" name="{}" value="{}" unitCvRef="{}" unitAccession="{}" )"
                 R"(unitName="{}"/>)",
                 accession, name, value, unit.substr(0, 2), unit, unit_name);
}

void mz_term(Text out, std::string_view accession, std::string_view name, double value) {
  quantity(out, accession, name, value, "MS:1000040", "m/z");
}

void counts_term(Text out, std::string_view accession, std::string_view name, double value) {
  quantity(out, accession, name, value, "MS:1000131", "number of detector counts");
}

void write_statistics(Text out, const Spectrum& spectrum) {
  double total = 0.0;
  for (const float value : spectrum.intensity) {
    total += static_cast<double>(value);
  }
  term(out, "MS:1000285", "total ion current", fmt::format("{}", total));
  if (spectrum.mz.empty()) {
    return;
  }
  const auto brightest = std::ranges::max_element(spectrum.intensity) - spectrum.intensity.begin();
  mz_term(out, "MS:1000504", "base peak m/z", spectrum.mz[static_cast<std::size_t>(brightest)]);
  counts_term(out, "MS:1000505", "base peak intensity",
              static_cast<double>(spectrum.intensity[static_cast<std::size_t>(brightest)]));
  mz_term(out, "MS:1000528", "lowest observed m/z", spectrum.mz.front());
  mz_term(out, "MS:1000527", "highest observed m/z", spectrum.mz.back());
}

std::string_view configuration_of(const Spectrum& spectrum) {
  return spectrum.ms_level == 1 ? "IC1" : "IC2";
}

void write_scan(Text out, const Spectrum& spectrum) {
  fmt::format_to(out, R"(<scanList count="1">)");
  term(out, "MS:1000795", "no combination");
  fmt::format_to(out, R"(<scan instrumentConfigurationRef="{}">)", configuration_of(spectrum));
  quantity(out, "MS:1000016", "scan start time", spectrum.retention_time_s, "UO:0000010", "second");
  fmt::format_to(out, "</scan></scanList>\n");
}

void write_activation(Text out, Activation activation) {
  fmt::format_to(out, "<activation>");
  if (activation == Activation::hcd) {
    term(out, "MS:1000422", "beam-type collision-induced dissociation");
  } else {
    term(out, "MS:1000133", "collision-induced dissociation");
  }
  fmt::format_to(out, "</activation>");
}

void write_precursor(Text out, const Precursor& precursor, std::int64_t survey_scan) {
  fmt::format_to(out, R"(<precursorList count="1"><precursor)");
  if (survey_scan > 0) {
    fmt::format_to(out, R"( spectrumRef="scan={}")", survey_scan);
  }
  fmt::format_to(out, "><isolationWindow>");
  mz_term(out, "MS:1000827", "isolation window target m/z", precursor.isolation_target_mz);
  mz_term(out, "MS:1000828", "isolation window lower offset", precursor.isolation_lower_offset);
  mz_term(out, "MS:1000829", "isolation window upper offset", precursor.isolation_upper_offset);
  fmt::format_to(out, R"(</isolationWindow><selectedIonList count="1"><selectedIon>)");
  mz_term(out, "MS:1000744", "selected ion m/z", precursor.mz);
  if (precursor.charge) {
    term(out, "MS:1000041", "charge state", fmt::format("{}", *precursor.charge));
  }
  counts_term(out, "MS:1000042", "peak intensity", precursor.intensity);
  fmt::format_to(out, "</selectedIon></selectedIonList>");
  write_activation(out, precursor.activation);
  fmt::format_to(out, "</precursor></precursorList>\n");
}

struct ArrayTerms {
  std::string_view accession;
  std::string_view name;
  std::string_view type_accession;
  std::string_view type_name;
  std::string_view unit_accession;
  std::string_view unit_name;
};
constexpr ArrayTerms mz_array{"MS:1000514", "m/z array", "MS:1000523", "64-bit float", "MS:1000040", "m/z"};
constexpr ArrayTerms intensity_array{"MS:1000515",   "intensity array", "MS:1000521",
                                     "32-bit float", "MS:1000131",      "number of detector counts"};

void write_array(Text out, const std::string& encoded, const ArrayTerms& terms) {
  fmt::format_to(out, R"(<binaryDataArray encodedLength="{}">)", encoded.size());
  term(out, terms.type_accession, terms.type_name);
  term(out, "MS:1000574", "zlib compression");
  fmt::format_to(out,
                 R"(<cvParam cvRef="MS" accession="{}" name="{}" value="" unitCvRef="MS" unitAccession="{}" )"
                 R"(unitName="{}"/>)",
                 terms.accession, terms.name, terms.unit_accession, terms.unit_name);
  fmt::format_to(out, "<binary>{}</binary></binaryDataArray>\n", encoded);
}

struct AnalyzerTerms {
  std::string_view accession;
  std::string_view name;
  std::string_view detector_accession;
  std::string_view detector_name;
};

AnalyzerTerms terms_of(Analyzer analyzer) {
  switch (analyzer) {
    case Analyzer::ion_trap:
      return {"MS:1000264", "ion trap", "MS:1000253", "electron multiplier"};
    case Analyzer::time_of_flight:
      return {"MS:1000084", "time-of-flight", "MS:1000253", "electron multiplier"};
    default:
      return {"MS:1000484", "orbitrap", "MS:1000624", "inductive detector"};
  }
}

void write_configuration(Text out, std::string_view id, Analyzer analyzer, bool maldi) {
  const AnalyzerTerms terms = terms_of(analyzer);
  fmt::format_to(out, "<instrumentConfiguration id=\"{}\">", id);
  term(out, "MS:1000031", "instrument model");
  fmt::format_to(out, R"(<componentList count="3"><source order="1">)");
  if (maldi) {
    term(out, "MS:1000075", "matrix-assisted laser desorption ionization");
  } else {
    term(out, "MS:1000073", "electrospray ionization");
  }
  fmt::format_to(out, R"(</source><analyzer order="2">)");
  term(out, terms.accession, terms.name);
  fmt::format_to(out, R"(</analyzer><detector order="3">)");
  term(out, terms.detector_accession, terms.detector_name);
  fmt::format_to(out, "</detector></componentList></instrumentConfiguration>\n");
}

std::string header(const RunDescription& run, std::size_t spectra) {
  std::string text;
  const Text out(text);
  fmt::format_to(out,
                 R"(<?xml version="1.0" encoding="utf-8"?>
<indexedmzML xmlns="http://psi.hupo.org/ms/mzml" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://psi.hupo.org/ms/mzml http://psidev.info/files/ms/mzML/xsd/mzML1.1.2_idx.xsd">
<mzML xmlns="http://psi.hupo.org/ms/mzml" id="{0}" version="1.1.0">
<cvList count="2"><cv id="MS" fullName="Proteomics Standards Initiative Mass Spectrometry Ontology" URI="https://raw.githubusercontent.com/HUPO-PSI/psi-ms-CV/master/psi-ms.obo"/><cv id="UO" fullName="Unit Ontology" URI="https://raw.githubusercontent.com/bio-ontology-research-group/unit-ontology/master/unit.obo"/></cvList>
<fileDescription><fileContent>)",
                 run.id);
  if (run.has_ms1) term(out, "MS:1000579", "MS1 spectrum");
  if (run.has_ms2) term(out, "MS:1000580", "MSn spectrum");
  fmt::format_to(out, R"(</fileContent></fileDescription>
<softwareList count="1"><software id="massa" version="{}">)",
                 MASSA_VERSION);
  term(out, "MS:1000799", "custom unreleased software tool", "massa simulate");
  fmt::format_to(out, "</software></softwareList>\n<instrumentConfigurationList count=\"{}\">\n",
                 1 + (run.has_ms2 ? 1 : 0));
  write_configuration(out, "IC1", run.ms1, run.maldi);
  if (run.has_ms2) {
    write_configuration(out, "IC2", run.ms2, run.maldi);
  }
  fmt::format_to(out, R"(</instrumentConfigurationList>
<dataProcessingList count="1"><dataProcessing id="simulation"><processingMethod order="0" softwareRef="massa">)");
  term(out, "MS:1000544", "Conversion to mzML");
  fmt::format_to(out, R"(</processingMethod></dataProcessing></dataProcessingList>
<run id="{}" defaultInstrumentConfigurationRef="IC1">
<spectrumList count="{}" defaultDataProcessingRef="simulation">
)",
                 run.id, spectra);
  return text;
}

}  // namespace

std::string mzml_spectrum(const SimulatedSpectrum& simulated) {
  const Spectrum& spectrum = simulated.spectrum;
  std::string text;
  const Text out(text);
  fmt::format_to(out, R"(<spectrum index="{}" id="scan={}" defaultArrayLength="{}">)", spectrum.index,
                 spectrum.scan.value_or(0), spectrum.mz.size());
  if (spectrum.ms_level == 1) {
    term(out, "MS:1000579", "MS1 spectrum");
  } else {
    term(out, "MS:1000580", "MSn spectrum");
  }
  term(out, "MS:1000511", "ms level", spectrum.ms_level == 1 ? "1" : "2");
  term(out, "MS:1000130", "positive scan");
  term(out, "MS:1000127", "centroid spectrum");
  write_statistics(out, spectrum);
  text += '\n';
  write_scan(out, spectrum);
  if (!spectrum.precursors.empty()) {
    write_precursor(out, spectrum.precursors.front(), simulated.survey_scan);
  }
  fmt::format_to(out, "<binaryDataArrayList count=\"2\">\n");
  write_array(out, zlib_base64(spectrum.mz), mz_array);
  write_array(out, zlib_base64(spectrum.intensity), intensity_array);
  fmt::format_to(out, "</binaryDataArrayList></spectrum>\n");
  return text;
}

MzmlWriter::MzmlWriter(const std::filesystem::path& path, const RunDescription& run, std::size_t spectra)
    : file_(path), sha1_(EVP_MD_CTX_new()) {
  if (EVP_DigestInit_ex(sha1_.get(), EVP_sha1(), nullptr) != 1) {
    throw Error(ErrorKind::resource, "SHA-1 is not available", "libcrypto", "install a complete OpenSSL");
  }
  index_.reserve(spectra);
  write(header(run, spectra));
}

void MzmlWriter::add(const std::string& element, std::int64_t scan) {
  index_.push_back({scan, file_.size()});
  write(element);
}

void MzmlWriter::finish() {
  write("</spectrumList></run></mzML>\n");
  const std::uint64_t index_offset = file_.size();
  std::string text = "<indexList count=\"1\"><index name=\"spectrum\">\n";
  for (const Entry& entry : index_) {
    fmt::format_to(std::back_inserter(text), "<offset idRef=\"scan={}\">{}</offset>\n", entry.scan, entry.offset);
  }
  fmt::format_to(std::back_inserter(text),
                 "</index></indexList>\n<indexListOffset>{}</indexListOffset>\n<fileChecksum>", index_offset);
  write(text);
  // The checksum covers everything up to and including the start tag of its element.
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_DigestFinal_ex(sha1_.get(), digest.data(), &length);
  for (const unsigned char byte : std::span(digest).first(length)) {
    file_.write(fmt::format("{:02x}", byte));
  }
  file_.write("</fileChecksum>\n</indexedmzML>\n");
  file_.finish();
}

void MzmlWriter::write(std::string_view text) {
  EVP_DigestUpdate(sha1_.get(), text.data(), text.size());
  file_.write(text);
}

}  // namespace massa::simulate
