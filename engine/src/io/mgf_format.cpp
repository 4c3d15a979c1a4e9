#include <fmt/format.h>

#include <string>

#include "io/format.hpp"
#include "io/lines.hpp"
#include "io/mgf_query.hpp"
#include "io/text.hpp"

namespace massa::io {
namespace {

class MgfFormat final : public SpectrumFormat {
 public:
  explicit MgfFormat(std::string_view file) noexcept : file_(file) {}

  std::optional<std::size_t> read_header(std::string_view text, bool at_end, RunInfo& run) override {
    run = {};
    const std::size_t mark = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    Lines lines(text.substr(mark), at_end);
    for (line_ = 1; const auto raw = lines.next(); ++line_) {
      const std::string_view line = trimmed(*raw);
      switch (kind_of(line)) {
        case MgfLine::blank:
        case MgfLine::comment:
          break;
        case MgfLine::parameter:
          take_parameter(line, run);
          break;
        case MgfLine::begin_ions:
          return mark + lines.begin();
        case MgfLine::peak:
          run.leading_peak_list = true;
          return mark + lines.begin();
        case MgfLine::end_ions:
        case MgfLine::other:
          reject_line(line);
      }
    }
    return at_end ? std::optional(text.size()) : std::nullopt;
  }

  std::size_t find(std::string_view text, std::uint64_t /*offset*/, bool at_end,
                   std::vector<Record>& records) override {
    Lines lines(text, at_end);
    std::optional<Record> open;  // the block being looked at
    bool in_ions = false;
    while (const auto raw = lines.next()) {
      const std::string_view line = trimmed(*raw);
      const MgfLine kind = kind_of(line);
      if (kind == MgfLine::begin_ions) {
        if (open && in_ions) {
          reject({file_, 0, open->line}, fmt::format("BEGIN IONS again in line {} before END IONS", line_),
                 "insert the missing END IONS");
        }
        if (open) {
          open->end = lines.begin();
          records.push_back(*open);
          ++next_index_;
        }
        open = Record{lines.begin(), 0, next_index_, line_};
        in_ions = true;
        seen_ions_ = true;
      } else if (kind == MgfLine::end_ions && open && in_ions) {
        open->end = lines.position();
        records.push_back(*open);
        ++next_index_;
        open.reset();
      } else if (kind == MgfLine::peak && !open) {
        if (seen_ions_) {
          reject({file_, 0, line_}, "there is a peak outside BEGIN IONS … END IONS", "insert the missing BEGIN IONS");
        }
        open = Record{lines.begin(), 0, next_index_, line_};
        in_ions = false;
      } else if (kind == MgfLine::end_ions || (kind == MgfLine::other && !open)) {
        reject_line(line);
      }
      ++line_;
    }
    if (!at_end) {
      if (open) {
        line_ = open->line;
      }
      return open ? open->begin : lines.position();
    }
    if (open && in_ions) {
      reject({file_, 0, open->line}, "the file ends before END IONS", convert_again);
    }
    if (open) {
      open->end = text.size();
      records.push_back(*open);
      ++next_index_;
    }
    return text.size();
  }

  bool decode(const RecordText& record, const ReadOptions& options, Workspace& /*workspace*/, Spectrum& spectrum,
              Decoded& decoded) const override {
    return read_mgf_query(record, default_charges_, options, spectrum, decoded);
  }

 private:
  void take_parameter(std::string_view line, RunInfo& run) {
    const std::size_t equals = line.find('=');
    const std::string_view key = trimmed(line.substr(0, equals));
    const std::string_view value = trimmed(line.substr(equals + 1));
    if (equals_ignoring_case(key, "CHARGE")) {
      const auto charges = parse_charges(value);
      if (!charges) {
        reject({file_, 0, line_}, fmt::format("'{}' is no charge", shortened(value)), "write it as 2+ or 2+ and 3+");
      }
      default_charges_ = *charges;
    } else if (equals_ignoring_case(key, "INSTRUMENT")) {
      run.instrument_model = clean_text(value);
    }
  }

  [[noreturn]] void reject_line(std::string_view line) const {
    reject({file_, 0, line_}, fmt::format("'{}' does not belong outside BEGIN IONS … END IONS", shortened(line)),
           "remove the line, or start it with # as a comment");
  }

  std::string_view file_;
  MgfCharges default_charges_;
  std::uint64_t line_ = 1;
  std::uint64_t next_index_ = 0;
  bool seen_ions_ = false;
};

}  // namespace

std::unique_ptr<SpectrumFormat> make_mgf_format(std::string_view file) {
  return std::make_unique<MgfFormat>(file);
}

}  // namespace massa::io
