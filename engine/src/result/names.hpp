#pragma once
#include <string_view>

#include "massa/core/spectrum.hpp"

namespace massa::result {

/// @return the dissociation method as the result files write it, e.g. "HCD"; empty when unknown
[[nodiscard]] constexpr std::string_view name(Activation activation) noexcept {
  switch (activation) {
    case Activation::unknown:
      return "";
    case Activation::cid:
      return "CID";
    case Activation::hcd:
      return "HCD";
    case Activation::etd:
      return "ETD";
    case Activation::ethcd:
      return "EThcD";
    case Activation::ecd:
      return "ECD";
    case Activation::uvpd:
      return "UVPD";
    case Activation::ird:
      return "IRMPD";
    case Activation::psd:
      return "PSD";
  }
  return "";
}

}  // namespace massa::result
