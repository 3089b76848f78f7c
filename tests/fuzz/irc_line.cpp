// SPDX-License-Identifier: MIT
// Lines of an IRC server, parsed as a session does: messages, ISUPPORT, modes, names, capabilities, CTCP, times.
#include "protocol/capabilities.h"
#include "protocol/ctcp.h"
#include "protocol/isupport.h"
#include "protocol/message.h"
#include "protocol/modes.h"
#include "protocol/multiline.h"
#include "protocol/netsplit.h"
#include "protocol/nickname.h"
#include "protocol/tags.h"
#include "protocol/text/charset.h"
#include "protocol/text/timestamp.h"
#include "session/line_reader.h"
#include "tests/fuzz/require.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

using prism::fuzz::require;

// One charset per input, chosen by its size: a conversion takes longer than everything else.
void checkCharset(std::string_view bytes) {
  constexpr const char* kCharsets[] = {"", "UTF-8", "ISO-8859-15", "KOI8-R", "SHIFT_JIS", "GB18030", "EUC-KR", "none"};
  const std::string charset = kCharsets[bytes.size() % std::size(kCharsets)];
  const std::string text = irc::toUtf8(bytes, charset);
  require(irc::isUtf8(text), "converted text is UTF-8");
  irc::fromUtf8(text, charset);
}

void checkNames(std::string_view text, const irc::Isupport& isupport) {
  const std::string nick = irc::legalNickname(text, isupport.nick_length);
  require(irc::isWord(nick) && (isupport.nick_length == 0 || nick.size() <= isupport.nick_length),
          "a nickname is one that the server takes");
  require(irc::alternativeNickname(nick, 1, isupport.nick_length) != nick, "an alternative is another nickname");
  const std::string username = irc::legalUsername(text);
  require(irc::isWord(username) && username.size() <= 18, "a user name is one that servers take");
  require(isupport.same(text, isupport.fold(text)), "folding keeps the name");
}

// A value comes back as it was, but for NUL.
void checkTags(std::string_view value) {
  std::string tags;
  if (value.empty() || value.find('\0') != std::string_view::npos || !irc::appendTag("+x", value, &tags)) {
    return;
  }
  const std::string line = irc::withTags(tags, "TAGMSG #a");
  const auto message = irc::Message::parse(line);
  require(message && message->tag("+x") == value && (*message)[0] == "#a", "a tag is parsed as it was written");
}

void checkMultiline(std::string_view value, std::string_view text) {
  const irc::MultilineLimits limits = irc::MultilineLimits::parse(value);
  require(limits.bytes <= irc::kMostSentMultiline.bytes && limits.lines <= irc::kMostSentMultiline.lines,
          "no message is larger than one that is sent at once");
  constexpr std::size_t kRoom = 40;
  constexpr irc::MultilineLimits kNarrow{100, 3};
  std::size_t size = 0;
  for (const irc::MultilineMessage& message : irc::splitMultiline(text, kRoom, kNarrow)) {
    const std::string joined = irc::joinMultiline(message);
    size += joined.size();
    require(!message.empty() && message.size() <= kNarrow.lines && joined.size() <= kNarrow.bytes,
            "a message is within the limits of the server");
    for (const irc::MultilinePiece& piece : message) {
      require(piece.text.size() <= kRoom && irc::isUtf8(piece.text) &&
                  piece.text.find_first_of("\r\n") == std::string::npos,
              "a piece is one line");
    }
  }
  require(size <= text.size(), "nothing is added");
}

void checkIsupport(const irc::Isupport& isupport) {
  require(isupport.line_length >= 512 && isupport.line_length <= 65536, "a line has a length that makes sense");
  require(isupport.prefix_modes.size() == isupport.prefix_symbols.size() && isupport.prefix_modes.size() <= 16,
          "each prefix has a mode");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::string_view> wanted = {"batch", "sasl", "server-time"};
  irc::LineReader reader;
  irc::Isupport isupport;
  irc::Capabilities capabilities(wanted);
  reader.feed({reinterpret_cast<const char*>(data), size}, [&](std::string_view bytes) {
    checkCharset(bytes);
    const std::string line = irc::toUtf8(bytes, "");
    const auto message = irc::Message::parse(line);
    if (!message) {
      return true;
    }
    isupport.apply(*message);
    checkIsupport(isupport);
    checkNames(message->last(), isupport);
    capabilities.apply(*message);
    for (const std::string& names : capabilities.request()) {
      require(irc::formatLine("CAP", {"REQ", names}).find_first_of("\r\n") == std::string::npos,
              "a request is one line");
    }
    irc::parseModes(*message, 1, isupport);
    irc::parseNamesEntry(message->last(), isupport);
    irc::parseCtcp(message->last());
    irc::isNetsplit(message->last());
    irc::parseServerTime(message->tag("time").value_or(""));
    checkTags(message->last());
    checkMultiline(message->last(), line);
    isupport.relaysTag(message->last());
    std::string_view channel;
    isupport.isChannelOrStatus((*message)[0], channel);
    // A formatted line is one line, and parses to the same message.
    const std::string again = irc::formatLine(message->command, {message->last()});
    const auto second = irc::Message::parse(again);
    require(again.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos, "a formatted line is one line");
    require(second && second->count == 1, "a formatted line has one parameter");
    return true;
  });
  return 0;
}
