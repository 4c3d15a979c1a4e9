#include "massa/chem/elements.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "massa/core/error.hpp"

namespace massa::chem {
namespace {

constexpr Isotope hydrogen[] = {{1.00782503223, 0.999885}, {2.01410177812, 0.000115}};
constexpr Isotope carbon[] = {{12.0, 0.9893}, {13.00335483507, 0.0107}};
constexpr Isotope nitrogen[] = {{14.00307400443, 0.99636}, {15.00010889888, 0.00364}};
constexpr Isotope oxygen[] = {{15.99491461957, 0.99757}, {16.99913175650, 0.00038}, {17.99915961286, 0.00205}};
constexpr Isotope sulfur[] = {
    {31.9720711744, 0.9499}, {32.9714589098, 0.0075}, {33.967867004, 0.0425}, {35.96708071, 0.0001}};
constexpr Isotope phosphorus[] = {{30.97376199842, 1.0}};
constexpr Isotope sodium[] = {{22.9897692820, 1.0}};
constexpr Isotope potassium[] = {{38.9637064864, 0.932581}, {39.963998166, 0.000117}, {40.9618252579, 0.067302}};
constexpr Isotope calcium[] = {{39.962590863, 0.96941}, {41.95861783, 0.00647}, {42.95876644, 0.00135},
                               {43.95548156, 0.02086},  {45.9536890, 0.00004},  {47.95252276, 0.00187}};
constexpr Isotope iron[] = {
    {53.93960899, 0.05845}, {55.93493633, 0.91754}, {56.93539284, 0.02119}, {57.93327443, 0.00282}};
constexpr Isotope copper[] = {{62.92959772, 0.6915}, {64.92778970, 0.3085}};
constexpr Isotope zinc[] = {
    {63.92914201, 0.4917}, {65.92603381, 0.2773}, {66.92712775, 0.0404}, {67.92484455, 0.1845}, {69.9253192, 0.0061}};
constexpr Isotope selenium[] = {{73.922475934, 0.0089}, {75.919213704, 0.0937}, {76.919914154, 0.0763},
                                {77.91730928, 0.2377},  {79.9165218, 0.4961},   {81.9166995, 0.0873}};
constexpr Isotope carbon_13[] = {{13.00335483507, 1.0}};
constexpr Isotope nitrogen_15[] = {{15.00010889888, 1.0}};

constexpr std::span<const Isotope> table[element_count] = {hydrogen,   carbon, nitrogen,  oxygen,    sulfur,
                                                           phosphorus, sodium, potassium, calcium,   iron,
                                                           copper,     zinc,   selenium,  carbon_13, nitrogen_15};

struct Symbol {
  std::string_view text;
  Composition composition;
};

constexpr Composition one(Element element) {
  Composition composition;
  composition[element] = 1;
  return composition;
}

/// Element symbols and UNIMOD's "bricks" for sugars (residues, i.e. less one water).
constexpr Symbol symbols[] = {
    {"H", one(Element::hydrogen)},  {"C", one(Element::carbon)},      {"N", one(Element::nitrogen)},
    {"O", one(Element::oxygen)},    {"S", one(Element::sulfur)},      {"P", one(Element::phosphorus)},
    {"Na", one(Element::sodium)},   {"K", one(Element::potassium)},   {"Ca", one(Element::calcium)},
    {"Fe", one(Element::iron)},     {"Cu", one(Element::copper)},     {"Zn", one(Element::zinc)},
    {"Se", one(Element::selenium)}, {"13C", one(Element::carbon_13)}, {"15N", one(Element::nitrogen_15)},
    {"Hex", {6, 10, 0, 5}},         {"HexNAc", {8, 13, 1, 5}},        {"dHex", {6, 10, 0, 4}},
    {"NeuAc", {11, 17, 1, 8}},
};

const Composition* find_symbol(std::string_view text) {
  const auto* found = std::ranges::find(symbols, text, &Symbol::text);
  return found == std::end(symbols) ? nullptr : &found->composition;
}

std::optional<int> parse_count(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

}  // namespace

std::span<const Isotope> isotopes(Element element) noexcept {
  return table[static_cast<std::size_t>(element)];
}

double monoisotopic_mass(Element element) noexcept {
  return std::ranges::max_element(isotopes(element), {}, &Isotope::abundance)->mass;
}

double average_mass(Element element) noexcept {
  double sum = 0.0;
  double weight = 0.0;
  for (const Isotope& isotope : isotopes(element)) {
    sum += isotope.mass * isotope.abundance;
    weight += isotope.abundance;
  }
  return sum / weight;
}

Composition Composition::parse(std::string_view unimod_text) {
  Composition result;
  for (std::string_view rest = unimod_text; !rest.empty();) {
    const std::size_t space = std::min(rest.find(' '), rest.size());
    const std::string_view part = rest.substr(0, space);
    rest.remove_prefix(std::min(space + 1, rest.size()));
    if (part.empty()) {
      continue;
    }
    const std::size_t open = std::min(part.find('('), part.size());
    const bool counted = open < part.size() && part.back() == ')';
    const std::optional<int> count = counted               ? parse_count(part.substr(open + 1, part.size() - open - 2))
                                     : open == part.size() ? std::optional(1)
                                                           : std::nullopt;
    const Composition* symbol = find_symbol(part.substr(0, open));
    if (symbol == nullptr || !count) {
      throw Error(ErrorKind::input, "\"" + std::string(part) + "\" is no element with a count",
                  "composition \"" + std::string(unimod_text) + "\"", "write it as in UNIMOD, e.g. H(3) C(2) N O");
    }
    result.add(*symbol, *count);
  }
  return result;
}

double Composition::monoisotopic_mass() const noexcept {
  double sum = 0.0;
  for (std::size_t i = 0; i < element_count; ++i) {
    sum += counts_[i] * chem::monoisotopic_mass(static_cast<Element>(i));
  }
  return sum;
}

double Composition::average_mass() const noexcept {
  double sum = 0.0;
  for (std::size_t i = 0; i < element_count; ++i) {
    sum += counts_[i] * chem::average_mass(static_cast<Element>(i));
  }
  return sum;
}

}  // namespace massa::chem
