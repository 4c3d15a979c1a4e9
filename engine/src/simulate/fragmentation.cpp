#include "fragmentation.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "massa/chem/decoy.hpp"
#include "massa/chem/residues.hpp"
#include "portable_math.hpp"
#include "random.hpp"

namespace massa::simulate {
namespace {

constexpr double carbon_monoxide_da = 27.99491461957;

int count_any(std::string_view sequence, std::string_view residues) {
  return static_cast<int>(
      std::ranges::count_if(sequence, [&](char c) { return residues.find(c) != std::string_view::npos; }));
}

class FragmentationModel {
 public:
  FragmentationModel(const chem::Peptidoform& form, int charge, Dissociation dissociation, std::uint64_t seed)
      : sequence_(form.sequence),
        charge_(charge),
        beam_(dissociation == Dissociation::beam_type),
        random_(seed, chem::sequence_hash(form.sequence) + static_cast<std::uint64_t>(charge)),
        residue_da_(sequence_.size()) {
    for (std::size_t i = 0; i < sequence_.size(); ++i) {
      residue_da_[i] = chem::residue_mass(sequence_[i]);
    }
    for (const chem::ModifiedSite& site : form.sites) {
      const std::size_t residue = std::clamp<std::size_t>(site.position, 1, sequence_.size()) - 1;
      residue_da_[residue] += site.modification->mass_delta;
    }
    for (const double mass : residue_da_) {
      total_da_ += mass;
    }
  }

  std::vector<Fragment> run() {
    double prefix_da = 0.0;
    for (std::size_t bond = 1; bond < sequence_.size(); ++bond) {
      prefix_da += residue_da_[bond - 1];
      break_bond(bond, prefix_da);
    }
    if (beam_) {
      add_immonium_ions();
    } else {
      add_precursor();
    }
    normalise();
    return std::move(fragments_);
  }

 private:
  void break_bond(std::size_t bond, double prefix_da) {
    const double frequency = cleavage_frequency(bond);
    const double prefix_share = (beam_ ? 0.3 : 0.42) * (1.0 - 0.5 * relative(bond) * (beam_ ? 1.0 : 0.3));
    if (bond >= 2) {
      const double b = frequency * prefix_share;
      add_charged(prefix_da, sequence_.substr(0, bond), b);
      add(prefix_da - carbon_monoxide_da, 1, b * (bond == 2 ? 0.45 : 0.06) * (beam_ ? 1.0 : 0.5));
    }
    add_charged(total_da_ - prefix_da + water_da_, sequence_.substr(bond), frequency * (1.0 - prefix_share));
  }

  [[nodiscard]] double relative(std::size_t bond) const {
    return static_cast<double>(bond) / static_cast<double>(sequence_.size());
  }

  [[nodiscard]] double cleavage_frequency(std::size_t bond) {
    const char before = sequence_[bond - 1];
    const char behind = sequence_[bond];
    const bool mobile_proton = charge_ > count_any(sequence_, "RKH");
    double frequency = 1.0;
    if (behind == 'P') frequency *= 3.0;
    if (before == 'P') frequency *= 0.25;
    if (before == 'D') frequency *= mobile_proton ? 1.2 : 4.0;
    if (before == 'E' && !mobile_proton) frequency *= 1.8;
    if (before == 'G' || before == 'S') frequency *= 0.7;
    if (before == 'I' || before == 'L' || before == 'V') frequency *= 1.3;
    const double from_middle = (relative(bond) - 0.45) / 0.4;
    frequency *= 0.25 + portable_exp(-from_middle * from_middle);
    return frequency * portable_exp(0.6 * random_.normal());
  }

  /// Shares a fragment among its charge states and their neutral losses.
  void add_charged(double mass_da, std::string_view part, double intensity) {
    double doubly = 0.0;
    if (charge_ >= 3 || (charge_ == 2 && mass_da > 0.75 * total_da_)) {
      const int basic = count_any(part, "RKH") + 1;
      doubly =
          std::clamp((mass_da - 600.0) / 1800.0, 0.0, 0.8) * (charge_ >= 3 ? 1.0 : 0.3) * std::min(1.0, basic / 2.0);
    }
    const double water_loss = count_any(part, "STED") > 0 ? 0.08 : 0.01;
    const double ammonia_loss = count_any(part, "RKNQ") > 0 ? 0.06 : 0.01;
    for (const auto& [charge, share] : {std::pair{1, 1.0 - doubly}, std::pair{2, doubly}}) {
      add(mass_da, charge, intensity * share * (1.0 - water_loss - ammonia_loss));
      add(mass_da - water_da_, charge, intensity * share * water_loss);
      add(mass_da - ammonia_da_, charge, intensity * share * ammonia_loss);
    }
  }

  void add_immonium_ions() {
    constexpr std::string_view strong = "HFYWILVPKM";
    for (std::size_t i = 0; i < sequence_.size(); ++i) {
      if (strong.find(sequence_[i]) != std::string_view::npos) {
        add(residue_da_[i] - carbon_monoxide_da, 1, 0.04);
      }
    }
  }

  void add_precursor() {
    add(total_da_ + water_da_, charge_, 0.5);
    add(total_da_, charge_, 0.25);
  }

  void add(double mass_da, int charge, double intensity) {
    if (intensity > 0.0) {
      fragments_.push_back({mass_da, charge, intensity});
    }
  }

  void normalise() {
    double sum = 0.0;
    for (const Fragment& fragment : fragments_) sum += fragment.intensity;
    for (Fragment& fragment : fragments_) fragment.intensity /= sum;
  }

  std::string_view sequence_;
  int charge_;
  bool beam_;
  Random random_;
  std::vector<double> residue_da_;
  double total_da_ = 0.0;
  double water_da_ = chem::water.monoisotopic_mass();
  double ammonia_da_ = chem::ammonia.monoisotopic_mass();
  std::vector<Fragment> fragments_;
};

}  // namespace

std::vector<Fragment> fragments_of(const chem::Peptidoform& peptidoform, int precursor_charge,
                                   Dissociation dissociation, std::uint64_t seed) {
  return FragmentationModel(peptidoform, precursor_charge, dissociation, seed).run();
}

}  // namespace massa::simulate
