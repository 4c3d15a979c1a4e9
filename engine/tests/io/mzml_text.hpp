#pragma once
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "support/encode.hpp"

namespace massa::io::test {

/// @brief A cvParam element.
inline std::string cv(std::string_view accession, std::string_view value = "", std::string_view more = "") {
  return fmt::format(R"(<cvParam cvRef="MS" accession="MS:{}" name="n" value="{}" {}/>)", accession, value, more) +
         "\n";
}

/// @brief A binaryDataArray: `content` is 1000514 (m/z) or 1000515 (intensity).
inline std::string array(std::string_view content, std::string_view type, std::string_view compression,
                         std::string_view base64_text, std::string_view attributes = "") {
  return fmt::format(R"(<binaryDataArray encodedLength="{}" {}>)", base64_text.size(), attributes) + cv(content) +
         cv(type) + cv(compression) + fmt::format("<binary>{}</binary></binaryDataArray>\n", base64_text);
}

/// @brief Uncompressed 64-bit m/z and 32-bit intensity arrays.
inline std::string plain_arrays(const std::vector<double>& mz, const std::vector<float>& intensity) {
  using massa::test::base64;
  using massa::test::bytes_of;
  return array("1000514", "1000523", "1000576", base64(bytes_of(mz))) +
         array("1000515", "1000521", "1000576", base64(bytes_of(intensity)));
}

/// @brief A spectrum element with `parameters` and `arrays`.
inline std::string spectrum(std::string_view id, std::size_t length, std::string_view parameters,
                            std::string_view arrays) {
  return fmt::format(
      R"(<spectrum index="0" id="{}" defaultArrayLength="{}">{}<binaryDataArrayList count="2">{}</binaryDataArrayList></spectrum>)",
      id, length, parameters, arrays);
}

/// @brief A whole document.
inline std::string mzml(std::string_view spectra, std::string_view count = "1", std::string_view header = "",
                        std::string_view run_attributes = "") {
  return fmt::format(R"(<?xml version="1.0" encoding="utf-8"?>
<mzML xmlns="http://psi.hupo.org/ms/mzml" version="1.1.0">{}<run id="run" {}><spectrumList count="{}">{}</spectrumList></run></mzML>
)",
                     header, run_attributes, count, spectra);
}

}  // namespace massa::io::test
