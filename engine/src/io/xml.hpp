#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace massa::io {

/// @brief A start, end or empty-element tag. Views into the scanned text.
struct XmlTag {
  std::string_view name;
  std::vector<std::pair<std::string_view, std::string_view>> attributes;  ///< values as they stand, entities included
  bool is_end = false;                                                    ///< </name>
  bool is_empty = false;                                                  ///< <name/>
  std::size_t begin = 0;                                                  ///< offset of its `<`
  std::size_t end = 0;                                                    ///< offset behind its `>`

  /// @brief Value of an attribute as it stands; nothing if the tag has none of this name.
  [[nodiscard]] std::optional<std::string_view> attribute(std::string_view attribute_name) const noexcept;
  /// @brief The same, or an empty text.
  [[nodiscard]] std::string_view value(std::string_view attribute_name) const noexcept;
};

/// @brief Pulls tags out of XML text, forwards; comments, processing instructions, CDATA and declarations are skipped.
///
/// It checks no more than it needs to: nesting is the caller's business.
class XmlScanner {
 public:
  enum class Step : std::uint8_t {
    tag,         ///< `tag()` is the next one
    end,         ///< no further tag
    incomplete,  ///< the text ends inside a tag, which starts at position()
    malformed,   ///< what stands at position() is no tag
  };

  explicit XmlScanner(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] Step next();
  [[nodiscard]] const XmlTag& tag() const noexcept { return tag_; }
  [[nodiscard]] std::size_t position() const noexcept { return position_; }
  /// @brief Takes the character data between the last tag and the next `<`, where scanning goes on.
  [[nodiscard]] std::string_view take_character_data() noexcept;

 private:
  [[nodiscard]] Step skip_until(std::string_view terminator) noexcept;
  [[nodiscard]] Step read_tag();

  std::string_view text_;
  std::size_t position_ = 0;
  XmlTag tag_;
};

/// @brief Resolves the predefined entities and character references, and cleans the result (clean_text()).
[[nodiscard]] std::string xml_text(std::string_view raw);

/// @brief True if a tag of this name starts at text[at]: "<name" and then the end of a name. The text must reach one
/// character further than the name.
[[nodiscard]] bool starts_tag(std::string_view text, std::size_t at, std::string_view name) noexcept;

}  // namespace massa::io
