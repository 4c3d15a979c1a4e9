#include "massa/search/peptide_table.hpp"

#include <algorithm>
#include <utility>

#include "massa/chem/decoy.hpp"
#include "massa/core/parallel.hpp"
#include "search/table_data.hpp"

namespace massa::search {
namespace detail {

std::string TableData::decoy_sequence(const PeptideRecord& record) const {
  switch (record.decoy) {
    case no_decoy:
      return {};
    case detail::reversed_decoy:
      return chem::reversed_decoy(sequence(record));
    default:
      return chem::shuffled_decoy(sequence(record), record.decoy);
  }
}

void TableData::index_masses() {
  const std::size_t steps = peptides.empty() ? 0 : (peptides.back().mass >> mass_index_shift) + 1U;
  mass_index_.assign(steps + 1, static_cast<std::uint32_t>(peptides.size()));
  for (std::size_t i = peptides.size(); i-- > 0;) {
    mass_index_[peptides[i].mass >> mass_index_shift] = static_cast<std::uint32_t>(i);
  }
  for (std::size_t step = steps; step-- > 0;) {
    mass_index_[step] = std::min(mass_index_[step], mass_index_[step + 1]);
  }
}

std::uint32_t TableData::first_at_least(std::int64_t mass) const noexcept {
  if (mass <= 0) {
    return 0;
  }
  const auto step = static_cast<std::size_t>(mass >> mass_index_shift);
  if (step + 1 >= mass_index_.size()) {
    return static_cast<std::uint32_t>(peptides.size());
  }
  const auto first = peptides.begin() + mass_index_[step];
  const auto last = peptides.begin() + mass_index_[step + 1];
  return static_cast<std::uint32_t>(
      std::ranges::lower_bound(first, last, static_cast<FixedMass>(mass), {}, &PeptideRecord::mass) - peptides.begin());
}

void build_lanes(unsigned threads, TableData& table) {
  const std::size_t rules = table.modifications.variable().size();
  for (ModificationState& state : modification_states(rules, table.modification_options.max_variable_per_peptide)) {
    Lane lane{std::move(state), 0, {}};
    for (const std::uint8_t rule : lane.state) {
      lane.delta += table.modifications.variable()[rule].delta;
    }
    table.lanes.push_back(std::move(lane));
  }
  table.statistics.modification_states = table.peptides.size();
  if (table.lanes.size() == 1) {
    return;
  }
  constexpr std::size_t block = 16384;
  const std::size_t blocks = (table.peptides.size() + block - 1) / block;
  std::vector<std::vector<std::vector<std::uint32_t>>> found(blocks);
  parallel_for(table.peptides.size(), block, threads, [&](std::size_t begin, std::size_t end) {
    auto& members = found[begin / block];
    members.resize(table.lanes.size());
    std::vector<std::uint8_t> sites(rules);
    for (std::size_t i = begin; i < end; ++i) {
      const PeptideRecord& record = table.peptides[i];
      table.modifications.count_sites(table.sequence(record), record.flags, sites);
      if (std::ranges::all_of(sites, [](std::uint8_t count) { return count == 0; })) {
        continue;
      }
      for (std::size_t l = 1; l < table.lanes.size(); ++l) {
        const ModificationState& state = table.lanes[l].state;
        const bool fits = std::ranges::all_of(state, [&](std::uint8_t rule) {
          return std::ranges::count(state, rule) <= static_cast<std::ptrdiff_t>(sites[rule]);
        });
        if (fits) {
          members[l].push_back(static_cast<std::uint32_t>(i));
        }
      }
    }
  });
  parallel_for(table.lanes.size(), 1, threads, [&](std::size_t l, std::size_t) {
    std::size_t total = 0;
    for (const auto& members : found) {
      total += members[l].size();
    }
    table.lanes[l].peptides.reserve(total);
    for (const auto& members : found) {
      table.lanes[l].peptides.insert(table.lanes[l].peptides.end(), members[l].begin(), members[l].end());
    }
  });
  for (const Lane& lane : table.lanes) {
    table.statistics.modification_states += lane.peptides.size();
  }
}

}  // namespace detail

PeptideTable::PeptideTable(std::unique_ptr<detail::TableData> data) noexcept : data_(std::move(data)) {}
PeptideTable::PeptideTable(PeptideTable&&) noexcept = default;
PeptideTable& PeptideTable::operator=(PeptideTable&&) noexcept = default;
PeptideTable::~PeptideTable() = default;

PeptideTable PeptideTable::build(std::span<const ProteinSequence> proteins, const chem::DigestOptions& digest,
                                 const ModificationOptions& modifications, bool decoys, unsigned threads) {
  chem::check(digest);
  auto data = std::make_unique<detail::TableData>(modifications);
  data->digest = digest;
  detail::build_peptides(proteins, decoys, threads, *data);
  data->index_masses();
  detail::build_lanes(threads, *data);
  return PeptideTable(std::move(data));
}

std::size_t PeptideTable::size() const noexcept {
  return data_->peptides.size();
}
const TableStatistics& PeptideTable::statistics() const noexcept {
  return data_->statistics;
}
const ModificationOptions& PeptideTable::modifications() const noexcept {
  return data_->modification_options;
}
const chem::DigestOptions& PeptideTable::digest_options() const noexcept {
  return data_->digest;
}

std::string_view PeptideTable::sequence(std::uint32_t peptide) const noexcept {
  return data_->sequence(data_->peptides[peptide]);
}

std::string PeptideTable::decoy_sequence(std::uint32_t peptide) const {
  return data_->decoy_sequence(data_->peptides[peptide]);
}

std::vector<Occurrence> PeptideTable::occurrences(std::uint32_t peptide) const {
  const std::size_t begin = data_->peptides[peptide].first_occurrence;
  const std::size_t end = peptide + 1U < data_->peptides.size() ? data_->peptides[peptide + 1U].first_occurrence
                                                                : data_->occurrences.size();
  std::vector<Occurrence> result;
  result.reserve(end - begin);
  for (std::size_t i = begin; i < end; ++i) {
    const std::uint32_t offset = data_->occurrences[i];
    const auto next = std::ranges::upper_bound(data_->protein_starts, offset);
    const auto protein = static_cast<std::uint32_t>(next - data_->protein_starts.begin() - 1);
    result.push_back({protein, offset - data_->protein_starts[protein]});
  }
  return result;
}

chem::Peptidoform PeptideTable::peptidoform(std::uint32_t peptide, bool decoy,
                                            std::span<const VariableSite> variable) const {
  using chem::ModificationPosition;
  chem::Peptidoform result{decoy ? decoy_sequence(peptide) : std::string(sequence(peptide)), {}};
  const auto n = static_cast<std::uint16_t>(result.sequence.size());
  for (const VariableSite& site : variable) {
    result.sites.push_back({site.position, modifications().variable[site.rule].modification});
  }
  const auto add_fixed = [&](std::uint16_t position, const chem::ModificationRule& rule, char residue) {
    const bool applies = rule.residues == 0 || rule.accepts(residue);
    if (applies && std::ranges::find(variable, position, &VariableSite::position) == variable.end()) {
      result.sites.push_back({position, rule.modification});
    }
  };
  for (const chem::ModificationRule& rule : modifications().fixed) {
    if (rule.position == ModificationPosition::peptide_n_term) {
      add_fixed(0, rule, result.sequence.front());
    } else if (rule.position == ModificationPosition::peptide_c_term) {
      add_fixed(static_cast<std::uint16_t>(n + 1U), rule, result.sequence.back());
    } else {
      for (std::uint16_t position = 1; position <= n; ++position) {
        add_fixed(position, rule, result.sequence[position - 1U]);
      }
    }
  }
  std::ranges::sort(result.sites, {}, &chem::ModifiedSite::position);
  return result;
}

}  // namespace massa::search
