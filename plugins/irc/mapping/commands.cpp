// SPDX-License-Identifier: MIT
#include "mapping/commands.h"

#include "mapping/bridge.h"
#include "protocol/ctcp.h"
#include "protocol/message.h"
#include "protocol/text/words.h"
#include <prism/text.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace irc {

namespace {

constexpr std::string_view kBetweenWords = " \t\r\n";

struct Call {
  Bridge& bridge;
  Session& session;
  const Place& place;
  std::string_view arguments;

  // Return the first word of the arguments. word() removes it.
  std::string_view nextWord() const { return arguments.substr(0, arguments.find_first_of(kBetweenWords)); }
  std::string_view word() {
    const auto first = nextWord();
    arguments.remove_prefix(first.size());
    arguments.remove_prefix(std::min(arguments.find_first_not_of(kBetweenWords), arguments.size()));
    return first;
  }
  // Returns the channel of the command: the first word if it is a channel, else that of the conversation.
  std::string channel() { return session.isupport().isChannel(nextWord()) ? std::string(word()) : place.room; }
  std::string target() const { return place.kind == Place::Kind::kRoom ? place.room : place.nick; }
  void reply(std::string_view text) const { bridge.reply(place, text); }
};

enum class Outcome : unsigned char { kDone, kUsage, kRefused };

Outcome doneIf(bool sent) { return sent ? Outcome::kDone : Outcome::kRefused; }

Outcome me(Call& call) {
  if (call.arguments.empty() || call.target().empty()) {
    return Outcome::kUsage;
  }
  return doneIf(call.session.messages().send(call.target(), call.arguments, ChatMessage::Kind::kAction));
}

Outcome msg(Call& call) {
  const auto target = call.word();
  if (target.empty() || call.arguments.empty()) {
    return Outcome::kUsage;
  }
  return doneIf(call.session.messages().send(target, call.arguments, ChatMessage::Kind::kMessage));
}

Outcome query(Call& call) {
  const std::string target(call.word());
  if (target.empty()) {
    return Outcome::kUsage;
  }
  if (call.arguments.empty()) {
    call.bridge.reply({Place::Kind::kChat, {}, target}, "This is where you talk with " + target);
    return Outcome::kDone;
  }
  return doneIf(call.session.messages().send(target, call.arguments, ChatMessage::Kind::kMessage));
}

Outcome notice(Call& call) {
  const auto target = call.word();
  if (target.empty() || call.arguments.empty()) {
    return Outcome::kUsage;
  }
  return doneIf(call.session.messages().send(target, call.arguments, ChatMessage::Kind::kNotice));
}

Outcome ctcp(Call& call) {
  const auto target = call.word();
  const auto request = call.word();
  if (target.empty() || request.empty()) {
    return Outcome::kUsage;
  }
  std::string name(request);
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
  return doneIf(call.session.requests().command("PRIVMSG", {target, formatCtcp(name, call.arguments)}));
}

Outcome tellServices(Call& call, std::string_view services) {
  return call.arguments.empty()
             ? Outcome::kUsage
             : doneIf(call.session.messages().send(services, call.arguments, ChatMessage::Kind::kMessage));
}

Outcome nickserv(Call& call) { return tellServices(call, "NickServ"); }
Outcome chanserv(Call& call) { return tellServices(call, "ChanServ"); }

Outcome ignore(Call& call) {
  const auto nick = call.word();
  if (nick.empty()) {
    const std::string ignored = call.bridge.conversations().ignored();
    call.reply(ignored.empty() ? "You ignore nobody" : "You ignore: " + ignored);
  } else if (call.bridge.conversations().ignore(nick)) {
    call.reply("You see nothing of " + std::string(nick) + " until you log out; /unignore ends it");
  } else {
    call.reply("You ignore too many people already");
  }
  return Outcome::kDone;
}

Outcome unignore(Call& call) {
  const auto nick = call.word();
  if (nick.empty()) {
    return Outcome::kUsage;
  }
  call.reply(call.bridge.conversations().unignore(nick) ? "You see " + std::string(nick) + " again"
                                                        : "You do not ignore " + std::string(nick));
  return Outcome::kDone;
}

Outcome flush(Call& call) {
  call.bridge.flush(call.place);
  return Outcome::kDone;
}

Outcome whois(Call& call) {
  std::string nick(call.word());
  if (nick.empty()) {
    nick = call.place.nick;
  }
  if (nick.empty()) {
    return Outcome::kUsage;
  }
  if (!call.session.isRegistered()) {
    call.reply("There is no connection to the network now: ask again later");
    return Outcome::kDone;
  }
  if (!call.session.whois().request(nick)) {
    return Outcome::kRefused;
  }
  call.bridge.expectWhois(nick);
  return Outcome::kDone;
}

Outcome nick(Call& call) {
  const auto wanted = call.word();
  return wanted.empty() ? Outcome::kUsage : doneIf(call.session.requests().setNickname(wanted));
}

Outcome topic(Call& call) {
  const std::string channel = call.channel();
  if (channel.empty()) {
    return Outcome::kUsage;
  }
  return doneIf(call.arguments.empty() ? call.session.requests().command("TOPIC", {channel})
                                       : call.session.requests().setTopic(channel, call.arguments));
}

Outcome kick(Call& call) {
  const std::string channel = call.channel();
  const auto nick = call.word();
  if (channel.empty() || nick.empty()) {
    return Outcome::kUsage;
  }
  return doneIf(call.arguments.empty()
                    ? call.session.requests().command("KICK", {channel, nick})
                    : isWord(nick) && call.session.requests().command("KICK", {channel, nick, call.arguments}));
}

std::string maskOf(std::string_view nick_or_mask) {
  const bool mask = nick_or_mask.find_first_of("!@*$") != std::string_view::npos;
  return mask ? std::string(nick_or_mask) : std::string(nick_or_mask) + "!*@*";
}

Outcome changeBan(Call& call, std::string_view sign) {
  const std::string channel = call.channel();
  const auto mask = call.word();
  if (channel.empty() || (mask.empty() && sign == "-b")) {
    return Outcome::kUsage;
  }
  return doneIf(mask.empty() ? call.session.requests().command("MODE", {channel, "+b"})
                             : call.session.requests().command("MODE", {channel, sign, maskOf(mask)}));
}

Outcome ban(Call& call) { return changeBan(call, "+b"); }
Outcome unban(Call& call) { return changeBan(call, "-b"); }

// Changes a mode of each nickname, with as many in one line as the server accepts.
Outcome changeRanks(Call& call, char sign, char mode) {
  const std::string channel = call.channel();
  if (channel.empty() || call.arguments.empty()) {
    return Outcome::kUsage;
  }
  const std::uint32_t limit = call.session.isupport().modes;
  const std::size_t most = limit == 0 ? 10 : limit;
  while (!call.arguments.empty()) {
    std::string modes(1, sign);
    std::string nicks;
    for (std::size_t i = 0; i < most && !call.arguments.empty(); ++i) {
      modes += mode;
      nicks += (nicks.empty() ? "" : " ") + std::string(call.word());
    }
    if (!isWord(channel) || !call.session.requests().raw("MODE " + channel + " " + modes + " " + nicks)) {
      return Outcome::kRefused;
    }
  }
  return Outcome::kDone;
}

Outcome op(Call& call) { return changeRanks(call, '+', 'o'); }
Outcome deop(Call& call) { return changeRanks(call, '-', 'o'); }
Outcome voice(Call& call) { return changeRanks(call, '+', 'v'); }
Outcome devoice(Call& call) { return changeRanks(call, '-', 'v'); }

Outcome mode(Call& call) {
  const auto first = call.nextWord();
  const bool about_here = first.empty() || first.front() == '+' || first.front() == '-';
  if (about_here && call.place.room.empty()) {
    return Outcome::kUsage;
  }
  return doneIf(call.session.requests().raw("MODE " + (about_here ? call.place.room + " " : std::string()) +
                                            std::string(call.arguments)));
}

Outcome invite(Call& call) {
  const auto nick = call.word();
  const std::string channel = call.channel();
  return nick.empty() || channel.empty() ? Outcome::kUsage
                                         : doneIf(call.session.requests().command("INVITE", {nick, channel}));
}

Outcome list(Call& call) {
  if (!call.session.requests().listChannels(call.arguments)) {
    return Outcome::kRefused;
  }
  call.bridge.expectList();
  return Outcome::kDone;
}

Outcome names(Call& call) {
  const std::string channel = call.channel();
  return channel.empty() ? Outcome::kUsage : doneIf(call.session.requests().command("NAMES", {channel}));
}

Outcome away(Call& call) {
  call.session.requests().setAway(call.arguments);
  call.reply(call.arguments.empty() ? "You are back" : "You are away: " + std::string(call.arguments));
  return Outcome::kDone;
}

Outcome join(Call& call) {
  const std::string channel = call.bridge.channelName(call.word());
  if (channel.empty()) {
    return Outcome::kUsage;
  }
  const auto key = call.word();
  call.session.channels().joins().request(channel, channel, {}, key);
  return Outcome::kDone;
}

Outcome part(Call& call) {
  const std::string channel = call.channel();
  if (channel.empty()) {
    return Outcome::kUsage;
  }
  call.bridge.partByCommand(channel, call.arguments);
  return Outcome::kDone;
}

Outcome quote(Call& call) {
  if (!call.bridge.allowsRaw()) {
    call.reply("The administrator of this gateway does not allow it");
    return Outcome::kDone;
  }
  return call.arguments.empty() ? Outcome::kUsage : doneIf(call.session.requests().raw(call.arguments));
}

Outcome help(Call& call);

struct Command {
  std::string_view name;
  std::string_view usage;  // behind the name
  std::string_view text;
  Outcome (*run)(Call&);
};

constexpr std::array<Command, 30> kCommands = {{
    {"me", "TEXT", "says what you do", me},
    {"msg", "NICK TEXT", "writes to somebody", msg},
    {"query", "NICK [TEXT]", "opens a chat with somebody", query},
    {"notice", "NICK|#CHANNEL TEXT", "sends a notice", notice},
    {"ctcp", "NICK REQUEST [TEXT]", "sends a request of CTCP, such as VERSION", ctcp},
    {"ns", "TEXT", "writes to NickServ", nickserv},
    {"cs", "TEXT", "writes to ChanServ", chanserv},
    {"ignore", "[NICK]", "hides what somebody writes, or shows who is ignored", ignore},
    {"unignore", "NICK", "shows it again", unignore},
    {"flush", "", "drops your lines that wait to be sent", flush},
    {"whois", "[NICK]", "tells who somebody is", whois},
    {"nick", "NICK", "changes your nickname", nick},
    {"topic", "[#CHANNEL] [TEXT]", "shows or sets the topic", topic},
    {"kick", "[#CHANNEL] NICK [REASON]", "throws somebody out", kick},
    {"ban", "[#CHANNEL] [NICK|MASK]", "keeps somebody out, or shows who is kept out", ban},
    {"unban", "[#CHANNEL] NICK|MASK", "lets somebody in again", unban},
    {"op", "[#CHANNEL] NICK...", "makes operators", op},
    {"deop", "[#CHANNEL] NICK...", "makes them no operators", deop},
    {"voice", "[#CHANNEL] NICK...", "gives a voice", voice},
    {"devoice", "[#CHANNEL] NICK...", "takes the voice", devoice},
    {"mode", "[#CHANNEL|NICK] [MODES]", "shows or changes modes", mode},
    {"invite", "NICK [#CHANNEL]", "asks somebody in", invite},
    {"list", "[PATTERN]", "lists the channels", list},
    {"names", "[#CHANNEL]", "lists who is there", names},
    {"away", "[TEXT]", "says that you are away or, without a text, back", away},
    {"join", "#CHANNEL [KEY]", "enters a channel", join},
    {"part", "[#CHANNEL] [REASON]", "leaves a channel", part},
    {"quote", "LINE", "sends a line of IRC as it is", quote},
    {"raw", "LINE", "does the same", quote},
    {"help", "", "shows this", help},
}};

const Command* commandOf(std::string_view name) {
  const auto* const found = std::find_if(kCommands.begin(), kCommands.end(),
                                         [&](const Command& command) { return sameWord(command.name, name); });
  return found == kCommands.end() ? nullptr : found;
}

std::string usageOf(const Command& command) {
  return "/" + std::string(command.name) + (command.usage.empty() ? "" : " ") + std::string(command.usage);
}

Outcome help(Call& call) {
  std::string text = "What you can type (//text sends a text that begins with a slash):";
  for (const Command& command : kCommands) {
    text += "\n" + usageOf(command) + " - " + std::string(command.text);
  }
  call.reply(text);
  return Outcome::kDone;
}

}  // namespace

