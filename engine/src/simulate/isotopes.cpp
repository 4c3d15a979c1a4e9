#include "isotopes.hpp"

#include <algorithm>
#include <cmath>

#include "massa/chem/residues.hpp"
#include "portable_math.hpp"

namespace massa::simulate {
namespace {

/// Probability and probability × mass offset, by neutron number.
struct Distribution {
  std::vector<double> probability{1.0};
  std::vector<double> weighted_offset{0.0};
};

Distribution convolved(const Distribution& a, const Distribution& b, std::size_t peaks) {
  const std::size_t size = std::min(peaks, a.probability.size() + b.probability.size() - 1);
  Distribution result{std::vector<double>(size, 0.0), std::vector<double>(size, 0.0)};
  for (std::size_t i = 0; i < a.probability.size(); ++i) {
    for (std::size_t j = 0; j < b.probability.size() && i + j < size; ++j) {
      result.probability[i + j] += a.probability[i] * b.probability[j];
      result.weighted_offset[i + j] +=
          a.weighted_offset[i] * b.probability[j] + a.probability[i] * b.weighted_offset[j];
    }
  }
  return result;
}

Distribution power(Distribution base, int exponent, std::size_t peaks) {
  Distribution result;
  for (; exponent > 0; exponent >>= 1) {
    if ((exponent & 1) != 0) {
      result = convolved(result, base, peaks);
    }
    base = convolved(base, base, peaks);
  }
  return result;
}

/// Isotopes of an element by neutrons above the most abundant one. Those below it (iron-54) are left out.
Distribution of_element(chem::Element element) {
  Distribution result{{}, {}};
  const double reference = chem::monoisotopic_mass(element);
  for (const chem::Isotope& isotope : chem::isotopes(element)) {
    const double offset = isotope.mass - reference;
    if (offset < -0.5) {
      continue;
    }
    const auto neutrons = static_cast<std::size_t>(std::lround(offset));
    if (result.probability.size() <= neutrons) {
      result.probability.resize(neutrons + 1, 0.0);
      result.weighted_offset.resize(neutrons + 1, 0.0);
    }
    result.probability[neutrons] += isotope.abundance;
    result.weighted_offset[neutrons] += isotope.abundance * offset;
  }
  return result;
}

}  // namespace

std::vector<IsotopePeak> isotope_distribution(const chem::Composition& composition, std::size_t peaks) {
  Distribution total;
  for (std::size_t i = 0; i < chem::element_count; ++i) {
    const auto element = static_cast<chem::Element>(i);
    if (composition[element] > 0) {
      total = convolved(total, power(of_element(element), composition[element], peaks), peaks);
    }
  }
  std::vector<IsotopePeak> result;
  for (std::size_t k = 0; k < total.probability.size(); ++k) {
    const double fraction = total.probability[k];
    result.push_back({fraction > 0.0 ? total.weighted_offset[k] / fraction : 0.0, fraction});
  }
  return result;
}

std::vector<IsotopePeak> averagine_distribution(double mass_da, std::size_t peaks) {
  const double mean = mass_da / 1800.0;
  std::vector<IsotopePeak> result;
  double fraction = portable_exp(-mean);
  for (std::size_t k = 0; k < peaks; ++k) {
    result.push_back({static_cast<double>(k) * chem::isotope_spacing, fraction});
    fraction *= mean / static_cast<double>(k + 1);
  }
  return result;
}

}  // namespace massa::simulate
