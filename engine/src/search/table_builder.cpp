#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "massa/chem/decoy.hpp"
#include "massa/chem/residues.hpp"
#include "massa/core/error.hpp"
#include "massa/core/parallel.hpp"
#include "search/table_data.hpp"

// Peptides are found once (digest), thrown into buckets of 2 Da, and sorted and deduplicated bucket by bucket, all in
// parallel. Equal sequences, and a decoy and the target that it might equal, always share a bucket because they share a
// mass.

namespace massa::search::detail {
namespace {

constexpr int bucket_shift = fixed_mass_bits + 1;
constexpr std::size_t bucket_count = std::size_t{1} << (32 - bucket_shift);
constexpr std::size_t digest_blocks = 64;
constexpr std::uint32_t shuffle_attempts = 32;

/// One occurrence of a peptide, 16 bytes. The key orders by mass, then by a hash of the sequence with I = L.
struct FoundPeptide {
  std::uint64_t key;
  std::uint32_t residues;
  std::uint8_t length;
  std::uint8_t flags;

  [[nodiscard]] FixedMass mass() const noexcept { return static_cast<FixedMass>(key >> 32U); }
  [[nodiscard]] std::uint32_t hash() const noexcept { return static_cast<std::uint32_t>(key); }
};
static_assert(sizeof(FoundPeptide) == 16);

/// Polynomial hash of a sequence with I = L; prefix hashes of a protein give the hash of any part of it in constant
/// time.
struct SequenceHash {
  static constexpr std::uint64_t base = 0x9e3779b97f4a7c15U;
  static constexpr std::uint64_t code(char residue) noexcept {
    return static_cast<std::uint64_t>(residue == 'I' ? 'L' : residue);
  }
  static constexpr std::uint64_t append(std::uint64_t hash, char residue) noexcept {
    return hash * base + code(residue);
  }
  static constexpr std::uint32_t finish(std::uint64_t hash) noexcept {
    return static_cast<std::uint32_t>((hash ^ hash >> 29U) * 0xbf58476d1ce4e5b9U >> 32U);
  }
  static std::uint32_t of(std::string_view sequence) noexcept {
    std::uint64_t hash = 0;
    for (const char residue : sequence) {
      hash = append(hash, residue);
    }
    return finish(hash);
  }
  /// base^0 … base^limit
  static const auto& powers() noexcept {
    static const auto table = [] {
      std::array<std::uint64_t, chem::peptide_length_limit + 1> values{};
      values[0] = 1;
      for (std::size_t i = 1; i < values.size(); ++i) {
        values[i] = values[i - 1] * base;
      }
      return values;
    }();
    return table;
  }
};

bool equal_isobaric(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, {}, SequenceHash::code, SequenceHash::code);
}

void fill_arena(std::span<const ProteinSequence> proteins, TableData& table) {
  std::uint64_t total = 0;
  for (const ProteinSequence& protein : proteins) {
    table.protein_starts.push_back(static_cast<std::uint32_t>(total));
    total += protein.sequence.size();
    if (total > std::numeric_limits<std::uint32_t>::max()) {
      throw Error(ErrorKind::resource, "the protein database has more than 4,294,967,295 residues", "protein database",
                  "search a smaller database");
    }
  }
  table.protein_starts.push_back(static_cast<std::uint32_t>(total));
  table.arena.reserve(total);
  for (const ProteinSequence& protein : proteins) {
    table.arena += protein.sequence;
  }
}

/// Digests one protein into `out`.
class ProteinDigester {
 public:
  ProteinDigester(const TableData& table, std::vector<FoundPeptide>& out) : table_(table), out_(out) {}

  void digest(std::string_view sequence, std::uint32_t offset, std::optional<chem::MatureChain> mature) {
    const auto peptides = chem::digest(sequence, table_.digest, mature, &counts_);
    sum_prefixes(sequence);
    static const std::int64_t water = to_fixed(chem::water.monoisotopic_mass());
    const CompiledModifications& modifications = table_.modifications;
    for (const chem::DigestedPeptide& peptide : peptides) {
      const std::size_t begin = peptide.begin;
      const std::size_t end = begin + peptide.length;
      const std::int64_t mass = mass_[end] - mass_[begin] + water + modifications.n_term(sequence[begin]) +
                                modifications.c_term(sequence[end - 1]);
      if (mass <= 0 || mass > to_fixed(largest_fixed_mass_da)) {
        continue;
      }
      const std::uint64_t hash = hash_[end] - hash_[begin] * SequenceHash::powers()[peptide.length];
      const auto flags = static_cast<std::uint8_t>((peptide.protein_n_term ? protein_n_term_flag : 0) |
                                                   (peptide.protein_c_term ? protein_c_term_flag : 0));
      out_.push_back({static_cast<std::uint64_t>(mass) << 32U | SequenceHash::finish(hash), offset + peptide.begin,
                      static_cast<std::uint8_t>(peptide.length), flags});
    }
  }

