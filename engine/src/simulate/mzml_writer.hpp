#pragma once
#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "output_file.hpp"
#include "run_model.hpp"

namespace massa::simulate {

/// @brief The `<spectrum>` element of a spectrum. Independent of all others, so it can be made on any thread.
[[nodiscard]] std::string mzml_spectrum(const SimulatedSpectrum& simulated);

/// @brief Indexed mzML 1.1, written front to back.
class MzmlWriter {
 public:
  MzmlWriter(const std::filesystem::path& path, const RunDescription& run, std::size_t spectra);

  /// @param element  of mzml_spectrum()
  /// @param scan     its scan number; the native id is "scan=N"
  void add(const std::string& element, std::int64_t scan);
  void finish();

 private:
  struct Entry {
    std::int64_t scan;
    std::uint64_t offset;
  };
  struct FreeDigest {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
  };

  void write(std::string_view text);

  OutputFile file_;
  std::unique_ptr<EVP_MD_CTX, FreeDigest> sha1_;
  std::vector<Entry> index_;
};

}  // namespace massa::simulate
