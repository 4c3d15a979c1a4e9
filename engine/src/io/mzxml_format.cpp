#include <algorithm>
#include <string>

#include "io/format.hpp"
#include "io/mzxml_header.hpp"
#include "io/mzxml_scan.hpp"
#include "io/xml.hpp"

namespace massa::io {
namespace {

/// A scan may hold others, as MS1 holds its MS2. A record is a scan without those: it ends where the next tag of a scan
/// stands.
class MzxmlFormat final : public SpectrumFormat {
 public:
  explicit MzxmlFormat(std::string_view file) noexcept : file_(file) {}

  std::optional<std::size_t> read_header(std::string_view text, bool at_end, RunInfo& run) override {
    const auto used = read_mzxml_header(text, file_, header_, run);
    if (!used && at_end) {
      reject({file_, text.size() + 1}, "the file ends before its scans", convert_again);
    }
    return used;
  }

  std::size_t find(std::string_view text, std::uint64_t offset, bool at_end, std::vector<Record>& records) override {
    constexpr std::size_t none = std::string_view::npos;
    std::size_t scan = none;  // where the scan being looked at starts
    for (std::size_t at = 0; !document_ended_; ++at) {
      at = text.find('<', at);
      if (at == none || (at + longest_marker > text.size() && !at_end)) {
        if (at_end) {
          break;
        }
        return scan != none ? scan : std::min(at, text.size());
      }
      const bool starts = starts_tag(text, at, "scan");
      const std::string_view rest = text.substr(at);
      const bool ends = rest.starts_with("</scan>") || rest.starts_with("</msRun") || rest.starts_with("</mzXML");
      if (scan != none && (starts || ends)) {
        records.push_back({scan, at, next_index_++, 0});
        scan = none;
      }
      if (starts) {
        scan = at;
      }
      document_ended_ = rest.starts_with("</msRun") || rest.starts_with("</mzXML");
    }
    if (!document_ended_) {
      reject({file_, offset + text.size() + 1},
             scan != none ? "the file ends inside a scan" : "the file ends before </msRun>", convert_again);
    }
    return text.size();
  }

  bool decode(const RecordText& record, const ReadOptions& options, Workspace& workspace, Spectrum& spectrum,
              Decoded& decoded) const override {
    return read_mzxml_scan(record, header_, options, workspace, spectrum, decoded);
  }

 private:
  static constexpr std::size_t longest_marker = std::string_view("</mzXML>").size();

  std::string_view file_;
  MzxmlHeader header_;
  std::uint64_t next_index_ = 0;
  bool document_ended_ = false;
};

}  // namespace

std::unique_ptr<SpectrumFormat> make_mzxml_format(std::string_view file) {
  return std::make_unique<MzxmlFormat>(file);
}

}  // namespace massa::io
