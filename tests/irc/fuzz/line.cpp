// Lines of a server, as a session reads them: lines, ISUPPORT, modes, names, capabilities, CTCP, times.
#include "protocol/capabilities.h"
#include "protocol/charset.h"
#include "protocol/ctcp.h"
#include "protocol/isupport.h"
#include "protocol/message.h"
#include "protocol/modes.h"
#include "protocol/netsplit.h"
#include "protocol/timestamp.h"
#include "session/line_reader.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::string_view> wanted = {"batch", "sasl", "server-time"};
  irc::LineReader reader;
  irc::Isupport isupport;
  irc::Capabilities capabilities(wanted);
  reader.feed({reinterpret_cast<const char*>(data), size}, [&](std::string_view bytes) {
    const std::string line = irc::toUtf8(bytes, "");
    if (!irc::isUtf8(line)) {
      std::abort();
    }
    const auto message = irc::Message::parse(line);
    if (!message) {
      return true;
    }
    isupport.apply(*message);
    capabilities.apply(*message);
    for (const std::string& names : capabilities.request()) {
      if (irc::formatLine("CAP", {"REQ", names}).find_first_of("\r\n") != std::string::npos) {
        std::abort();
      }
    }
    irc::parseModes(*message, 1, isupport);
    irc::parseNamesEntry(message->last(), isupport);
    irc::parseCtcp(message->last());
    irc::isNetsplit(message->last());
    irc::parseServerTime(message->tag("time").value_or(""));
    std::string_view channel;
    isupport.isChannelOrStatus((*message)[0], channel);
    // What is written again is one line, and the same message.
    const std::string again = irc::formatLine(message->command, {message->last()});
    const auto second = irc::Message::parse(again);
    if (again.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos || !second || second->count != 1) {
      std::abort();
    }
    return true;
  });
  return 0;
}
