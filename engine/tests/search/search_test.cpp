#include "massa/search/search.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "massa/chem/residues.hpp"
#include "massa/core/error.hpp"
#include "search/brute_force.hpp"

namespace massa::search {
namespace {

using test::PlainMatch;

/// Random proteins and noisy spectra of their peptides and of foreign ones.
class World {
 public:
  explicit World(unsigned seed, std::size_t proteins = 40) : generator_(seed) {
    for (std::size_t i = 0; i < proteins; ++i) {
      std::string sequence = "M";
      for (int n = 0; n < 150; ++n) {
        sequence += "AACDEEFGGHIKKLLLMMNPQRRSSTTVVWY"[uniform(32)];
      }
      proteins_.push_back(sequence);
    }
  }

  std::size_t uniform(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(generator_);
  }
  double normal() { return std::normal_distribution<double>()(generator_); }
  double real() { return std::uniform_real_distribution<double>()(generator_); }

  [[nodiscard]] std::vector<ProteinSequence> sequences() const {
    std::vector<ProteinSequence> result;
    result.reserve(proteins_.size());
    for (const std::string& protein : proteins_) {
      result.push_back({protein, {}});
    }
    return result;
  }
  [[nodiscard]] const std::vector<std::string>& proteins() const { return proteins_; }

  struct Measured {
    std::vector<double> mz;
    std::vector<float> intensity;
    double precursor_mz = 0.0;
    std::vector<int> charges;
    [[nodiscard]] SearchSpectrum view() const { return {mz, intensity, precursor_mz, charges, Activation::hcd}; }
  };

  /// Most fragments of the peptidoform with 3 ppm error, and noise.
  Measured measure(const chem::Peptidoform& form, int charge) {
    Measured spectrum;
    spectrum.charges = {charge};
    spectrum.precursor_mz = chem::mz(chem::mass(form), charge) * (1.0 + 2e-6 * normal());
    std::vector<std::pair<double, float>> peaks;
    double prefix = 0.0;
    for (std::size_t i = 0; i + 1 < form.sequence.size(); ++i) {
      prefix += chem::residue_mass(form.sequence[i]);
      for (const chem::ModifiedSite& site : form.sites) {
        prefix += site.position == i + 1 || (i == 0 && site.position == 0) ? site.modification->mass_delta : 0.0;
      }
      for (const double ion : {chem::mz(prefix, 1), chem::mz(chem::mass(form) - prefix, 1)}) {
        if (real() < 0.6) {
          peaks.emplace_back(ion * (1.0 + 3e-6 * normal()), static_cast<float>(100.0 * std::exp(normal())));
        }
      }
    }
    for (int noise = 0; noise < 60; ++noise) {
      peaks.emplace_back(100.0 + 1200.0 * real(), static_cast<float>(20.0 * std::exp(normal())));
    }
    std::ranges::sort(peaks);
    for (const auto& [mz, intensity] : peaks) {
      spectrum.mz.push_back(mz);
      spectrum.intensity.push_back(intensity);
    }
    return spectrum;
  }

