#include "io/vocabulary.hpp"

#include <algorithm>
#include <array>

#include "io/text.hpp"

namespace massa::io {
namespace {

constexpr std::uint32_t supplemental_beam_type_cid = 1002678;
constexpr std::uint32_t supplemental_cid = 1002679;

}  // namespace

std::uint32_t ms_accession(std::string_view accession) noexcept {
  constexpr std::size_t digits = 7;
  if (accession.size() != 3 + digits || !accession.starts_with("MS:")) {
    return 0;
  }
  std::uint32_t number = 0;
  for (const char c : accession.substr(3)) {
    if (c < '0' || c > '9') {
      return 0;
    }
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return number;
}

std::optional<Analyzer> analyzer_of(std::uint32_t accession) noexcept {
  switch (accession) {
    case 1000078:  // axial ejection linear ion trap
    case 1000082:  // quadrupole ion trap
    case 1000083:  // radial ejection linear ion trap
    case 1000264:  // ion trap
    case 1000291:  // linear ion trap
      return Analyzer::ion_trap;
    case 1000079:
      return Analyzer::ft_icr;
    case 1000081:
      return Analyzer::quadrupole;
    case 1000084:
    case 1003379:  // asymmetric track lossless time-of-flight
      return Analyzer::time_of_flight;
    case 1000484:
      return Analyzer::orbitrap;
    default:
      return std::nullopt;
  }
}

std::optional<Ionization> ionization_of(std::uint32_t accession) noexcept {
  switch (accession) {
    case 1000057:  // electrospray inlet
    case 1000073:  // electrospray ionization
    case 1000397:  // microelectrospray
    case 1000398:  // nanoelectrospray
    case 1000485:  // nanospray inlet
      return Ionization::electrospray;
    case 1000075:  // matrix-assisted laser desorption ionization
    case 1000239:  // atmospheric pressure matrix-assisted laser desorption ionization
    case 1000278:  // surface enhanced laser desorption ionization
    case 1000393:  // laser desorption ionization
      return Ionization::maldi;
    default:
      return std::nullopt;
  }
}

std::optional<Activation> activation_of(std::uint32_t accession) noexcept {
  switch (accession) {
    case 1000133:  // collision-induced dissociation
    case 1000433:  // low-energy collision-induced dissociation
    case 1000599:  // pulsed q dissociation
    case 1001880:  // in-source collision-induced dissociation
    case 1002472:  // trap-type collision-induced dissociation
      return Activation::cid;
    case 1000422:  // beam-type collision-induced dissociation
    case 1002481:  // higher energy beam-type collision-induced dissociation
      return Activation::hcd;
    case 1000598:
    case 1003247:  // negative electron transfer dissociation
      return Activation::etd;
    case 1000250:
    case 1003294:  // electron activated dissociation
      return Activation::ecd;
    case 1000242:  // blackbody infrared radiative dissociation
    case 1000262:  // infrared multiphoton dissociation
      return Activation::ird;
    case 1000435:  // photodissociation
    case 1003246:  // ultraviolet photodissociation
      return Activation::uvpd;
    case 1000135:  // post-source decay
    case 1002000:  // LIFT
      return Activation::psd;
    default:
      return std::nullopt;
  }
}

Activation combined(Activation before, std::uint32_t accession) noexcept {
  const bool supplemental = accession == supplemental_beam_type_cid || accession == supplemental_cid;
  const Activation added = supplemental ? Activation::hcd : activation_of(accession).value_or(Activation::unknown);
  if (added == Activation::unknown) {
    return before;
  }
  const auto is_collision = [](Activation a) { return a == Activation::cid || a == Activation::hcd; };
  if ((before == Activation::etd && is_collision(added)) || (is_collision(before) && added == Activation::etd)) {
    return Activation::ethcd;
  }
  return before == Activation::unknown ? added : before;
}

Analyzer analyzer_named(std::string_view text) noexcept {
  const auto has = [&](std::string_view part) { return contains_ignoring_case(text, part); };
  if (has("orbitrap")) {
    return Analyzer::orbitrap;
  }
  if (has("icr") || has("fourier") || equals_ignoring_case(text, "FTMS")) {
    return Analyzer::ft_icr;
  }
  if (has("trap") || equals_ignoring_case(text, "ITMS")) {
    return Analyzer::ion_trap;
  }
  if (has("tof") || has("time-of-flight") || has("time of flight")) {
    return Analyzer::time_of_flight;
  }
  return has("quadrupole") ? Analyzer::quadrupole : Analyzer::unknown;
}

Ionization ionization_named(std::string_view text) noexcept {
  if (contains_ignoring_case(text, "MALDI") || contains_ignoring_case(text, "laser desorption")) {
    return Ionization::maldi;
  }
  constexpr std::array<std::string_view, 3> electrospray{"ESI", "electrospray", "nanospray"};
  return equals_ignoring_case(text, "NSI") ||
                 std::ranges::any_of(electrospray, [&](auto part) { return contains_ignoring_case(text, part); })
             ? Ionization::electrospray
             : Ionization::unknown;
}

Activation activation_named(std::string_view text) noexcept {
  const auto has = [&](std::string_view part) { return contains_ignoring_case(text, part); };
  if (has("ETD") && (has("HCD") || has("CID") || has("SA"))) {
    return Activation::ethcd;
  }
  if (has("HCD")) {
    return Activation::hcd;
  }
  if (has("CID") || has("PQD")) {
    return Activation::cid;
  }
  if (has("ETD")) {
    return Activation::etd;
  }
  if (has("ECD") || has("EAD")) {
    return Activation::ecd;
  }
  if (has("UVPD")) {
    return Activation::uvpd;
  }
  if (has("IRMPD")) {
    return Activation::ird;
  }
  return has("PSD") ? Activation::psd : Activation::unknown;
}

std::optional<Analyzer> analyzer_of_filter(std::string_view filter, Analyzer fourier) noexcept {
  const std::string_view first = filter.substr(0, filter.find(' '));
  if (first == "FTMS") {
    return fourier;
  }
  if (first == "ITMS") {
    return Analyzer::ion_trap;
  }
  if (first == "TOFMS" || first == "ASTMS") {
    return Analyzer::time_of_flight;
  }
  if (first == "TQMS" || first == "SQMS") {
    return Analyzer::quadrupole;
  }
  return std::nullopt;
}

bool is_hybrid(std::string_view instrument_model) noexcept {
  constexpr std::array<std::string_view, 8> parts{"LTQ FT",         "LTQ Orbitrap",   "Orbitrap Fusion",
                                                  "Orbitrap Elite", "Orbitrap Lumos", "Orbitrap Eclipse",
                                                  "Orbitrap ID-X",  "Orbitrap Ascend"};
  return std::ranges::any_of(parts, [&](auto part) { return contains_ignoring_case(instrument_model, part); });
}

}  // namespace massa::io