std::optional<TypedCommand> parseCommand(std::string_view text, bool dots) {
  if (text.size() < 2 || (text.front() != '/' && !(dots && text.front() == '.'))) {
    return std::nullopt;
  }
  const auto end = std::min(text.find_first_of(kBetweenWords), text.size());
  const auto name = text.substr(1, end - 1);
  const bool slash = text.front() == '/';
  if (name.empty() || name.front() == '/' || (!slash && !commandOf(name))) {
    return std::nullopt;
  }
  return TypedCommand{name, prism::trim(text.substr(end))};
}

std::string_view unescapeSlash(std::string_view text) { return text.substr(0, 2) == "//" ? text.substr(1) : text; }

void runCommand(Bridge& bridge, const Place& place, const TypedCommand& typed) {
  const Command* command = commandOf(typed.name);
  if (!command) {
    bridge.reply(place, "There is no command /" + std::string(typed.name) +
                            "; /help lists those there are, and //text sends a text that begins with a slash");
    return;
  }
  Call call{bridge, bridge.session(), place, typed.arguments};
  switch (command->run(call)) {
    case Outcome::kDone:
      return;
    case Outcome::kUsage:
      bridge.reply(place, "It goes like this: " + usageOf(*command));
      return;
    case Outcome::kRefused:
      bridge.reply(place, "That was not sent: either a name in it cannot be one, or too much waits to be sent already");
      return;
  }
}

}  // namespace irc
