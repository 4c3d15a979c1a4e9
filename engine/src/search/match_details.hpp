#pragma once
#include <span>
#include <string_view>

#include "massa/search/psm.hpp"
#include "massa/search/search.hpp"
#include "search/candidate_scorer.hpp"
#include "search/table_data.hpp"
#include "search/top_candidates.hpp"

namespace massa::search {

/// @brief Neutral monoisotopic mass of a candidate in double precision, Da.
[[nodiscard]] double exact_mass(const detail::TableData& table, std::string_view sequence,
                                std::span<const VariableSite> sites);

/// @brief Chooses the isotope error that leaves the smallest precursor error, and sets both.
void assign_precursor_error(std::span<const int> isotope_errors, Psm& psm);

/// @brief Sets the numbers of matched ions and the longest runs.
void set_counts(const MatchCounts& counts, Psm& psm);

/// @brief Sets what depends on the matched peaks: theoretical ions, intensity fraction, fragment errors.
void describe_fragments(const SearchSpectrum& spectrum, const PreparedSpectrum& prepared, const PrefixMasses& prefixes,
                        std::span<const IonSeries> series, int highest_charge, Tolerance tolerance, Psm& psm);

/// @brief Hyperscore of the first candidate behind ranked[0] that has another sequence (I = L); 0 if there is none.
[[nodiscard]] double next_score(const detail::TableData& table, std::span<const Candidate> ranked);

}  // namespace massa::search
