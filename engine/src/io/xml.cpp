#include "io/xml.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "io/text.hpp"

namespace massa::io {
namespace {

bool is_space(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool ends_name(char c) noexcept {
  return is_space(c) || c == '>' || c == '/' || c == '=';
}

void append_utf8(std::string& out, std::uint32_t point) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | (point >> shift & 0x3FU)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0U | point >> 6);
    tail(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0U | point >> 12);
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0U | point >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

/// Appends what the entity stands for; false if it is none.
bool append_entity(std::string& out, std::string_view entity) {
  constexpr std::pair<std::string_view, char> predefined[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  for (const auto& [name, character] : predefined) {
    if (entity == name) {
      out += character;
      return true;
    }
  }
  if (entity.size() < 2 || entity[0] != '#') {
    return false;
  }
  const bool hexadecimal = entity[1] == 'x';
  const std::string_view digits = entity.substr(hexadecimal ? 2 : 1);
  std::uint32_t point = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), point, hexadecimal ? 16 : 10);
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (error != std::errc() || end != digits.data() + digits.size() || point > 0x10FFFF || surrogate) {
    return false;
  }
  append_utf8(out, point);
  return true;
}

}  // namespace

std::optional<std::string_view> XmlTag::attribute(std::string_view attribute_name) const noexcept {
  for (const auto& [key, text] : attributes) {
    if (key == attribute_name) {
      return text;
    }
  }
  return std::nullopt;
}

std::string_view XmlTag::value(std::string_view attribute_name) const noexcept {
  return attribute(attribute_name).value_or(std::string_view{});
}

XmlScanner::Step XmlScanner::next() {
  for (;;) {
    const std::size_t open = text_.find('<', position_);
    if (open == std::string_view::npos) {
      position_ = text_.size();
      return Step::end;
    }
    position_ = open;
    if (open + 1 == text_.size()) {
      return Step::incomplete;
    }
    const char kind = text_[open + 1];
    if (kind != '!' && kind != '?') {
      return read_tag();
    }
    const std::string_view rest = text_.substr(open);
    std::string_view terminator = ">";
    if (kind == '?') {
      terminator = "?>";
    } else if (rest.starts_with("<!--")) {
      terminator = "-->";
    } else if (rest.starts_with("<![CDATA[")) {
      terminator = "]]>";
    } else if (rest.size() < 9) {
      return Step::incomplete;
    }
    if (skip_until(terminator) == Step::incomplete) {
      return Step::incomplete;
    }
  }
}

XmlScanner::Step XmlScanner::skip_until(std::string_view terminator) noexcept {
  const std::size_t close = text_.find(terminator, position_ + 2);
  if (close == std::string_view::npos) {
    return Step::incomplete;
  }
  position_ = close + terminator.size();
  return Step::tag;
}

XmlScanner::Step XmlScanner::read_tag() {
  const char* const text = text_.data();
  const std::size_t size = text_.size();
  std::size_t at = position_ + 1;
  tag_.attributes.clear();
  tag_.begin = position_;
  tag_.is_empty = false;
  tag_.is_end = text[at] == '/';
  at += tag_.is_end ? 1 : 0;

  const auto read_name = [&]() {
    const std::size_t begin = at;
    while (at < size && !ends_name(text[at])) {
      ++at;
    }
    return text_.substr(begin, at - begin);
  };
  const auto skip_space = [&]() {
    while (at < size && is_space(text[at])) {
      ++at;
    }
  };

  tag_.name = read_name();
  for (;;) {
    skip_space();
    if (at >= size) {
      return Step::incomplete;
    }
    if (text[at] == '>') {
      break;
    }
    if (text[at] == '/') {
      if (at + 1 == size) {
        return Step::incomplete;
      }
      if (text[at + 1] != '>') {
        return Step::malformed;
      }
      tag_.is_empty = true;
      ++at;
      break;
    }
    const std::string_view key = read_name();
    skip_space();
    if (at >= size) {
      return Step::incomplete;
    }
    if (key.empty() || text[at] != '=') {
      return Step::malformed;
    }
    ++at;
    skip_space();
    if (at >= size) {
      return Step::incomplete;
    }
    const char quote = text[at];
    if (quote != '"' && quote != '\'') {
      return Step::malformed;
    }
    const std::size_t close = text_.find(quote, at + 1);
    if (close == std::string_view::npos) {
      return Step::incomplete;
    }
    tag_.attributes.emplace_back(key, text_.substr(at + 1, close - at - 1));
    at = close + 1;
  }
  if (tag_.name.empty()) {
    return Step::malformed;
  }
  tag_.end = at + 1;
  position_ = tag_.end;
  return Step::tag;
}

std::string_view XmlScanner::take_character_data() noexcept {
  position_ = std::min(text_.find('<', tag_.end), text_.size());
  return text_.substr(tag_.end, position_ - tag_.end);
}

std::string xml_text(std::string_view raw) {
  std::size_t ampersand = raw.find('&');
  if (ampersand == std::string_view::npos) {
    return clean_text(raw);
  }
  // Cleaned first: resolved references are UTF-8 and must not be taken for ISO 8859-1 with the rest.
  const std::string cleaned = clean_text(raw);
  std::string out;
  std::size_t begin = 0;
  while ((ampersand = cleaned.find('&', begin)) != std::string::npos) {
    out.append(cleaned, begin, ampersand - begin);
    const std::size_t semicolon = cleaned.find(';', ampersand);
    const std::string_view entity = semicolon == std::string::npos
                                        ? std::string_view{}
                                        : std::string_view(cleaned).substr(ampersand + 1, semicolon - ampersand - 1);
    if (append_entity(out, entity)) {
      begin = semicolon + 1;
    } else {
      out += '&';
      begin = ampersand + 1;
    }
  }
  out.append(cleaned, begin);
  return clean_text(out);
}

bool starts_tag(std::string_view text, std::size_t at, std::string_view name) noexcept {
  return at + 1 + name.size() < text.size() && text[at] == '<' && text.substr(at + 1, name.size()) == name &&
         ends_name(text[at + 1 + name.size()]);
}

}  // namespace massa::io
