#include "massa/chem/enzyme.hpp"

#include <gtest/gtest.h>

#include <random>
#include <regex>
#include <string>

#include "massa/core/error.hpp"
#include "support/random.hpp"

namespace massa::chem {
namespace {

/// Evaluates the lookarounds of one alternative with std::regex: it has no lookbehind, so each part is matched against
/// the end of what precedes the bond or the start of what follows.
bool alternative_matches(const std::string& alternative, const std::string& sequence, std::size_t position) {
  const std::string before = sequence.substr(0, position);
  const std::string after = sequence.substr(position);
  static const std::regex part(R"(\(\?(<?)([=!])([^)]*)\))");
  for (std::sregex_iterator it(alternative.begin(), alternative.end(), part), end; it != end; ++it) {
    const bool behind = (*it)[1].length() > 0;
    const std::string body = (*it)[3].str();
    const bool found =
        behind ? std::regex_search(before, std::regex(body + "$")) : std::regex_search(after, std::regex("^" + body));
    if (found != ((*it)[2] == "=")) {
      return false;
    }
  }
  return true;
}

bool regex_cuts(const std::string& regex, const std::string& sequence, std::size_t position) {
  const std::size_t bar = regex.find('|');
  if (bar == std::string::npos) {
    return alternative_matches(regex, sequence, position);
  }
  return alternative_matches(regex.substr(0, bar), sequence, position) ||
         alternative_matches(regex.substr(bar + 1), sequence, position);
}

TEST(Enzymes, CutWhereTheirRegularExpressionsMatch) {
  auto generator = test::seeded(7);
  std::uniform_int_distribution<int> letter(0, 25);
  ASSERT_EQ(enzymes().size(), 26U);
  for (const Enzyme& enzyme : enzymes()) {
    for (int repeat = 0; repeat < 20; ++repeat) {
      std::string sequence;
      for (int i = 0; i < 40; ++i) {
        sequence += static_cast<char>('A' + letter(generator));
      }
      for (std::size_t position = 1; position < sequence.size(); ++position) {
        const bool expected = !enzyme.regex.empty() && regex_cuts(enzyme.regex, sequence, position);
        ASSERT_EQ(enzyme.rule.cuts_before(sequence, position), expected)
            << enzyme.name << " " << enzyme.regex << " in " << sequence << " before " << position;
      }
    }
  }
}

std::string cut(std::string_view name, const std::string& sequence) {
  const Enzyme& agent = enzyme(name);
  std::string text;
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    text += agent.rule.cuts_before(sequence, i) ? "|" : "";
    text += sequence[i];
  }
  return text;
}

TEST(Enzymes, CutKnownSequences) {
  EXPECT_EQ(cut("Trypsin", "AKRPGKLR"), "AK|RPGK|LR");
  EXPECT_EQ(cut("trypsin/p", "AKRPGKLR"), "AK|R|PGK|LR");
  EXPECT_EQ(cut("Asp-N", "DADBA"), "DA|D|BA");
  EXPECT_EQ(cut("Formic_acid", "ADADA"), "A|D|A|D|A");
  EXPECT_EQ(cut("proline endopeptidase", "HPAKPPAPG"), "HP|AKPPAPG");
  EXPECT_EQ(cut("glutamyl endopeptidase", "EAEEA"), "EAE|EA");
  EXPECT_EQ(cut("Thermolysin", "AALADLALP"), "A|A|L|ADL|ALP");
  EXPECT_EQ(cut("MS:1003983", "ANGNA"), "AN|GNA");
  EXPECT_EQ(cut("no cleavage", "AKRK"), "AKRK");
}

TEST(Enzymes, UnknownNameListsTheKnownOnes) {
  EXPECT_EQ(find_enzyme("Tripsin"), nullptr);
  try {
    static_cast<void>(enzyme("Tripsin"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_NE(error.remedy().find("Lys-C"), std::string::npos);
  }
}

TEST(CleavageRule, RejectsWhatIsNotALookaround) {
  for (const char* regex : {"K", "(?<=[KR)", "(?<=)", "(?<=KRP)", "(?!KP)", "(?<=k)", "(?<=K)|", "(?<=K))"}) {
    EXPECT_THROW(static_cast<void>(CleavageRule::compile(regex)), Error) << regex;
  }
}

}  // namespace
}  // namespace massa::chem
