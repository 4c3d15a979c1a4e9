#include <algorithm>

#include "fuzz/read_spectra.hpp"
#include "massa/io/fasta.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using massa::fuzz::require;
  const massa::fuzz::MemoryFile file(data, size);
  try {
    const massa::io::FastaDatabase database = massa::io::read_fasta(file.path());
    require(!database.entries().empty());
    for (const massa::io::FastaEntry& entry : database.entries()) {
      require(!entry.sequence.empty());
      require(std::ranges::all_of(entry.sequence, [](char c) { return (c >= 'A' && c <= 'Z') || c == '*'; }));
    }
  } catch (const massa::Error& error) {
    require(error.kind() == massa::ErrorKind::input);
    require(!error.remedy().empty() && !error.where().empty());
  }
  return 0;
}
