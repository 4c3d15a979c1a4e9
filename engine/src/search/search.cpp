#include "massa/search/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <numeric>

#include "massa/core/error.hpp"
#include "massa/core/parallel.hpp"
#include "search/spectrum_search.hpp"

namespace massa::search {
namespace {

constexpr std::size_t block = 128;

[[noreturn]] void reject(const std::string& problem, const std::string& remedy) {
  throw Error(ErrorKind::usage, problem, "search", remedy);
}

/// Spectra by precursor m/z, so that neighbours read the same part of the table.
std::vector<std::size_t> by_precursor(std::span<const SearchSpectrum> spectra) {
  const auto mass = [&](std::size_t i) {
    const int charge = spectra[i].charges.empty() ? 2 : spectra[i].charges.front();
    const double value = spectra[i].precursor_mz * charge;
    return value > 0.0 ? value : 0.0;  // not stated: in front
  };
  std::vector<std::size_t> order(spectra.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, mass);
  return order;
}

}  // namespace

void check(const SearchOptions& options) {
  for (const double value : {options.precursor.value, options.fragment.value}) {
    if (!(value > 0.0 && value <= tolerance_limit)) {
      reject(fmt::format("a mass tolerance is {}", value),
             fmt::format("choose one above 0, at most {}, e.g. 10 ppm and 20 ppm", tolerance_limit));
    }
  }
  if (options.isotope_errors.empty() || options.assumed_charges.empty()) {
    reject("no isotope errors or no charges are given", "give at least isotope error 0 and charge 2");
  }
  if (std::ranges::any_of(options.assumed_charges, [](int charge) { return charge < 1 || charge > 100; })) {
    reject("a charge is not between 1 and 100", "give charges such as 2, 3, 4");
  }
  if (options.max_fragment_charge < 1 || options.max_fragment_charge > fragment_charge_limit) {
    reject(fmt::format("max_fragment_charge is {}", options.max_fragment_charge),
           fmt::format("choose 1 to {}", fragment_charge_limit));
  }
  if (options.ranks < 1 || options.ranks > 100) {
    reject("ranks is " + std::to_string(options.ranks), "choose 1 to 100");
  }
}

std::vector<SpectrumMatches> search(std::span<const SearchSpectrum> spectra, const PeptideTable& table,
                                    const SearchOptions& options, unsigned threads, Progress* progress) {
  check(options);
  const detail::TableData& data = table.data();
  const BondMasses bonds(data.modifications, chem::enzyme_of(data.digest));
  const std::vector<std::size_t> order = by_precursor(spectra);
  std::vector<SpectrumMatches> matches(spectra.size());
  std::mutex mutex;
  std::size_t done = 0;
  parallel_for(spectra.size(), block, threads, [&](std::size_t begin, std::size_t end) {
    SpectrumSearch worker(data, bonds, options);
    for (std::size_t i = begin; i < end; ++i) {
      matches[order[i]] = worker.search(spectra[order[i]]);
    }
    if (progress != nullptr) {
      const std::scoped_lock lock(mutex);
      done += end - begin;
      progress->report("search", done, spectra.size());
    }
  });
  return matches;
}

}  // namespace massa::search
