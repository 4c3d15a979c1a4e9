#include "annotations.hpp"

#include <algorithm>
#include <numeric>

#include "massa/chem/residues.hpp"
#include "massa/core/parallel.hpp"
#include "massa/result/peaks.hpp"
#include "massa/search/annotate.hpp"

namespace massa::pipeline {
namespace {

/// The searched peaks where the instrument saw them: in the order of the spectrum, before deisotoping moved any.
struct ObservedPeaks {
  std::vector<double> mz;
  std::vector<float> intensity;
  std::vector<std::uint32_t> source;

  void take(const filter::SearchedPeaks& peaks) {
    const std::size_t count = peaks.mz.size();
    order_.resize(count);
    std::iota(order_.begin(), order_.end(), 0U);
    std::ranges::sort(order_, {}, [&](std::uint32_t i) { return peaks.source[i]; });
    mz.resize(count);
    intensity.resize(count);
    source.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t from = order_[i];
      const int charge = peaks.charge[from];
      mz[i] = charge > 1 ? chem::mz(chem::neutral_mass(peaks.mz[from], 1), charge) : peaks.mz[from];
      intensity[i] = peaks.intensity[from];
      source[i] = peaks.source[from];
    }
  }

 private:
  std::vector<std::uint32_t> order_;
};

PackedAnnotations annotate(const search::Psm& psm, const chem::Peptidoform& form, const SearchedSpectrum& spectrum,
                           const search::SearchOptions& options, ObservedPeaks& observed) {
  observed.take(spectrum.peaks);
  std::vector<search::FragmentAnnotation> found =
      search::annotate(observed.mz, observed.intensity, form, options.fragment, options.ions, spectrum.activation,
                       psm.charge, options.max_fragment_charge);
  for (search::FragmentAnnotation& annotation : found) {
    annotation.peak = observed.source[annotation.peak];
  }
  return result::encode_annotations(found);
}

}  // namespace

std::vector<PackedAnnotations> annotate_best(std::span<const search::SpectrumMatches> matches,
                                             std::span<const SearchedSpectrum> searched,
                                             const search::PeptideTable& table, const search::SearchOptions& options,
                                             unsigned threads) {
  std::vector<PackedAnnotations> annotations(matches.size());
  parallel_for(matches.size(), 256, threads, [&](std::size_t begin, std::size_t end) {
    ObservedPeaks observed;
    for (std::size_t i = begin; i < end; ++i) {
      if (!matches[i].psms.empty()) {
        const search::Psm& psm = matches[i].psms.front();
        annotations[i] = annotate(psm, table.peptidoform(psm.peptide, psm.is_decoy, psm.variable_sites), searched[i],
                                  options, observed);
      }
    }
  });
  return annotations;
}

void annotate_again(const SecondSearch& second, std::span<const SearchedSpectrum> searched,
                    const search::SearchOptions& options, std::vector<PackedAnnotations>& annotations) {
  ObservedPeaks observed;
  for (const SecondSearch::Hit& hit : second.hits) {
    annotations[hit.spectrum] = annotate(hit.psm, hit.form, searched[hit.spectrum], options, observed);
  }
}

}  // namespace massa::pipeline
