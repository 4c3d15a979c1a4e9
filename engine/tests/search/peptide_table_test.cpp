#include "massa/search/peptide_table.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "massa/chem/decoy.hpp"
#include "massa/chem/residues.hpp"
#include "massa/core/error.hpp"
#include "search/table_data.hpp"
#include "support/random.hpp"

namespace massa::search {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

chem::DigestOptions short_peptides() {
  chem::DigestOptions options;
  options.min_length = 3;
  options.min_mass_da = 0.0;
  options.missed_cleavages = 0;
  return options;
}

ModificationOptions modifications(const std::vector<std::string>& fixed, const std::vector<std::string>& variable,
                                  int most = 3) {
  ModificationOptions options;
  for (const std::string& text : fixed) {
    options.fixed.push_back(chem::parse_modification(text));
  }
  for (const std::string& text : variable) {
    options.variable.push_back(chem::parse_modification(text));
  }
  options.max_variable_per_peptide = most;
  return options;
}

PeptideTable table_of(const std::vector<std::string>& proteins, const ModificationOptions& options = {}) {
  std::vector<ProteinSequence> sequences;
  sequences.reserve(proteins.size());
  for (const std::string& protein : proteins) {
    sequences.push_back({protein, {}});
  }
  return PeptideTable::build(sequences, short_peptides(), options, true, 2);
}

std::uint32_t find(const PeptideTable& table, std::string_view sequence) {
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    if (table.sequence(i) == sequence) {
      return i;
    }
  }
  ADD_FAILURE() << sequence << " is not in the table";
  return 0;
}

TEST(PeptideTable, KeepsASequenceOnceWithAllItsOccurrences) {
  const auto table = table_of({"AACDEKGGHHK", "PPPKAACDEK", "AACDEKAACDEK"});
  EXPECT_EQ(table.size(), 3U);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
  for (const Occurrence& occurrence : table.occurrences(find(table, "AACDEK"))) {
    found.emplace_back(occurrence.protein, occurrence.begin);
  }
  EXPECT_THAT(found, ElementsAre(std::pair(0U, 0U), std::pair(1U, 4U), std::pair(2U, 0U), std::pair(2U, 6U)));
  EXPECT_EQ(table.statistics().peptides, 3U);
  EXPECT_EQ(table.statistics().occurrences, 6U);
}

TEST(PeptideTable, TellsLeucineFromIsoleucine) {
  const auto table = table_of({"AALDEKAAIDEK"});
  EXPECT_EQ(table.size(), 2U);
  EXPECT_EQ(table.occurrences(find(table, "AAIDEK")).size(), 1U);
}

TEST(PeptideTable, RefusesADigestThatMemoryWouldNotHold) {
  const std::string protein(200, 'G');
  const std::vector<ProteinSequence> proteins(50, {protein, {}});
  const auto build = [&](std::uint64_t limit) {
    detail::TableData table({});
    table.digest = short_peptides();
    table.digest.specificity = chem::Specificity::none;  // (200 − 3 + 1) + … + (200 − 50 + 1) peptides of each
    detail::build_peptides(proteins, true, 2, table, limit);
    return table.statistics.occurrences;
  };
  constexpr std::uint64_t all = 50ULL * 48 * (198 + 151) / 2;
  EXPECT_EQ(build(all), all);
  try {
    (void)build(all - 1);
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::resource);
    EXPECT_STREQ(error.what(),
                 ("protein database: the digest has more than " + std::to_string(all - 1) +
                  " peptides; search a smaller database, or ask the enzyme to explain more ends (specificity) or "
                  "more cleavages (missed_cleavages)")
                     .c_str());
  }
  EXPECT_EQ(detail::most_occurrences, 67'108'864U);
}

TEST(PeptideTable, CountsWhatItSkips) {
  EXPECT_EQ(table_of({"AAXDEKGGHHK"}).statistics().ambiguous_peptides, 1U);
  EXPECT_EQ(table_of({"AAAAAAK"}).statistics().without_decoy, 1U);
  EXPECT_EQ(table_of({}).size(), 0U);
}

TEST(PeptideTable, IsInOrderOfMass) {
  const auto table = table_of({"WWWWWKAAAKSSSSKGGGGGGK"}, modifications({"Carbamidomethyl@C"}, {}));
  double last = 0.0;
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    const double mass = chem::mass(table.peptidoform(i, false, {}));
    EXPECT_GE(mass, last);
    last = mass;
  }
}

