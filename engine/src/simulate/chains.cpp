#include <algorithm>
#include <array>
#include <massa/data/contaminants.hpp>
#include <numbers>
#include <optional>

#include "massa/chem/digest.hpp"
#include "massa/core/error.hpp"
#include "massa/io/fasta.hpp"
#include "peptides.hpp"
#include "portable_math.hpp"

namespace massa::simulate {
namespace {

constexpr std::uint64_t amount_stream = 0xA3017;

bool wanted(const SampleProtein& protein, const SimulateOptions& options) {
  return options.accessions.empty() ||
         std::ranges::find(options.accessions, protein.accession) != options.accessions.end();
}

Chain chain_of(const SampleProtein& protein) {
  Chain chain{protein.accession, protein.sequence, protein.relative_amount, true, false};
  const std::optional<chem::MatureChain> mature = chem::declared_mature_chain(protein.description);
  if (mature && mature->end <= protein.sequence.size()) {
    chain.sequence = protein.sequence.substr(mature->begin, mature->end - mature->begin);
    chain.starts_at_initiator = mature->begin == 0;
  }
  return chain;
}

void require_all_found(const std::vector<Chain>& chains, const SimulateOptions& options) {
  for (const std::string& accession : options.accessions) {
    if (std::ranges::find(chains, accession, &Chain::accession) == chains.end()) {
      throw Error(ErrorKind::usage, "no protein has the accession '" + accession + "'", "simulate",
                  "choose accessions of the FASTA file");
    }
  }
  if (chains.empty()) {
    throw Error(ErrorKind::usage, "the sample holds no protein", "simulate", "give a FASTA file with proteins");
  }
}

void draw_amounts(std::vector<Chain>& chains, const SimulateOptions& options) {
  double most = 0.0;
  for (std::size_t i = 0; i < chains.size(); ++i) {
    if (chains[i].amount <= 0.0) {
      Random random(options.seed ^ amount_stream, i);
      chains[i].amount = portable_exp(-std::numbers::ln10 * options.abundance_decades * random.uniform());
    }
    most = std::max(most, chains[i].amount);
  }
  for (Chain& chain : chains) {
    chain.amount /= most;
  }
}

/// Keratins of skin and dust, and the trypsin that made the digest.
void add_contaminants(std::vector<Chain>& chains, double fraction) {
  constexpr std::array<std::string_view, 5> usual{"P04264", "P13645", "P35527", "P35908", "P00761"};
  double total = 0.0;
  for (const Chain& chain : chains) {
    total += chain.amount;
  }
  const io::FastaDatabase contaminants = io::parse_fasta(data::contaminants(), "contaminants.fasta");
  for (const std::string_view accession : usual) {
    const io::FastaEntry* entry = contaminants.find(accession);
    const auto same = [&](const Chain& chain) {
      return chain.accession == accession || chain.sequence == entry->sequence;
    };
    if (entry != nullptr && std::ranges::none_of(chains, same)) {
      chains.push_back({std::string(accession), std::string(entry->sequence),
                        total * fraction / static_cast<double>(usual.size()), true, true});
    }
  }
}

}  // namespace

std::vector<Chain> chains_of(const std::vector<SampleProtein>& sample, const SimulateOptions& options) {
  std::vector<Chain> chains;
  for (const SampleProtein& protein : sample) {
    if (wanted(protein, options)) {
      chains.push_back(chain_of(protein));
    }
  }
  require_all_found(chains, options);
  draw_amounts(chains, options);
  if (options.contaminant_fraction > 0.0) {
    add_contaminants(chains, options.contaminant_fraction);
  }
  return chains;
}

std::string accessions_of(const std::vector<std::uint32_t>& chain_indices, const std::vector<Chain>& chains) {
  std::string text;
  for (const std::uint32_t index : chain_indices) {
    text += (text.empty() ? "" : ";") + chains[index].accession;
  }
  return text;
}

}  // namespace massa::simulate