 private:
  std::mt19937 generator_;
  std::vector<std::string> proteins_;
};

chem::DigestOptions digest_options() {
  chem::DigestOptions options;
  options.min_length = 5;
  options.min_mass_da = 400.0;
  return options;
}

ModificationOptions modification_options() {
  ModificationOptions options;
  options.fixed = {chem::parse_modification("Carbamidomethyl@C")};
  options.variable = {chem::parse_modification("Oxidation@M"), chem::parse_modification("Acetyl@Protein N-term"),
                      chem::parse_modification("Gln->pyro-Glu@Q^Any N-term"), chem::parse_modification("Phospho@ST")};
  options.max_variable_per_peptide = 2;
  return options;
}

/// Every candidate of the database by brute force: sequence → may start a protein.
std::map<std::string, bool> all_targets(const World& world) {
  std::map<std::string, bool> targets;
  for (const std::string& protein : world.proteins()) {
    for (const chem::DigestedPeptide& peptide : chem::digest(protein, digest_options())) {
      bool& n_term = targets[protein.substr(peptide.begin, peptide.length)];
      n_term = n_term || peptide.protein_n_term;
    }
  }
  return targets;
}

struct Candidate {
  chem::Peptidoform form;
  bool is_decoy;
};

std::vector<Candidate> all_candidates(const World& world, const PeptideTable& table) {
  std::vector<Candidate> candidates;
  const auto targets = all_targets(world);
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    const std::string target(table.sequence(i));
    for (const bool decoy : {false, true}) {
      const std::string sequence = decoy ? table.decoy_sequence(i) : target;
      if (!sequence.empty()) {
        for (chem::Peptidoform& form : test::peptidoforms(sequence, targets.at(target), modification_options())) {
          candidates.push_back({std::move(form), decoy});
        }
      }
    }
  }
  return candidates;
}

void expect_like_brute_force(Tolerance precursor, Tolerance fragment, unsigned seed) {
  World world(seed);
  const auto table = PeptideTable::build(world.sequences(), digest_options(), modification_options(), true, 2);
  const std::vector<Candidate> candidates = all_candidates(world, table);
  std::vector<World::Measured> measured;
  measured.reserve(60);
  for (int i = 0; i < 60; ++i) {
    measured.push_back(world.measure(candidates[world.uniform(candidates.size())].form, i % 3 == 0 ? 3 : 2));
  }
  std::vector<SearchSpectrum> spectra;
  spectra.reserve(measured.size());
  for (const World::Measured& spectrum : measured) {
    spectra.push_back(spectrum.view());
  }
  SearchOptions options;
  options.precursor = precursor;
  options.fragment = fragment;
  options.isotope_errors = {0};
  options.ranks = 5;
  const auto found = search(spectra, table, options, 2);
  ASSERT_EQ(found.size(), spectra.size());
  for (std::size_t i = 0; i < spectra.size(); ++i) {
    const double mass = chem::neutral_mass(spectra[i].precursor_mz, spectra[i].charges[0]);
    std::vector<PlainMatch> plain;
    std::uint64_t compared = 0;
    for (const Candidate& candidate : candidates) {
      if (std::abs(chem::mass(candidate.form) - mass) <= precursor.at(mass)) {
        ++compared;
        plain.push_back(test::compare(spectra[i], candidate.form, fragment, spectra[i].charges[0] - 1));
        plain.back().is_decoy = candidate.is_decoy;
      }
    }
    EXPECT_EQ(found[i].candidates, compared) << "spectrum " << i;
    std::map<std::string, PlainMatch> by_name;
    std::map<std::pair<std::string, bool>, double> best_of_sequence;
    for (const PlainMatch& match : plain) {
      by_name[match.proforma + (match.is_decoy ? " decoy" : "")] = match;
      double& best = best_of_sequence[{match.sequence, match.is_decoy}];
      best = std::max(best, match.hyperscore);
    }
    std::vector<double> scores;
    for (const auto& [key, score] : best_of_sequence) {
      if (score > 0.0) {
        scores.push_back(score);
      }
    }
    std::ranges::sort(scores, std::greater<>());
    scores.resize(std::min<std::size_t>(scores.size(), 5));
    ASSERT_EQ(found[i].psms.size(), scores.size()) << "spectrum " << i;
    for (std::size_t rank = 0; rank < scores.size(); ++rank) {
      const Psm& psm = found[i].psms[rank];
      EXPECT_NEAR(psm.hyperscore, scores[rank], 1e-4);
      const std::string name = chem::proforma(table.peptidoform(psm.peptide, psm.is_decoy, psm.variable_sites)) +
                               (psm.is_decoy ? " decoy" : "");
      ASSERT_TRUE(by_name.contains(name)) << name;
      EXPECT_NEAR(psm.hyperscore, by_name[name].hyperscore, 1e-4) << name;
      EXPECT_EQ(psm.matched_prefix_ions, by_name[name].prefix_ions) << name;
      EXPECT_EQ(psm.matched_suffix_ions, by_name[name].suffix_ions) << name;
    }
  }
}

TEST(Search, FindsWhatBruteForceFindsAtHighResolution) {
  expect_like_brute_force({10.0, ToleranceUnit::ppm}, {20.0, ToleranceUnit::ppm}, 1);
}

TEST(Search, FindsWhatBruteForceFindsAtLowResolution) {
  expect_like_brute_force({0.5, ToleranceUnit::dalton}, {0.5, ToleranceUnit::dalton}, 2);
}

TEST(Search, FindsWhatBruteForceFindsInWideWindows) {
  expect_like_brute_force({20.0, ToleranceUnit::dalton}, {50.0, ToleranceUnit::ppm}, 3);
}

TEST(Search, GivesTheSameAnswerOnAnyNumberOfThreads) {
  World world(4);
  const auto table = PeptideTable::build(world.sequences(), digest_options(), modification_options(), true, 1);
  const auto other = PeptideTable::build(world.sequences(), digest_options(), modification_options(), true, 3);
  ASSERT_EQ(table.size(), other.size());
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    ASSERT_EQ(table.sequence(i), other.sequence(i));
    ASSERT_EQ(table.decoy_sequence(i), other.decoy_sequence(i));
  }
  std::vector<World::Measured> measured;
  measured.reserve(500);
  std::vector<SearchSpectrum> spectra;
  spectra.reserve(500);
  for (std::uint32_t i = 0; i < 500; ++i) {
    measured.push_back(
        world.measure({std::string(table.sequence(i * 7 % static_cast<std::uint32_t>(table.size()))), {}}, 2));
  }
  for (const World::Measured& spectrum : measured) {
    spectra.push_back(spectrum.view());
  }
  const auto one = search(spectra, table, {}, 1);
  const auto three = search(spectra, other, {}, 3);
  for (std::size_t i = 0; i < spectra.size(); ++i) {
    ASSERT_EQ(one[i].psms.size(), three[i].psms.size());
    for (std::size_t r = 0; r < one[i].psms.size(); ++r) {
      EXPECT_EQ(one[i].psms[r].peptide, three[i].psms[r].peptide);
      EXPECT_EQ(one[i].psms[r].is_decoy, three[i].psms[r].is_decoy);
      EXPECT_EQ(one[i].psms[r].hyperscore, three[i].psms[r].hyperscore);
      EXPECT_EQ(one[i].psms[r].e_value, three[i].psms[r].e_value);
    }
  }
}

