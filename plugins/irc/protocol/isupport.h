// SPDX-License-Identifier: MIT
// Features and limits of a server: RPL_ISUPPORT (005), https://modern.ircdocs.horse/#rplisupport-parameters.
#pragma once

#include "protocol/message.h"
#include "protocol/text/casemapping.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

struct Isupport {
  Casemapping casemapping = Casemapping::kRfc1459;
  std::string channel_types = "#&";
  std::string prefix_modes = "ov";  // highest rank first, in the order of prefix_symbols
  std::string prefix_symbols = "@+";
  std::string list_modes = "b";       // CHANMODES type A
  std::string parameter_modes = "k";  // type B
  std::string set_modes = "l";        // type C: a parameter only when set
  std::string flag_modes = "imnpst";  // type D
  std::string status_message;         // STATUSMSG: prefixes that a channel may have as the target of PRIVMSG
  std::string network;
  std::string bot_mode;           // BOT
  std::string denied_tags;        // CLIENTTAGDENY: client tags that the server drops, such as "*,-draft/react"
  std::uint32_t nick_length = 0;  // 0 in each limit: unknown
  std::uint32_t channel_length = 0;
  std::uint32_t topic_length = 0;
  std::uint32_t kick_length = 0;
  std::uint32_t away_length = 0;
  std::uint32_t line_length = 512;  // LINELEN: with CR LF, without tags
  std::uint32_t modes = 3;          // MODES: changes with a parameter in one line; 0 means any number
  std::uint32_t monitor = 0;        // MONITOR: most targets
  std::uint32_t history = 0;        // CHATHISTORY: most messages in one answer
  bool has_monitor = false;
  bool has_history = false;
  bool message_references = false;  // MSGREFTYPES: CHATHISTORY takes ids of messages
  bool whox = false;
  bool utf8_only = false;

  // Applies the parameters of one RPL_ISUPPORT between the nickname and the trailing text. '-NAME' restores a default.
  void apply(const Message& message);

  // Returns the most targets of a command in one line (TARGMAX): `unknown` if the server does not say, 0 for any
  // number.
  std::uint32_t targets(std::string_view command, std::uint32_t unknown = 1) const;

  // Returns true if the server relays a client tag. `name` has no '+' in front.
  bool relaysTag(std::string_view name) const;

  bool isChannel(std::string_view name) const;
  // The same for a name with STATUSMSG prefixes in front ("@#room"). Sets `channel` to the name behind them.
  bool isChannelOrStatus(std::string_view name, std::string_view& channel) const;
  bool isPrefixSymbol(char symbol) const { return prefix_symbols.find(symbol) != std::string::npos; }
  // Returns the rank of a prefix mode: 0 is the highest, -1 means that it is none.
  int rankOfMode(char mode) const;
  int rankOfSymbol(char symbol) const;

  std::string fold(std::string_view name) const { return foldCase(name, casemapping); }
  bool same(std::string_view a, std::string_view b) const { return equalFolded(a, b, casemapping); }

 private:
  struct Targets {
    std::string command;
    std::uint32_t most = 0;
  };
  void setTargetLimits(std::string_view value);
  void setMaxTargets(std::string_view value);

  std::vector<Targets> targets_;
};

}  // namespace irc