  [[nodiscard]] const chem::DigestCounts& counts() const noexcept { return counts_; }

 private:
  void sum_prefixes(std::string_view sequence) {
    mass_.assign(1, 0);
    hash_.assign(1, 0);
    for (const char residue : sequence) {
      mass_.push_back(mass_.back() + table_.modifications.residues()[residue & 31]);
      hash_.push_back(SequenceHash::append(hash_.back(), residue));
    }
  }

  const TableData& table_;
  std::vector<FoundPeptide>& out_;
  chem::DigestCounts counts_;
  std::vector<std::int64_t> mass_;
  std::vector<std::uint64_t> hash_;
};

void check_size(std::uint64_t occurrences, std::uint64_t limit) {
  if (occurrences > limit) {
    throw Error(ErrorKind::resource, "the digest has more than " + std::to_string(limit) + " peptides",
                "protein database",
                "search a smaller database, or ask the enzyme to explain more ends (specificity) or more cleavages "
                "(missed_cleavages)");
  }
}

/// All occurrences, grouped by bucket; within a bucket in the order of the database.
struct Buckets {
  std::vector<FoundPeptide> found;
  std::vector<std::size_t> starts;  ///< of each bucket, and the end
};

Buckets digest_into_buckets(std::span<const ProteinSequence> proteins, unsigned threads, std::uint64_t limit,
                            TableData& table) {
  const std::size_t block = std::max<std::size_t>(1, (proteins.size() + digest_blocks - 1) / digest_blocks);
  const std::size_t blocks = (proteins.size() + block - 1) / block;
  std::vector<std::vector<FoundPeptide>> parts(blocks);
  std::vector<std::vector<std::size_t>> positions(blocks);  // first counts, then where each bucket's part goes
  std::mutex mutex;
  std::atomic<std::uint64_t> total{0};
  parallel_for(proteins.size(), block, threads, [&](std::size_t begin, std::size_t end) {
    std::vector<FoundPeptide>& part = parts[begin / block];
    part.reserve((table.protein_starts[end] - table.protein_starts[begin]) / 4);
    ProteinDigester digester(table, part);
    for (std::size_t p = begin; p < end; ++p) {
      const std::uint32_t offset = table.protein_starts[p];
      const std::size_t before = part.size();
      digester.digest(std::string_view(table.arena).substr(offset, table.protein_starts[p + 1] - offset), offset,
                      proteins[p].mature);
      check_size(total += part.size() - before, limit);
    }
    std::vector<std::size_t>& counts = positions[begin / block];
    counts.assign(bucket_count, 0);
    for (const FoundPeptide& peptide : part) {
      ++counts[peptide.mass() >> bucket_shift];
    }
    const std::scoped_lock lock(mutex);
    table.statistics.ambiguous_peptides += digester.counts().ambiguous;
  });

  Buckets result;
  result.starts.reserve(bucket_count + 1);
  std::size_t next = 0;
  for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
    result.starts.push_back(next);
    for (auto& position : positions) {
      next += std::exchange(position[bucket], next);
    }
  }
  result.starts.push_back(next);
  result.found.resize(next);
  parallel_for(blocks, 1, threads, [&](std::size_t b, std::size_t) {
    for (const FoundPeptide& peptide : parts[b]) {
      result.found[positions[b][peptide.mass() >> bucket_shift]++] = peptide;
    }
    std::vector<FoundPeptide>().swap(parts[b]);
  });
  return result;
}

/// Sorts the occurrences of one bucket so that equal sequences are neighbours, the first in the database in front.
void sort_bucket(std::span<FoundPeptide> bucket, const std::string& arena) {
  std::ranges::sort(bucket, [](const FoundPeptide& a, const FoundPeptide& b) {
    return a.key != b.key ? a.key < b.key : a.residues < b.residues;
  });
  const auto text = [&](const FoundPeptide& p) { return std::string_view(arena).substr(p.residues, p.length); };
  for (auto group = bucket.begin(); group != bucket.end();) {
    const auto end = std::find_if(group, bucket.end(), [&](const FoundPeptide& p) { return p.key != group->key; });
    const bool mixed = std::any_of(group, end, [&](const FoundPeptide& p) { return text(p) != text(*group); });
    if (mixed) {
      std::stable_sort(group, end, [&](const FoundPeptide& a, const FoundPeptide& b) { return text(a) < text(b); });
    }
    group = end;
  }
}

/// Writes the distinct peptides of one bucket.
void collapse_bucket(std::span<const FoundPeptide> bucket, std::size_t first_occurrence, std::size_t first_peptide,
                     TableData& table) {
  const auto text = [&](const FoundPeptide& p) { return std::string_view(table.arena).substr(p.residues, p.length); };
  PeptideRecord* record = nullptr;
  for (std::size_t i = 0; i < bucket.size(); ++i) {
    const FoundPeptide& found = bucket[i];
    table.occurrences[first_occurrence + i] = found.residues;
    if (i == 0 || bucket[i - 1].key != found.key || text(bucket[i - 1]) != text(found)) {
      record = &table.peptides[first_peptide++];
      *record = {found.mass(), found.residues, static_cast<std::uint32_t>(first_occurrence + i), found.length, 0, 0};
    }
    record->flags |= found.flags;
  }
}