TEST(Search, DescribesThePrecursor) {
  World world(5);
  const auto table = PeptideTable::build(world.sequences(), digest_options(), modification_options(), true, 1);
  const auto peptide = static_cast<std::uint32_t>(table.size() / 2);
  const chem::Peptidoform form = table.peptidoform(peptide, false, {});
  World::Measured spectrum = world.measure(form, 2);
  spectrum.precursor_mz = chem::mz(chem::mass(form) + chem::isotope_spacing, 2) * (1.0 + 4e-6);
  spectrum.charges.clear();
  const std::vector<SearchSpectrum> spectra{spectrum.view()};
  const auto matches = search(spectra, table, {}, 1);
  ASSERT_FALSE(matches[0].psms.empty());
  const Psm& psm = matches[0].psms[0];
  EXPECT_EQ(psm.peptide, peptide);
  EXPECT_EQ(psm.charge, 2);
  EXPECT_EQ(psm.isotope_error, 1);
  EXPECT_NEAR(psm.precursor_error_ppm, 4.0, 0.05);
  EXPECT_NEAR(psm.calculated_mass, chem::mass(form), 1e-9);
  EXPECT_NEAR(psm.fragment_error_mean, 0.0, 3.0);
  EXPECT_GT(psm.fragment_error_sd, 0.5F);
  EXPECT_GT(psm.matched_intensity_fraction, 0.3F);
  EXPECT_GE(psm.longest_suffix_run, 1);
  EXPECT_LT(psm.e_value, 1e-3);
  EXPECT_GT(psm.delta_hyperscore, 0.0);
}

TEST(Search, FindsAPeptideThatWasIsolatedTogetherWithTheSelectedIon) {
  World world(8);
  const auto table = PeptideTable::build(world.sequences(), digest_options(), modification_options(), true, 1);
  const auto peptide = static_cast<std::uint32_t>(table.size() / 2);
  World::Measured spectrum = world.measure(table.peptidoform(peptide, false, {}), 2);
  const CoisolatedIon ion{spectrum.precursor_mz, 2};
  spectrum.precursor_mz += 0.9;
  SearchSpectrum view = spectrum.view();
  const auto alone = search(std::vector<SearchSpectrum>{view}, table, {}, 1);
  EXPECT_TRUE(alone[0].psms.empty() || alone[0].psms[0].peptide != peptide);
  view.coisolated = {&ion, 1};
  const auto together = search(std::vector<SearchSpectrum>{view}, table, {}, 1);
  ASSERT_FALSE(together[0].psms.empty());
  EXPECT_EQ(together[0].psms[0].peptide, peptide);
  EXPECT_TRUE(together[0].psms[0].is_coisolated);
  EXPECT_EQ(together[0].psms[0].precursor_mz, ion.mz);
  EXPECT_NEAR(together[0].psms[0].precursor_error_ppm, 0.0, 8.0);

  view = spectrum.view();
  view.precursor_mz = ion.mz;  // a convincing match: what else was isolated does not matter
  const CoisolatedIon other{ion.mz + 0.9, 2};
  view.coisolated = {&other, 1};
  const auto convincing = search(std::vector<SearchSpectrum>{view}, table, {}, 1);
  ASSERT_FALSE(convincing[0].psms.empty());
  EXPECT_FALSE(convincing[0].psms[0].is_coisolated);
}

