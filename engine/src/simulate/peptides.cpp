#include "peptides.hpp"

#include <algorithm>
#include <unordered_map>

#include "massa/chem/decoy.hpp"
#include "massa/chem/digest.hpp"
#include "massa/chem/enzyme.hpp"
#include "massa/chem/modification.hpp"
#include "massa/core/error.hpp"
#include "portable_math.hpp"

namespace massa::simulate {
namespace {

constexpr std::uint64_t ionisation_stream = 0x10A12E;
constexpr double faintest_amount = 1e-5;

const chem::Modification& modification(std::string_view name) {
  const chem::Modification* found = chem::find_modification(name);
  if (found == nullptr) {
    throw Error(ErrorKind::bug, "the table of modifications lacks " + std::string(name), "unimod.tsv",
                "report this with the version of the program");
  }
  return *found;
}

/// Peptides ionise very differently; the same sequence always alike.
double ionisation(std::string_view sequence, std::uint64_t seed) {
  Random random(seed ^ ionisation_stream, chem::sequence_hash(sequence));
  return portable_exp(0.9 * random.normal());
}

class Digest {
 public:
  Digest(const std::vector<Chain>& chains, const SimulateOptions& options) : chains_(chains), options_(options) {
    digestion_.enzyme = &chem::enzyme(options.enzyme);
    digestion_.missed_cleavages = options.missed_cleavages;
    digestion_.min_length = 5;
    digestion_.max_length = 45;
    digestion_.min_mass_da = 450.0;
    digestion_.max_mass_da = 5500.0;
  }

  std::vector<SimulatedPeptide> run() {
    for (std::uint32_t i = 0; i < chains_.size(); ++i) {
      const Chain& chain = chains_[i];
      digestion_.initiator_methionine = chain.starts_at_initiator;
      for (const chem::DigestedPeptide& peptide : chem::digest(chain.sequence, digestion_)) {
        add_forms(i, peptide);
      }
    }
    return std::move(peptides_);
  }

 private:
  void add_forms(std::uint32_t chain_index, const chem::DigestedPeptide& peptide) {
    const Chain& chain = chains_[chain_index];
    chem::Peptidoform form;
    form.sequence = chain.sequence.substr(peptide.begin, peptide.length);
    const double amount = chain.amount * cleavage_share(peptide, chain, options_.missed_cleavage_probability) *
                          ionisation(form.sequence, options_.seed);
    if (amount < faintest_amount) {
      return;
    }
    alkylate(form);
    const bool may_be_acetylated = peptide.protein_n_term && chain.starts_at_initiator && !chain.is_contaminant;
    const double acetylated = may_be_acetylated ? options_.acetylation_probability : 0.0;
    add_artefacts(chain_index, form, amount * (1.0 - acetylated));
    if (acetylated > 0.0) {
      modify(form, 0, "Acetyl");
      add_artefacts(chain_index, form, amount * acetylated);
    }
  }

  /// The form itself and those with one oxidised methionine or one deamidated asparagine.
  void add_artefacts(std::uint32_t chain_index, const chem::Peptidoform& form, double amount) {
    add(chain_index, form, amount);
    for (std::size_t i = 0; i < form.sequence.size(); ++i) {
      const bool before_glycine = i + 1 < form.sequence.size() && form.sequence[i + 1] == 'G';
      if (form.sequence[i] == 'M') {
        add_modified(chain_index, form, i + 1, "Oxidation", amount * options_.oxidation_probability);
      } else if (form.sequence[i] == 'N') {
        add_modified(chain_index, form, i + 1, "Deamidated",
                     amount * options_.deamidation_probability * (before_glycine ? 4.0 : 1.0));
      }
    }
  }

  void add_modified(std::uint32_t chain_index, chem::Peptidoform form, std::size_t position, std::string_view name,
                    double amount) {
    modify(form, position, name);
    add(chain_index, form, amount);
  }

  void add(std::uint32_t chain_index, const chem::Peptidoform& form, double amount) {
    if (amount < faintest_amount) {
      return;
    }
    const auto [place, is_new] = index_.try_emplace(chem::proforma(form), peptides_.size());
    if (is_new) {
      const bool contaminant = chains_[chain_index].is_contaminant;
      peptides_.push_back(
          {form, chem::mass(form), amount, {chain_index}, contaminant ? Origin::contaminant : Origin::sample});
      return;
    }
    SimulatedPeptide& known = peptides_[place->second];
    known.amount += amount;
    if (known.chains.back() != chain_index) {
      known.chains.push_back(chain_index);
    }
  }

  const std::vector<Chain>& chains_;
  const SimulateOptions& options_;
  chem::DigestOptions digestion_;
  std::vector<SimulatedPeptide> peptides_;
  std::unordered_map<std::string, std::size_t> index_;  // by ProForma
};

}  // namespace

double cleavage_share(const chem::DigestedPeptide& peptide, const Chain& chain, double missed_probability) noexcept {
  double share = 1.0;
  for (int i = 0; i < peptide.missed_cleavages; ++i) {
    share *= missed_probability;
  }
  if (!peptide.protein_n_term) share *= 1.0 - missed_probability;
  if (!peptide.protein_c_term) share *= 1.0 - missed_probability;
  if (peptide.protein_n_term && chain.starts_at_initiator && chain.sequence.size() > 1 && chain.sequence[0] == 'M') {
    // Methionine aminopeptidase removes the initiator before small residues.
    const bool removable = std::string_view("AGSTPVC").find(chain.sequence[1]) != std::string_view::npos;
    share *= (peptide.begin == 1) == removable ? 0.95 : 0.05;
  }
  return share;
}

std::vector<SimulatedPeptide> digest_sample(const std::vector<Chain>& chains, const SimulateOptions& options) {
  std::vector<SimulatedPeptide> peptides = Digest(chains, options).run();
  if (peptides.empty()) {
    throw Error(ErrorKind::usage, "the proteins give no peptide of 5 to 45 residues with this enzyme", "simulate",
                "choose another enzyme or other proteins");
  }
  return peptides;
}

chem::Peptidoform foreign_peptide(Random& random) {
  // Residues about as frequent as in proteins; K and R only at the end.
  constexpr std::string_view residues =
      "AAAAAAAACDDDDDEEEEEEFFFFGGGGGGGHHIIIIIILLLLLLLLLLMMNNNNPPPPQQQQSSSSSSSTTTTTVVVVVVVWYYY";
  chem::Peptidoform form;
  for (auto length = 6 + random.below(14); length > 0; --length) {
    form.sequence += residues[random.below(residues.size())];
  }
  form.sequence += random.chance(0.5) ? 'K' : 'R';
  alkylate(form);
  return form;
}

void modify(chem::Peptidoform& form, std::size_t position, std::string_view name) {
  const chem::ModifiedSite site{static_cast<std::uint16_t>(position), &modification(name)};
  form.sites.insert(std::ranges::upper_bound(form.sites, site.position, {}, &chem::ModifiedSite::position), site);
}

void alkylate(chem::Peptidoform& form) {
  for (std::size_t i = 0; i < form.sequence.size(); ++i) {
    if (form.sequence[i] == 'C') {
      modify(form, i + 1, "Carbamidomethyl");
    }
  }
}

}  // namespace massa::simulate
