// SPDX-License-Identifier: MIT
#include "session/line_encoding.h"

#include "protocol/message.h"
#include "protocol/numerics.h"
#include "protocol/text/charset.h"
#include "protocol/text/words.h"
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

void LineEncoding::Names::add(std::string_view name) {
  if (!names_.emplace(name).second) {
    return;
  }
  by_age_.emplace_back(name);
  if (by_age_.size() > kMostUtf8Names) {
    names_.erase(by_age_.front());
    by_age_.pop_front();
  }
}

void LineEncoding::note(std::string_view name) {
  constexpr std::string_view kChannelTypes = "#&+!";  // RFC 2811
  if (name.empty() || name.size() > kMostName || isAscii(name) || !isUtf8(name)) {
    return;
  }
  (kChannelTypes.find(name.front()) != std::string_view::npos ? channels_ : people_).add(name);
}

// Notes the sender, the parameters, and the members in a 353.
void LineEncoding::noteNames(std::string_view line) {
  if (isAscii(line)) {
    return;
  }
  const auto message = Message::parse(line);
  if (!message) {
    return;
  }
  note(message->from().name);
  for (std::size_t i = 0; i + 1 < message->count; ++i) {
    note((*message)[i]);
  }
  if (message->numeric() == kRplNamReply) {
    eachWord(message->last(), " ", [this](std::string_view member) {
      note(member.substr(std::min(member.find_first_not_of("~&@%+!"), member.size())));
    });
  } else if (message->count == 1) {
    note(message->last());  // JOIN, NICK
  }
}

std::string LineEncoding::encode(std::string_view line, const std::string& out) const {
  if (isAscii(line)) {
    return std::string(line);
  }
  return convertParameters(line, [&](std::string_view part, bool is_text) {
    std::string converted;
    if (part.data() == line.data() && part.starts_with('@')) {
      return std::string(part);  // tags are UTF-8
    }
    while (!is_text && !part.empty()) {  // names with commas between them
      const std::size_t end = std::min(part.find(','), part.size());
      const std::string_view name = part.substr(0, end);
      converted += channels_.has(name) || people_.has(name) ? std::string(name) : fromUtf8(name, out);
      converted += part.substr(end, 1);
      part.remove_prefix(std::min(end + 1, part.size()));
    }
    return is_text ? fromUtf8(part, out) : converted;
  });
}

}  // namespace irc
