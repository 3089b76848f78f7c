// SPDX-License-Identifier: MIT
// A line to send, as a value: its kind, its target and its text.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace irc {

struct OutgoingLine {
  enum class Kind : unsigned char {
    kMessage,  // PRIVMSG: `target`, `text`
    kNotice,   // NOTICE: `target`, `text`
    kAction,   // PRIVMSG with a CTCP ACTION: `target`, `text`
    kJoin,     // `target`: a channel, or several with commas between them; `text`: the key, if there is one
    kPart,     // `target`: a channel; `text`: the reason, if there is one
    kIson,     // `text`: nicknames with spaces between them
    kList,     // `text`: arguments as the user typed them, if there are any
    kMotd,     // always `whole`
    kOther,    // any other command, always `whole`
  };

  Kind kind = Kind::kOther;
  std::string target = {};
  std::string text = {};
  bool whole = false;  // `text` is the whole line, and `target` is empty
  bool typed = true;   // by the user, who gets the answer; false for lines of the plugin

  // CR, LF and NUL in `text` become spaces in each of these.
  static OutgoingLine chat(Kind kind, std::string_view target, std::string_view text);
  static OutgoingLine join(std::string_view channels, std::string_view key = {});
  static OutgoingLine part(std::string_view channel, std::string_view reason);
  static OutgoingLine ison(std::string_view nicks);
  static OutgoingLine list(std::string_view arguments);
  // Any other command; see formatLine().
  static OutgoingLine command(std::string_view name, std::initializer_list<std::string_view> parameters);
  // A whole line, such as the user types for /quote. Its kind is kJoin, kPart, kIson, kList, kMotd or kOther.
  static OutgoingLine raw(std::string_view line);

  // Adds a channel to a JOIN that is not `whole`. Returns false, and changes nothing, if the line would have more than
  // `most` channels or 400 bytes of names and keys, or if the server would give the key to another channel: keys belong
  // to the first channels of a line.
  bool appendJoin(std::string_view channel, std::string_view key, std::size_t most);

  // True for kMessage, kNotice and kAction.
  bool isChat() const { return kind == Kind::kMessage || kind == Kind::kNotice || kind == Kind::kAction; }

  // The nicknames of an ISON line.
  std::string_view nicks() const;

  // The line as it goes to the server, in UTF-8 and without CR LF.
  std::string wire() const;
};

}  // namespace irc
