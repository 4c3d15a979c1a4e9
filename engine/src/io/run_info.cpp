#include "massa/io/run_info.hpp"

namespace massa::io {

std::string_view name(FileFormat format) noexcept {
  switch (format) {
    case FileFormat::mzml:
      return "mzML";
    case FileFormat::mzxml:
      return "mzXML";
    case FileFormat::mgf:
      return "MGF";
    case FileFormat::fasta:
      return "FASTA";
  }
  return "";
}

}  // namespace massa::io