TEST(PeptideTable, DecoysAreNoTargetsAndKeepMassAndEnds) {
  auto generator = test::seeded(3);
  std::vector<std::string> proteins;
  for (int p = 0; p < 50; ++p) {  // few residues, so that reversed peptides often are peptides of the database
    std::string protein;
    for (int i = 0; i < 200; ++i) {
      protein += "AGILSTK"[generator() % 7];
    }
    proteins.push_back(protein);
  }
  const auto table = table_of(proteins);
  std::set<std::string> targets;
  const auto isobaric = [](std::string sequence) {
    std::ranges::replace(sequence, 'I', 'L');
    return sequence;
  };
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    targets.insert(isobaric(std::string(table.sequence(i))));
  }
  std::uint64_t without = 0;
  std::uint64_t shuffled = 0;
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    const std::string target(table.sequence(i));
    const std::string decoy = table.decoy_sequence(i);
    if (decoy.empty()) {
      ++without;
      continue;
    }
    shuffled += decoy != chem::reversed_decoy(target) ? 1U : 0U;
    EXPECT_FALSE(targets.contains(isobaric(decoy))) << target << " has decoy " << decoy;
    EXPECT_EQ(decoy.front(), target.front());
    EXPECT_EQ(decoy.back(), target.back());
    EXPECT_TRUE(std::ranges::is_permutation(decoy, target));
  }
  EXPECT_EQ(without, table.statistics().without_decoy);
  EXPECT_GT(shuffled, 0U);
}

TEST(PeptideTable, PutsFixedAndVariableModificationsOnAPeptidoform) {
  const auto table = table_of({"MCMDQK"}, modifications({"Carbamidomethyl@C", "TMT6plex@Any N-term", "TMT6plex@K"},
                                                        {"Oxidation@M", "Acetyl@Protein N-term"}));
  const std::uint32_t peptide = find(table, "MCMDQK");
  const std::vector<VariableSite> sites{{0, 1}, {3, 0}};
  EXPECT_EQ(chem::proforma(table.peptidoform(peptide, false, sites)),
            "[Acetyl]-MC[Carbamidomethyl]M[Oxidation]DQK[TMT6plex]");
  EXPECT_EQ(chem::proforma(table.peptidoform(peptide, false, {})), "[TMT6plex]-MC[Carbamidomethyl]MDQK[TMT6plex]");
}

TEST(PeptideTable, CountsModificationStates) {
  // MCMDQK: 0, 1 or 2 oxidations, with or without acetylation; CMDQK (initiator methionine removed): 0 or 1, with or
  // without.
  const auto table = table_of({"MCMDQK"}, modifications({}, {"Oxidation@M", "Acetyl@Protein N-term"}, 3));
  EXPECT_EQ(table.statistics().modification_states, 6U + 4U);
  const auto fewer = table_of({"MCMDQK"}, modifications({}, {"Oxidation@M", "Acetyl@Protein N-term"}, 1));
  EXPECT_EQ(fewer.statistics().modification_states, 3U + 3U);
}

void expect_refused(const ModificationOptions& options, const std::string& part_of_message) {
  try {
    check(options);
    FAIL() << "accepted, expected " << part_of_message;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(std::string(error.what()), HasSubstr(part_of_message));
  }
}

TEST(ModificationOptions, RefusesWhatHasNoMeaning) {
  expect_refused(modifications({"Carbamidomethyl@C", "Methylthio@C"}, {}), "same site");
  expect_refused(modifications({"Acetyl@Protein N-term"}, {}), "make it variable");
  expect_refused(modifications({"Carbamidomethyl@C"}, {"Oxidation@CM"}), "only some of its residues");
  expect_refused(modifications({}, {"Oxidation@M"}, 17), "per peptide");
  expect_refused(modifications({}, {"Oxidation@M", "Phospho@STY", "Oxidation@M"}), "listed twice");
  expect_refused(
      modifications({}, {"Phospho@STY", "Oxidation@M", "Methyl@K", "Dimethyl@K", "Acetyl@K", "Deamidated@NQ"}, 12),
      "too many combinations");
  check(modifications({"Carbamidomethyl@C"}, {"Trioxidation@C", "Oxidation@M"}));
}

}  // namespace
}  // namespace massa::search
