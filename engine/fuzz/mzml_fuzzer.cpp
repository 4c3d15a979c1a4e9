#include "fuzz/read_spectra.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  massa::fuzz::read_spectra(data, size);
  return 0;
}
