#include "ions.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "massa/chem/decoy.hpp"
#include "massa/chem/residues.hpp"
#include "portable_math.hpp"

namespace massa::simulate {
namespace {

constexpr double brightest_apex = 2e8;  // counts, of a protein's best peptides
constexpr double faintest_apex = 2e4;
constexpr double lowest_mz = 350.0;
constexpr double highest_mz = 1500.0;
constexpr double widths_seen = 3.5;  // standard deviations from the apex to the foot of a peak
constexpr std::uint64_t retention_stream = 0x5EC0D5;

chem::Composition composition_of(const chem::Peptidoform& form) {
  chem::Composition composition = chem::peptide_composition(form.sequence).value_or(chem::Composition{});
  for (const chem::ModifiedSite& site : form.sites) {
    composition.add(site.modification->composition);
  }
  return composition;
}

/// Isotopes that an instrument sees.
std::vector<IsotopePeak> visible_isotopes(const chem::Peptidoform& form) {
  std::vector<IsotopePeak> isotopes = isotope_distribution(composition_of(form), 10);
  while (isotopes.size() > 1 && isotopes.back().fraction < 0.003) {
    isotopes.pop_back();
  }
  return isotopes;
}

}  // namespace

double ElutingIon::intensity_at(double time_s) const noexcept {
  const double sigma = time_s < apex_s ? rise_s : tail_s;
  const double distance = (time_s - apex_s) / sigma;
  if (distance < -widths_seen || distance > widths_seen) {
    return 0.0;
  }
  return apex_intensity * portable_exp(-0.5 * distance * distance);
}

double onset_s(const ElutingIon& ion) noexcept {
  return ion.apex_s - widths_seen * ion.rise_s;
}

std::vector<double> charge_distribution(const chem::Peptidoform& form, double mass_da) {
  constexpr double spread = 0.45;
  const auto basic = std::ranges::count_if(form.sequence, [](char c) { return c == 'K' || c == 'R' || c == 'H'; });
  const bool acetylated = !form.sites.empty() && form.sites.front().position == 0;
  const double centre = (acetylated ? 0.7 : 1.0) + 0.5 * static_cast<double>(basic) + mass_da / 2400.0;
  std::vector<double> shares;
  double sum = 0.0;
  for (int charge = 1; charge <= 6; ++charge) {
    const double distance = (charge - centre) / spread;
    shares.push_back(portable_exp(-0.5 * distance * distance));
    sum += shares.back();
  }
  for (double& share : shares) {
    share /= sum;
  }
  return shares;
}

double relative_retention(const chem::Peptidoform& form) {
  constexpr std::string_view letters = "WFLIMVYAPECTDQSGNRHK";
  constexpr std::array<double, 20> coefficients{8.8, 8.1, 8.1, 7.4, 5.5,  5.0,  4.5,  2.0,  2.0,  1.1,
                                                2.6, 0.6, 0.2, 0.0, -0.2, -0.2, -0.6, -0.6, -2.1, -2.1};
  double sum = 0.0;
  for (const char residue : form.sequence) {
    const std::size_t at = letters.find(residue);
    sum += at == std::string_view::npos ? 0.0 : coefficients[at];
  }
  for (const chem::ModifiedSite& site : form.sites) {
    if (site.modification->name == "Oxidation") sum -= 4.0;
    if (site.modification->name == "Acetyl") sum += 5.0;
  }
  sum = std::max(sum, 0.5);
  return 0.06 + 0.88 * sum / (sum + 45.0);
}

std::vector<ElutingIon> eluting_ions(const std::vector<SimulatedPeptide>& peptides, const SimulateOptions& options) {
  constexpr double fwhm_per_sd = 2.3548200450309493;
  std::vector<ElutingIon> ions;
  for (std::uint32_t i = 0; i < peptides.size(); ++i) {
    const SimulatedPeptide& peptide = peptides[i];
    Random random(options.seed ^ retention_stream, chem::sequence_hash(peptide.form.sequence));
    const double apex_s = options.gradient_s * (relative_retention(peptide.form) + 0.012 * random.normal());
    const double width = options.peak_width_s / fwhm_per_sd * (0.8 + 0.4 * random.uniform());
    const std::vector<double> charges = charge_distribution(peptide.form, peptide.mass_da);
    std::vector<IsotopePeak> isotopes;
    for (int charge = 1; charge <= static_cast<int>(charges.size()); ++charge) {
      const double mz = chem::mz(peptide.mass_da, charge);
      const double apex_intensity = brightest_apex * peptide.amount * charges[static_cast<std::size_t>(charge - 1)];
      if (mz < lowest_mz || mz > highest_mz || apex_intensity < faintest_apex) {
        continue;
      }
      if (isotopes.empty()) {
        isotopes = visible_isotopes(peptide.form);
      }
      ions.push_back({i, charge, mz, apex_intensity, apex_s, 0.85 * width, 1.15 * width, isotopes});
    }
  }
  std::ranges::stable_sort(ions, {}, onset_s);
  return ions;
}

}  // namespace massa::simulate
