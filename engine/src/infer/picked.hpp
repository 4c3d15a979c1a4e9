#pragma once
#include <span>
#include <vector>

#include "massa/infer/proteins.hpp"

namespace massa::infer {

/// @brief Gives each protein its picked q-value (where estimable) and accepts the leading and same-set ones.
[[nodiscard]] validate::FdrEstimate assess_picked(std::vector<IdentifiedProtein>& proteins,
                                                  const IdentifiedPeptides& peptides,
                                                  std::span<const search::SpectrumMatches> matches,
                                                  const search::PeptideTable& table,
                                                  const validate::Acceptance& acceptance);

}  // namespace massa::infer
