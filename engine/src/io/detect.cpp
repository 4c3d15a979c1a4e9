#include "io/detect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "io/byte_source.hpp"
#include "io/place.hpp"
#include "io/text.hpp"
#include "io/xml.hpp"
#include "massa/io/reader.hpp"

namespace massa::io {
namespace {

using namespace std::string_view_literals;

constexpr const char* use_msconvert = "convert it to mzML with msConvert (ProteoWizard)";
constexpr const char* use_thermo_parser = "convert it to mzML with msConvert (ProteoWizard) or ThermoRawFileParser";
constexpr const char* give_spectra = "give an mzML, mzXML or MGF file with spectra";

struct Signature {
  std::string_view bytes;
  std::string_view what;
  std::string_view remedy;
};

constexpr Signature signatures[] = {
    {"\x01\xA1"
     "F\0i\0n\0n\0i\0g\0a\0n\0"sv,
     "is a Thermo .raw file", use_thermo_parser},
    {"SQLite format 3\0"sv, "is an SQLite file, such as a Bruker .tdf, .tsf or .baf cache", use_msconvert},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "is a compound file, such as a SCIEX .wiff", use_msconvert},
    {"BZh"sv, "is compressed with bzip2", "unpack it with bunzip2, or compress it with gzip instead"},
    {"\x28\xB5\x2F\xFD"sv, "is compressed with zstd", "unpack it with unzstd, or compress it with gzip instead"},
    {"\xFD"
     "7zXZ\0"sv,
     "is compressed with xz", "unpack it with unxz, or compress it with gzip instead"},
    {"PK\x03\x04"sv, "is a ZIP archive", "unpack it and give the files inside"},
    {"7z\xBC\xAF\x27\x1C"sv, "is a 7z archive", "unpack it and give the files inside"},
    {"\x1F\x8B"sv, "is gzip inside gzip", "unpack it once"},
    {"\x89HDF"sv, "is an HDF5 file, such as mz5 or mzMLb", use_msconvert},
    {"PAR1"sv, "is a Parquet file", give_spectra},
    {"%PDF"sv, "is a PDF document", give_spectra},
};

std::string_view extension(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : name.substr(dot);
}

[[noreturn]] void reject_binary(std::string_view name) {
  constexpr std::string_view vendor_extensions[] = {".raw", ".wiff", ".wiff2", ".scan", ".baf", ".tdf", ".tsf",
                                                    ".yep", ".t2d",  ".lcd",   ".qgd",  ".dat", ".fid", ".d"};
  for (const std::string_view vendor : vendor_extensions) {
    if (equals_ignoring_case(extension(name), vendor)) {
      reject({name}, fmt::format("is binary; {} files are vendor formats", vendor),
             vendor == ".raw" ? use_thermo_parser : use_msconvert);
    }
  }
  reject({name, 1}, "is binary data of a kind that is not known", give_spectra);
}

[[noreturn]] void reject_xml_root(std::string_view root, std::string_view name) {
  constexpr std::string_view identifications[] = {"MzIdentML", "mzIdentML", "msms_pipeline_analysis", "idXML",
                                                  "bioml",     "mzQuantML", "protein_summary"};
  if (std::ranges::find(identifications, root) != std::end(identifications)) {
    reject({name}, fmt::format("is XML of kind {}, which holds identifications", root), give_spectra);
  }
  if (root == "mzData") {
    reject({name}, "is mzData, a format that mzML has replaced", use_msconvert);
  }
  if (equals_ignoring_case(root, "html")) {
    reject({name}, "is a web page, perhaps the error page of a download", "download the file again");
  }
  reject({name}, fmt::format("is XML of kind '{}'", shortened(root)), give_spectra);
}

FileFormat detect_xml(std::string_view start, std::string_view name) {
  XmlScanner scanner(start);
  const auto step = scanner.next();
  if (step != XmlScanner::Step::tag) {
    if (start.size() < detection_bytes) {
      reject({name, scanner.position() + 1}, "ends before its first XML element", convert_again);
    }
    reject({name, scanner.position() + 1}, "starts as XML but has no element", give_spectra);
  }
  const std::string_view root = scanner.tag().name;
  if (root == "mzML" || root == "indexedmzML") {
    return FileFormat::mzml;
  }
  if (root == "mzXML" || root == "msRun") {
    return FileFormat::mzxml;
  }
  reject_xml_root(root, name);
}

bool is_number_start(char c) {
  return (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-';
}

/// True for KEY=VALUE with a key of capital letters, digits, `_`, and brackets as in USER01 or IT_MODS.
bool is_parameter_line(std::string_view line) {
  const std::size_t equals = line.find('=');
  return equals != std::string_view::npos && equals > 0 && std::ranges::all_of(line.substr(0, equals), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

bool is_peak_line(std::string_view line) {
  if (!is_number_start(line.front())) {
    return false;
  }
  const std::size_t end = line.find_first_of(" \t,;");
  return parse_double(line.substr(0, end)).has_value();
}

FileFormat detect_text(std::string_view start, std::string_view name) {
  if (start.find("BEGIN IONS") != std::string_view::npos) {
    return FileFormat::mgf;
  }
  std::uint64_t number = 1;
  for (std::size_t begin = 0; begin < start.size(); ++number) {
    const std::size_t end = std::min(start.find_first_of("\r\n", begin), start.size());
    const std::string_view line = trimmed(start.substr(begin, end - begin));
    begin = end + (start.substr(end).starts_with("\r\n") ? 2 : 1);
    if (line.starts_with("# PEFF")) {
      return FileFormat::fasta;
    }
    if (line.empty() || "#;!/"sv.find(line.front()) != std::string_view::npos) {
      continue;
    }
    if (line.front() == '>') {
      return FileFormat::fasta;
    }
    if (equals_ignoring_case(extension(name), ".dta")) {
      reject({name}, "is a DTA file, which holds one spectrum", "merge the DTA files into one MGF file");
    }
    if (is_parameter_line(line) || is_peak_line(line)) {
      return FileFormat::mgf;
    }
    if (line.starts_with("H\t") || line.starts_with("S\t")) {
      reject({name, 0, number}, "is an MS1 or MS2 text file", use_msconvert);
    }
    reject({name, 0, number}, fmt::format("is text of a kind that is not known: '{}'", shortened(line)), give_spectra);
  }
  reject({name, 0, number}, "holds nothing but comments", give_spectra);
}

}  // namespace

FileFormat detect_format(std::string_view start, std::string_view name) {
  if (start.empty()) {
    reject({name}, "is empty", "copy or convert it again");
  }
  for (const Signature& signature : signatures) {
    if (start.starts_with(signature.bytes)) {
      reject({name}, std::string(signature.what), std::string(signature.remedy));
    }
  }
  if (start.starts_with("\xFF\xFE"sv) || start.starts_with("\xFE\xFF"sv)) {
    reject({name}, "is text in UTF-16", "save it as UTF-8");
  }
  if (start.starts_with("\xEF\xBB\xBF"sv)) {
    start.remove_prefix(3);
  }
  if (start.find('\0') != std::string_view::npos) {
    reject_binary(name);
  }
  const std::string_view text = trimmed(start);
  if (text.empty()) {
    reject({name}, "holds nothing but white space", "copy or convert it again");
  }
  const auto is_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && std::isspace(byte) == 0;
  };
  if (std::ranges::any_of(text.substr(0, 1024), is_control)) {
    reject_binary(name);
  }
  return text.front() == '<' ? detect_xml(text, name) : detect_text(start, name);
}

FileFormat file_format(const std::filesystem::path& path) {
  const auto source = open_bytes(path);
  std::string start(detection_bytes, '\0');
  start.resize(source->read(start));
  return detect_format(start, display_name(path));
}

void reject_folder(std::string_view name) {
  if (equals_ignoring_case(extension(name), ".d")) {
    reject({name}, "is a Bruker or Agilent run folder", use_msconvert);
  }
  if (equals_ignoring_case(extension(name), ".raw")) {
    reject({name}, "is a Waters run folder", use_msconvert);
  }
  reject({name}, "is a folder", "give the path of a file");
}

}  // namespace massa::io
