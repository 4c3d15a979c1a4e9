#include <cstring>
#include <string_view>
#include <vector>

#include "fuzz/read_spectra.hpp"
#include "io/base64.hpp"
#include "io/peak_array.hpp"

/// The first three bytes choose an encoding, the rest is base64 text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) {
    return 0;
  }
  using namespace massa::io;
  const ArrayEncoding encoding{static_cast<NumberType>(data[0] % 4), static_cast<ByteOrder>(data[0] / 4 % 2),
                               static_cast<Packing>(data[1] % 4), static_cast<Compression>(data[1] / 4 % 3)};
  const std::string_view text(reinterpret_cast<const char*>(data) + 3, size - 3);
  Workspace workspace;
  std::vector<double> values;
  std::vector<float> single_values;
  const bool failed = !decode_array(text, encoding, data[2], workspace, values).empty();
  massa::fuzz::require(failed == !decode_array(text, encoding, data[2], workspace, single_values).empty());
  massa::fuzz::require(failed || values.size() == single_values.size());

  std::vector<std::byte> fast(base64_capacity(text.size()));
  std::vector<std::byte> reference(fast.size());
  const auto length = decode_base64(text, fast.data());
  massa::fuzz::require(length == decode_base64_scalar(text, reference.data()));
  massa::fuzz::require(!length || std::memcmp(fast.data(), reference.data(), *length) == 0);
  return 0;
}
