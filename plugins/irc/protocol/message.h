// SPDX-License-Identifier: MIT
// One line of IRC: https://modern.ircdocs.horse with IRCv3's message-tags. Parsing copies nothing. Formatting keeps
// every parameter from ending the line.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace irc {

// The source of a line: nick!user@host of a person, or the name of a server.
struct Source {
  std::string_view name;
  std::string_view user = {};
  std::string_view host = {};

  static Source parse(std::string_view text);
};

// A received line. Its views refer to the parsed text.
struct Message {
  static constexpr std::size_t kMaxParameters = 20;  // RFC 1459 has 15

  std::string_view tags = {};     // verbatim, without the '@'
  std::string_view source = {};   // without the ':'
  std::string_view command = {};  // a numeric has three digits
  std::array<std::string_view, kMaxParameters> parameters = {};
  std::size_t count = 0;  // of parameters; the last one has those beyond the maximum too

  // Parses one line, with or without CR LF. Returns nothing if it has no command.
  static std::optional<Message> parse(std::string_view line);

  // Returns a parameter; empty if there are fewer.
  std::string_view operator[](std::size_t index) const {
    return index < count ? parameters[index] : std::string_view();
  }
  std::string_view last() const { return count == 0 ? std::string_view() : parameters[count - 1]; }

  // Returns the unescaped value of a tag, which may be empty; nothing if there is no such tag.
  std::optional<std::string> tag(std::string_view name) const;

  // Returns 0 to 999, or -1 if the command is not a numeric.
  int numeric() const;

  Source from() const { return Source::parse(source); }
};

// Formats a line, without CR LF. The last parameter may have spaces, be empty or begin with ':'. CR, LF and NUL in it
// become spaces. The others must be words: check input from outside with isWord() first. As a last defence, a character
// that a word must not have becomes '_', and an empty word '*', so that no parameter can pose as two.
std::string formatLine(std::string_view command, std::initializer_list<std::string_view> parameters);

// Returns a line that the user has typed (/quote), or a parameter, with spaces for CR, LF and NUL.
std::string rawLine(std::string_view text);

// Returns true if a text can be a parameter before the last one: not empty, without space, CR, LF and NUL, and without
// ':' in front.
bool isWord(std::string_view text);

}  // namespace irc
