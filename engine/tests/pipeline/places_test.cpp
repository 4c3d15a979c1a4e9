#include "pipeline/places.hpp"

#include <gmock/gmock.h>

#include <string>
#include <utility>

namespace massa::pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Place = std::pair<std::uint32_t, std::uint32_t>;

std::vector<std::vector<Place>> places(const std::vector<std::string_view>& sequences,
                                       const std::vector<std::string>& proteins) {
  std::vector<infer::DatabaseProtein> database;
  database.reserve(proteins.size());
  for (const std::string& protein : proteins) {
    database.push_back({.accession = "", .description = "", .sequence = protein, .mature = {}});
  }
  std::vector<std::vector<Place>> result;
  for (const auto& found : places_of(sequences, database)) {
    result.emplace_back();
    for (const search::Occurrence& place : found) {
      result.back().emplace_back(place.protein, place.begin);
    }
  }
  return result;
}

TEST(Places, AreThoseOfEitherLetterOfOneMass) {
  EXPECT_THAT(places({"AIDEK"}, {"MAIDEKR", "ALDEKALDEK", "AVDEK"}),
              ElementsAre(ElementsAre(Place(0, 1), Place(1, 0), Place(1, 5))));
}

TEST(Places, OfSeveralSequencesKeepTheirOrder) {
  EXPECT_THAT(places({"PEPTIDER", "WWW", "PEP"}, {"PEPTIDERPEP", "KPEPTLDER"}),
              ElementsAre(ElementsAre(Place(0, 0), Place(1, 1)), IsEmpty(),
                          ElementsAre(Place(0, 0), Place(0, 8), Place(1, 1))));
}

TEST(Places, MayOverlapAndEndWithTheProtein) {
  EXPECT_THAT(places({"AAAA", "AAAAAAAA"}, {"AAAAA"}), ElementsAre(ElementsAre(Place(0, 0), Place(0, 1)), IsEmpty()));
  EXPECT_THAT(places({}, {"AAAAA"}), IsEmpty());
}

}  // namespace
}  // namespace massa::pipeline
