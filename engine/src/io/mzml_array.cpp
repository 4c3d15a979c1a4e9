#include "io/mzml_array.hpp"

#include "io/text.hpp"

namespace massa::io {

void MzmlArray::take(std::uint32_t accession, std::string_view name) {
  const auto set_type = [&](NumberType type) {
    encoding.type = type;
    has_type = true;
  };
  const auto set_compression = [&](Packing packing, Compression compression) {
    // A writer may state numpress and zlib as two terms.
    encoding.packing = packing == Packing::none ? encoding.packing : packing;
    encoding.compression = compression == Compression::none ? encoding.compression : compression;
  };
  switch (accession) {
    case 1000514:
      content = Content::mz;
      return;
    case 1000515:
      content = Content::intensity;
      return;
    case 1000519:
      return set_type(NumberType::int32);
    case 1000521:
      return set_type(NumberType::float32);
    case 1000522:
      return set_type(NumberType::int64);
    case 1000523:
      return set_type(NumberType::float64);
    case 1000574:
      return set_compression(Packing::none, Compression::zlib);
    case 1000576:
      return;
    case 1002312:
      return set_compression(Packing::numpress_linear, Compression::none);
    case 1002313:
      return set_compression(Packing::numpress_pic, Compression::none);
    case 1002314:
      return set_compression(Packing::numpress_slof, Compression::none);
    case 1002746:
      return set_compression(Packing::numpress_linear, Compression::zlib);
    case 1002747:
      return set_compression(Packing::numpress_pic, Compression::zlib);
    case 1002748:
      return set_compression(Packing::numpress_slof, Compression::zlib);
    case 1003780:
      return set_compression(Packing::none, Compression::zstd);
    case 1003783:
      return set_compression(Packing::numpress_linear, Compression::zstd);
    case 1003784:
      return set_compression(Packing::numpress_pic, Compression::zstd);
    case 1003785:
      return set_compression(Packing::numpress_slof, Compression::zstd);
    case 1000520:  // 16-bit float
    case 1001479:  // null-terminated ASCII string
    case 1003088:  // truncation and zlib
    case 1003089:  // truncation, delta prediction and zlib
    case 1003090:  // truncation, linear prediction and zlib
    case 1003781:  // byte-shuffled zstd
    case 1003782:  // dictionary-encoded zstd
      unsupported = shortened(name);
      return;
    default:
      return;
  }
}

}  // namespace massa::io
