// SPDX-License-Identifier: MIT
// A line to send, as a value: its kind, its target and its text.
#pragma once

#include "protocol/multiline.h"
#include "protocol/origin.h"

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

struct OutgoingLine {
  enum class Kind : unsigned char {
    kMessage,  // PRIVMSG: `target`, `text`
    kNotice,   // NOTICE: `target`, `text`
    kAction,   // PRIVMSG with a CTCP ACTION: `target`, `text`
    kTags,     // TAGMSG: `target`, `tags`
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
  bool quiet = false;  // nobody is told of an error

  std::string tags = {};        // client tags in the form of appendTag()
  MultilineMessage lines = {};  // with kMessage and kNotice: they go out as a batch. `text` is all of them
  OriginPtr origin = {};        // the request that the line carries out
  std::size_t piece = 0;        // of the request's message, which was split: 0 is the first one
  std::string whole_text = {};  // of the message, in its first piece, if it was split

  // CR, LF and NUL in `text` become spaces in each of these.
  static OutgoingLine chat(Kind kind, std::string_view target, std::string_view text);
  // A message of several lines.
  static OutgoingLine multiline(Kind kind, std::string_view target, MultilineMessage lines);
  static OutgoingLine onlyTags(std::string_view target, std::string tags);
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
  bool isMessage() const { return kind == Kind::kMessage || kind == Kind::kNotice || kind == Kind::kAction; }
  // True for what is said in a conversation: kTags, too.
  bool isChat() const { return isMessage() || kind == Kind::kTags; }

  // The number of lines that the server gets.
  std::size_t cost() const { return lines.empty() ? 1 : lines.size(); }

  // The nicknames of an ISON line.
  std::string_view nicks() const;

  // The line as it goes to the server, in UTF-8 and without CR LF. Without its tags, and not for a message of several
  // lines.
  std::string wire() const;
  // The lines of a message of several lines, with their tags: a batch of this name. `tags` are those of the whole.
  std::vector<std::string> wireBatch(std::string_view name, std::string_view tags) const;
};

}  // namespace irc
