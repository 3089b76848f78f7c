// SPDX-License-Identifier: MIT
#include "session/line_encoding.h"

#include "protocol/text/charset.h"
#include "session/limits.h"

#include <algorithm>
#include <cstddef>

namespace irc {

namespace {

// Returns the line with `convert(part, is_text)` in the place of each parameter; the text is the last one, with ':'.
template <typename Convert>
std::string convertParameters(std::string_view line, const Convert& convert) {
  std::string out;
  bool has_command = false;
  while (!line.empty()) {
    const bool is_text = has_command && line.front() == ':';
    const bool is_prefix = line.front() == ':' || line.front() == '@';
    const std::size_t end = is_text ? line.size() : std::min(line.find(' '), line.size());
    out += convert(line.substr(0, end), is_text);
    line.remove_prefix(end);
    const std::size_t spaces = std::min(line.find_first_not_of(' '), line.size());
    out += line.substr(0, spaces);
    line.remove_prefix(spaces);
    has_command = has_command || !is_prefix;
  }
  return out;
}

bool isAscii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

}  // namespace

std::string LineEncoding::decode(std::string_view line, const std::string& in, const std::string& out) {
  if (!out.empty()) {
    noteNames(line);
  }
  if (isUtf8(line)) {
    return std::string(line);
  }
  return convertParameters(line, [&](std::string_view part, bool) { return toUtf8(part, in); });
}

void LineEncoding::noteNames(std::string_view line) {
  convertParameters(line, [this](std::string_view part, bool is_text) {
    if (!is_text && !isAscii(part) && isUtf8(part) && part.size() <= kMostName) {
      if (utf8_names_.size() >= kMostUtf8Names) {
        utf8_names_.clear();
      }
      utf8_names_.emplace(part);
    }
    return std::string();
  });
}

std::string LineEncoding::encode(std::string_view line, const std::string& out) const {
  if (utf8_names_.empty()) {
    return fromUtf8(line, out);
  }
  return convertParameters(line, [&](std::string_view part, bool is_text) {
    std::string converted;
    while (!is_text && !part.empty()) {  // names with commas between them
      const std::size_t end = std::min(part.find(','), part.size());
      const std::string_view name = part.substr(0, end);
      converted += utf8_names_.count(name) > 0 ? std::string(name) : fromUtf8(name, out);
      converted += part.substr(end, 1);
      part.remove_prefix(std::min(end + 1, part.size()));
    }
    return is_text ? fromUtf8(part, out) : converted;
  });
}

}  // namespace irc
