#include "massa/result/tsv.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "massa/core/parallel.hpp"

namespace massa::result {
namespace {

/// Writes cells one after the other; the last of a line ends it.
class Line {
 public:
  explicit Line(std::string& out) : out_(out) {}

  Line& text(std::string_view value) {
    const std::size_t begin = out_.size();
    out_ += value;
    std::replace_if(
        out_.begin() + static_cast<std::ptrdiff_t>(begin), out_.end(),
        [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return separate();
  }
  Line& whole(std::int64_t value) { return formatted(FMT_COMPILE("{}"), value); }
  Line& whole(std::uint64_t value) { return formatted(FMT_COMPILE("{}"), value); }
  Line& fixed(double value, int digits) {
    return std::isnan(value) ? separate() : formatted(FMT_COMPILE("{:.{}f}"), value, digits);
  }
  Line& scientific(double value) { return formatted(FMT_COMPILE("{:.4e}"), value); }
  Line& scientific(const std::optional<double>& value) { return value ? scientific(*value) : separate(); }
  Line& fixed(const std::optional<double>& value, int digits) { return value ? fixed(*value, digits) : separate(); }
  void end() { out_.back() = '\n'; }

 private:
  template <class Format, class... Values>
  Line& formatted(const Format& format, const Values&... values) {
    fmt::format_to(std::back_inserter(out_), format, values...);
    return separate();
  }
  Line& separate() {
    out_ += '\t';
    return *this;
  }
  std::string& out_;
};

void write_psm(const PsmRow& row, const SpectrumRow& spectrum, const std::string& file, std::string& out) {
  Line line(out);
  line.text(file).text(spectrum.native_id).text(spectrum.title);
  spectrum.scan ? line.whole(*spectrum.scan) : line.text("");
  line.fixed(spectrum.retention_time_s, 3)
      .fixed(row.precursor_mz, 6)
      .whole(std::int64_t{row.precursor_charge})
      .fixed(row.precursor_error_ppm, 3)
      .text(row.proforma)
      .text(row.sequence)
      .text(row.proteins)
      .whole(std::int64_t{row.is_decoy})
      .whole(std::int64_t{row.rank})
      .fixed(row.hyperscore, 4)
      .whole(std::int64_t{row.matched_ions})
      .scientific(row.e_value)
      .scientific(row.q_value)
      .end();
}

}  // namespace

std::string proteins_tsv(const Tables& tables) {
  std::string out =
      "accession\tdescription\tgroup\trole\tpsms\tpeptides\tunique_peptides\tcoverage_percent\tscore\te_value\tq_"
      "value\tmass_da\n";
  for (const ProteinRow& row : tables.proteins) {
    Line line(out);
    line.text(row.accession).text(row.description);
    row.group ? line.whole(std::int64_t{*row.group} + 1) : line.text("");
    line.text(row.role)
        .whole(row.psms)
        .whole(row.peptides)
        .whole(row.unique_peptides)
        .fixed(row.coverage_percent, 2)
        .fixed(row.score, 2)
        .scientific(row.e_value)
        .scientific(row.q_value)
        .fixed(row.mass_da, 2)
        .end();
  }
  return out;
}

std::string peptides_tsv(const Tables& tables) {
  std::string out = "proforma\tsequence\tproteins\tstart\tend\tcharges\tpsms\tbest_hyperscore\te_value\tq_value\n";
  for (const PeptideRow& row : tables.peptides) {
    if (!row.accepted) {
      continue;
    }
    Line line(out);
    line.text(row.proforma)
        .text(row.sequence)
        .text(row.proteins)
        .whole(std::int64_t{row.start})
        .whole(std::int64_t{row.end})
        .text(row.charges)
        .whole(row.psms)
        .fixed(row.best_hyperscore, 4)
        .scientific(row.e_value)
        .scientific(row.q_value)
        .end();
  }
  return out;
}

std::string psms_tsv(const Tables& tables, unsigned threads) {
  constexpr std::size_t block = 4096;
  std::vector<std::string> parts((tables.psms.size() + block - 1) / block);
  parallel_for(tables.psms.size(), block, threads, [&](std::size_t begin, std::size_t end) {
    std::string& part = parts[begin / block];
    part.reserve((end - begin) * 320);
    for (std::size_t i = begin; i < end; ++i) {
      const SpectrumRow& spectrum = tables.spectra[tables.psms[i].spectrum];
      write_psm(tables.psms[i], spectrum, tables.files[spectrum.file], part);
    }
  });
  std::string out =
      "file\tspectrum_id\ttitle\tscan\tretention_time_s\tprecursor_mz\tprecursor_charge\tprecursor_error_"
      "ppm\tproforma\tsequence\t"
      "proteins\tis_decoy\trank\thyperscore\tmatched_ions\te_value\tq_value\n";
  std::size_t size = out.size();
  for (const std::string& part : parts) size += part.size();
  out.reserve(size);
  for (std::string& part : parts) {
    out += part;
    part = {};
  }
  return out;
}

}  // namespace massa::result
