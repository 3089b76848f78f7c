// SPDX-License-Identifier: MIT
// One line of IRC, as modern.ircdocs.horse describes it and IRCv3's message-tags extends it: read without copying, and
// written so that nothing which is in a parameter can end the line.
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

// Where a line comes from: nick!user@host of a person, or the name of a server.
struct Source {
  std::string_view name;
  std::string_view user = {};
  std::string_view host = {};

  static Source parse(std::string_view text);
};

// A line that has come in. Everything refers to the text that was parsed.
struct Message {
  static constexpr std::size_t kMaxParameters = 20;  // RFC 1459 has 15

  std::string_view tags = {};     // as they stand there, without the '@'
  std::string_view source = {};   // without the ':'
  std::string_view command = {};  // a numeric has three digits
  std::array<std::string_view, kMaxParameters> parameters = {};
  std::size_t count = 0;  // of parameters; those beyond the maximum are in the last one

  // Reads one line, which may end with CR LF or not. Nothing if there is no command in it.
  static std::optional<Message> parse(std::string_view line);

  // A parameter; empty if there are not so many.
  std::string_view operator[](std::size_t index) const {
    return index < count ? parameters[index] : std::string_view();
  }
  std::string_view last() const { return count == 0 ? std::string_view() : parameters[count - 1]; }

  // The value of a tag, with its escapes undone, empty if it has none; nothing if there is no such tag.
  std::optional<std::string> tag(std::string_view name) const;

  // 0 to 999, or -1 if the command is no numeric.
  int numeric() const;

  Source from() const { return Source::parse(source); }
};

// Writes a line, without CR LF. The last parameter may have spaces, be empty or begin with ':'; CR, LF and NUL in it
// become spaces. The others must be words: whoever has them from outside asks isWord() first. As a last defence, what
// may not stand in a word becomes '_', and an empty one '*', so that no parameter can pose as two.
std::string formatLine(std::string_view command, std::initializer_list<std::string_view> parameters);

// The same with tags before it (client-only tags, labels), whose values are escaped.
std::string formatLine(std::initializer_list<std::pair<std::string_view, std::string_view>> tags,
                       std::string_view command, std::initializer_list<std::string_view> parameters);

// A text that the user typed as a line of its own (/quote): CR, LF and NUL become spaces.
std::string rawLine(std::string_view text);

// Whether a text can be a parameter that is not the last: not empty, no space, CR, LF, NUL, and no ':' in front.
bool isWord(std::string_view text);

}  // namespace irc
