#include "search/bond_masses.hpp"

#include <algorithm>
#include <random>
#include <string>

namespace massa::search {
namespace {

constexpr int chains = 10000;

// Per mille of UniProtKB/Swiss-Prot (release statistics, 2023).
constexpr std::string_view residues = "ARNDCQEGHILKMFPSTWYV";
constexpr int frequencies[] = {83, 55, 41, 55, 14, 39, 67, 71, 23, 59, 96, 58, 24, 39, 47, 66, 53, 11, 29, 69};

std::string residues_before_cut(const chem::Enzyme& enzyme) {
  std::string found;
  for (const char residue : residues) {
    const std::string pair{residue, 'A'};
    if (enzyme.rule.cuts_before(pair, 1)) {
      found += residue;
    }
  }
  return found.empty() ? std::string(residues) : found;
}

int frequency(char residue) {
  return frequencies[residues.find(residue)];
}

/// Draws residues with their frequencies; the sequence of draws does not depend on the standard library's
/// distributions.
class Urn {
 public:
  explicit Urn(const CompiledModifications& modifications, std::string_view kinds) {
    for (const char residue : kinds) {
      masses_.insert(masses_.end(), static_cast<std::size_t>(frequency(residue)),
                     modifications.residues()[residue & 31]);
    }
  }
  FixedMass draw(std::mt19937_64& generator) const { return masses_[(generator() >> 11U) % masses_.size()]; }

 private:
  std::vector<FixedMass> masses_;
};

}  // namespace

BondMasses::Histogram::Histogram() : cumulative_(static_cast<std::size_t>(heaviest >> bin_shift) + 2) {}

void BondMasses::Histogram::add(FixedMass mass) noexcept {
  cumulative_[(mass >> bin_shift) + 1] += 1.0F;
}

void BondMasses::Histogram::accumulate(double number_of_chains) noexcept {
  double sum = 0.0;
  for (float& bin : cumulative_) {
    sum += static_cast<double>(bin);
    bin = static_cast<float>(sum / number_of_chains);
  }
}

BondMasses::BondMasses(const CompiledModifications& modifications, const chem::Enzyme& enzyme) {
  const std::string ends = residues_before_cut(enzyme);
  double total = 0.0;
  for (const char residue : ends) {
    total += frequency(residue);
  }
  for (const char residue : ends) {
    last_residues_.push_back({modifications.residues()[residue & 31], frequency(residue) / total});
  }
  const Urn any(modifications, residues);
  const Urn last(modifications, ends);
  constexpr auto limit = static_cast<FixedMass>(heaviest);
  // NOLINTNEXTLINE(bugprone-random-generator-seed): the same seed gives the same results on every run
  std::mt19937_64 generator(0x6d61737361);
  for (int chain = 0; chain < chains; ++chain) {
    for (FixedMass sum = any.draw(generator); sum < limit; sum += any.draw(generator)) {
      before_.add(sum);
    }
    for (FixedMass sum = last.draw(generator) + any.draw(generator); sum < limit; sum += any.draw(generator)) {
      behind_.add(sum);
    }
  }
  before_.accumulate(chains);
  behind_.accumulate(chains);
}

}  // namespace massa::search
