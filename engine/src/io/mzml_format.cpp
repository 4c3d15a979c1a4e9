#include <string>

#include "io/format.hpp"
#include "io/mzml_header.hpp"
#include "io/mzml_spectrum.hpp"
#include "io/xml.hpp"

namespace massa::io {
namespace {

class MzmlFormat final : public SpectrumFormat {
 public:
  explicit MzmlFormat(std::string_view file) noexcept : file_(file) {}

  std::optional<std::size_t> read_header(std::string_view text, bool at_end, RunInfo& run) override {
    const auto used = read_mzml_header(text, file_, header_, run);
    if (!used && at_end) {
      reject({file_, text.size() + 1}, "the file ends before its spectra", convert_again);
    }
    return used;
  }

  std::size_t find(std::string_view text, std::uint64_t offset, bool at_end, std::vector<Record>& records) override {
    std::size_t at = 0;
    while (!document_ended_) {
      at = text.find('<', at);
      if (at == std::string_view::npos) {
        break;
      }
      if (at + longest_marker > text.size() && !at_end) {
        return at;
      }
      if (starts_tag(text, at, "spectrum")) {
        const auto end = spectrum_end(text, at, offset, at_end);
        if (!end) {
          return at;
        }
        records.push_back({at, *end, next_index_++, 0});
        at = *end;
      } else if (text.substr(at).starts_with("<!--")) {
        const std::size_t close = text.find("-->", at);
        if (close == std::string_view::npos && !at_end) {
          return at;
        }
        at = close == std::string_view::npos ? text.size() : close + 3;
      } else {
        document_ended_ = text.substr(at).starts_with("</mzML");
        ++at;
      }
    }
    if (at_end && !document_ended_) {
      reject({file_, offset + text.size() + 1}, "the file ends before </mzML>", convert_again);
    }
    return text.size();
  }

  bool decode(const RecordText& record, const ReadOptions& options, Workspace& workspace, Spectrum& spectrum,
              Decoded& decoded) const override {
    return read_mzml_spectrum(record, header_, options, workspace, spectrum, decoded);
  }

 private:
  /// Enough characters to tell any tag that find() looks for.
  static constexpr std::size_t longest_marker = std::string_view("</spectrum>").size() + 1;

  /// End of the spectrum element that starts at `begin`; nothing when the text ends before it.
  [[nodiscard]] std::optional<std::size_t> spectrum_end(std::string_view text, std::size_t begin, std::uint64_t offset,
                                                        bool at_end) const {
    XmlScanner scanner(text.substr(begin));
    if (scanner.next() == XmlScanner::Step::tag && scanner.tag().is_empty) {
      return begin + scanner.tag().end;
    }
    std::size_t at = begin + 1;
    while ((at = text.find('<', at)) != std::string_view::npos) {
      const std::string_view rest = text.substr(at);
      if (rest.starts_with("</spectrum>")) {
        return at + std::string_view("</spectrum>").size();
      }
      if (rest.starts_with("</spectrumList") || starts_tag(text, at, "spectrum")) {
        reject({file_, offset + begin + 1}, "a spectrum has no end", convert_again);
      }
      ++at;
    }
    if (at_end) {
      reject({file_, offset + text.size() + 1}, "the file ends inside a spectrum", convert_again);
    }
    return std::nullopt;
  }

  std::string_view file_;
  MzmlHeader header_;
  std::uint64_t next_index_ = 0;
  bool document_ended_ = false;
};

}  // namespace

std::unique_ptr<SpectrumFormat> make_mzml_format(std::string_view file) {
  return std::make_unique<MzmlFormat>(file);
}

}  // namespace massa::io