std::size_t count_distinct(std::span<const FoundPeptide> bucket, const std::string& arena) {
  const auto text = [&](const FoundPeptide& p) { return std::string_view(arena).substr(p.residues, p.length); };
  std::size_t distinct = 0;
  for (std::size_t i = 0; i < bucket.size(); ++i) {
    distinct += i == 0 || bucket[i - 1].key != bucket[i].key || text(bucket[i - 1]) != text(bucket[i]) ? 1U : 0U;
  }
  return distinct;
}

/// True if a target of the same mass has this sequence with I = L. `run` is all occurrences of that mass, sorted.
bool is_target(std::string_view sequence, std::span<const FoundPeptide> run, const std::string& arena) {
  const std::uint32_t hash = SequenceHash::of(sequence);
  for (auto it = std::ranges::lower_bound(run, hash, {}, &FoundPeptide::hash); it != run.end() && it->hash() == hash;
       ++it) {
    if (equal_isobaric(sequence, std::string_view(arena).substr(it->residues, it->length))) {
      return true;
    }
  }
  return false;
}

std::uint8_t choose_decoy(std::string_view target, std::span<const FoundPeptide> run, const std::string& arena) {
  if (!is_target(chem::reversed_decoy(target), run, arena)) {
    return reversed_decoy;
  }
  for (std::uint32_t attempt = 1; attempt <= shuffle_attempts; ++attempt) {
    if (!is_target(chem::shuffled_decoy(target, attempt), run, arena)) {
      return static_cast<std::uint8_t>(attempt);
    }
  }
  return no_decoy;
}

/// Chooses the decoys of the peptides of one bucket. @return how many have none
std::size_t choose_decoys(std::span<const FoundPeptide> bucket, std::span<PeptideRecord> peptides,
                          const std::string& arena) {
  std::size_t without = 0;
  auto run = bucket.begin();
  auto run_end = run;
  for (PeptideRecord& record : peptides) {
    if (run_end == run || run->mass() != record.mass) {
      run = std::find_if(run_end, bucket.end(), [&](const FoundPeptide& p) { return p.mass() == record.mass; });
      run_end = std::find_if(run, bucket.end(), [&](const FoundPeptide& p) { return p.mass() != record.mass; });
    }
    record.decoy =
        choose_decoy(std::string_view(arena).substr(record.residues, record.length), std::span(run, run_end), arena);
    without += record.decoy == no_decoy ? 1U : 0U;
  }
  return without;
}

}  // namespace

void build_peptides(std::span<const ProteinSequence> proteins, bool decoys, unsigned threads, TableData& table,
                    std::uint64_t limit) {
  fill_arena(proteins, table);
  Buckets buckets = digest_into_buckets(proteins, threads, limit, table);
  const auto bucket_of = [&](std::size_t b) {
    return std::span(buckets.found).subspan(buckets.starts[b], buckets.starts[b + 1] - buckets.starts[b]);
  };
  constexpr std::size_t block = 16;

  std::vector<std::size_t> first_peptide(bucket_count + 1, 0);
  parallel_for(bucket_count, block, threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t b = begin; b < end; ++b) {
      sort_bucket(bucket_of(b), table.arena);
      first_peptide[b + 1] = count_distinct(bucket_of(b), table.arena);
    }
  });
  for (std::size_t b = 0; b < bucket_count; ++b) {
    first_peptide[b + 1] += first_peptide[b];
  }
  table.peptides.resize(first_peptide.back());
  table.occurrences.resize(buckets.found.size());
  std::mutex mutex;
  parallel_for(bucket_count, block, threads, [&](std::size_t begin, std::size_t end) {
    std::size_t without_decoy = 0;
    for (std::size_t b = begin; b < end; ++b) {
      collapse_bucket(bucket_of(b), buckets.starts[b], first_peptide[b], table);
      const auto peptides =
          std::span(table.peptides).subspan(first_peptide[b], first_peptide[b + 1] - first_peptide[b]);
      if (decoys) {
        without_decoy += choose_decoys(bucket_of(b), peptides, table.arena);
      } else {
        for (PeptideRecord& record : peptides) {
          record.decoy = no_decoy;
        }
      }
    }
    const std::scoped_lock lock(mutex);
    table.statistics.without_decoy += without_decoy;
  });
  table.statistics.proteins = proteins.size();
  table.statistics.peptides = table.peptides.size();
  table.statistics.occurrences = table.occurrences.size();
}

}  // namespace massa::search::detail