TEST(Search, EtdSpectraAreMatchedByCAndZIons) {
  World world(6);
  const auto table = PeptideTable::build(world.sequences(), digest_options(), modification_options(), true, 1);
  const auto peptide = static_cast<std::uint32_t>(table.size() / 2);
  const chem::Peptidoform form = table.peptidoform(peptide, false, {});
  World::Measured spectrum;
  spectrum.charges = {2};
  spectrum.precursor_mz = chem::mz(chem::mass(form), 2);
  double prefix = 0.0;
  for (std::size_t i = 0; i + 1 < form.sequence.size(); ++i) {
    prefix += chem::residue_mass(form.sequence[i]) + (form.sequence[i] == 'C' ? 57.021464 : 0.0);
    spectrum.mz.push_back(chem::mz(prefix, 1) + 17.026549);
    spectrum.mz.push_back(chem::mz(chem::mass(form) - prefix, 1) - 16.018724);
  }
  std::ranges::sort(spectrum.mz);
  spectrum.intensity.assign(spectrum.mz.size(), 1.0F);
  SearchSpectrum view = spectrum.view();
  view.activation = Activation::etd;
  const auto etd = search(std::vector<SearchSpectrum>{view}, table, {}, 1);
  ASSERT_FALSE(etd[0].psms.empty());
  EXPECT_EQ(etd[0].psms[0].peptide, peptide);
  EXPECT_EQ(static_cast<std::size_t>(etd[0].psms[0].matched_ions()), spectrum.mz.size());
  view.activation = Activation::hcd;
  const auto hcd = search(std::vector<SearchSpectrum>{view}, table, {}, 1);
  EXPECT_TRUE(hcd[0].psms.empty() || hcd[0].psms[0].matched_ions() < etd[0].psms[0].matched_ions() / 2);
}

TEST(Search, SurvivesSpectraWithoutUse) {
  World world(7);
  const auto table = PeptideTable::build(world.sequences(), digest_options(), modification_options(), true, 1);
  const std::vector<double> mz{100.0, 20000.0, 1e9};
  const std::vector<float> intensity{0.0F, 0.0F, 0.0F};
  const std::vector<int> odd_charges{0, -1, 1000, 2};
  const std::vector<SearchSpectrum> spectra{{{}, {}, 500.0, {}, Activation::hcd},
                                            {mz, intensity, not_stated, {}, Activation::hcd},
                                            {mz, intensity, -5.0, {}, Activation::hcd},
                                            {mz, intensity, 1e12, {}, Activation::hcd},
                                            {mz, intensity, 500.0, odd_charges, Activation::etd}};
  const auto matches = search(spectra, table, {}, 1);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(matches[i].candidates, 0U);
    EXPECT_TRUE(matches[i].psms.empty());
  }
  const auto empty_table = PeptideTable::build({}, digest_options(), modification_options(), true, 1);
  EXPECT_EQ(search(spectra, empty_table, {}, 1)[4].candidates, 0U);
}

TEST(Search, RefusesSenselessOptions) {
  const auto table = PeptideTable::build({}, digest_options(), {}, true, 1);
  const auto refused = [&](auto change) {
    SearchOptions options;
    change(options);
    EXPECT_THROW(static_cast<void>(search({}, table, options, 1)), Error);
  };
  refused([](SearchOptions& o) { o.precursor.value = 0.0; });
  refused([](SearchOptions& o) { o.fragment = {-1.0, ToleranceUnit::dalton}; });
  refused([](SearchOptions& o) { o.isotope_errors.clear(); });
  refused([](SearchOptions& o) { o.assumed_charges = {0}; });
  refused([](SearchOptions& o) { o.max_fragment_charge = 9; });
  refused([](SearchOptions& o) { o.ranks = 0; });
}

}  // namespace
}  // namespace massa::search
