#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace massa::io {

/// @brief Splits text into lines that end with LF, CR or CRLF.
class Lines {
 public:
  /// @param at_end  the text is all there is: a last line without an end is one, too
  Lines(std::string_view text, bool at_end) noexcept : text_(text), at_end_(at_end) {}

  /// @brief The next line without its end; nothing after the last whole one.
  [[nodiscard]] std::optional<std::string_view> next() noexcept {
    std::size_t end = position_;
    while (end < text_.size() && text_[end] != '\n' && text_[end] != '\r') {
      ++end;
    }
    const bool lone_cr_may_go_on = end + 1 == text_.size() && text_[end] == '\r';
    if (!at_end_ && (end == text_.size() || lone_cr_may_go_on)) {
      return std::nullopt;
    }
    if (position_ == text_.size()) {
      return std::nullopt;
    }
    const std::string_view line = text_.substr(position_, end - position_);
    const bool is_crlf = end + 1 < text_.size() && text_[end] == '\r' && text_[end + 1] == '\n';
    begin_ = position_;
    position_ = end == text_.size() ? end : end + (is_crlf ? 2 : 1);
    return line;
  }

  [[nodiscard]] std::size_t begin() const noexcept { return begin_; }        ///< of the last line
  [[nodiscard]] std::size_t position() const noexcept { return position_; }  ///< behind its end

 private:
  std::string_view text_;
  bool at_end_;
  std::size_t begin_ = 0;
  std::size_t position_ = 0;
};

}  // namespace massa::io
