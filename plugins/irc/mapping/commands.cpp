// SPDX-License-Identifier: MIT
#include "mapping/commands.h"

#include "mapping/bridge.h"
#include "protocol/ctcp.h"
#include "protocol/message.h"
#include "protocol/text/words.h"
#include <prism/text.hpp>

#include <algorithm>
#include <utility>

namespace irc {

namespace {

constexpr std::string_view kBetweenWords = " \t\r\n";

struct Call {
  Bridge& bridge;
  Session& session;
  const Place& place;
  std::string_view arguments;  // with one space between two of them

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
  void reply(std::string_view text) const { bridge.reply(place, text); }
};

enum class Outcome : unsigned char { kDone, kUsage, kRefused };

Outcome doneIf(bool sent) { return sent ? Outcome::kDone : Outcome::kRefused; }

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

using prism::Argument;
using prism::ValueKind;

// The first characters of channels (RFC 2811 section 2.1). Only the network knows which of them it has (ISUPPORT
// CHANTYPES), so Call::channel() decides again.
constexpr std::string_view kChannelCharacters = "#&+!";

Argument required(std::string_view name, std::string_view label, ValueKind kind) { return {name, kind, true, label}; }

Argument optional(std::string_view name, std::string_view label, ValueKind kind) { return {name, kind, false, label}; }

Argument nickname(bool is_required = true) { return {"nick", ValueKind::Participant, is_required, "NICK"}; }

// The channel in front of other arguments.
Argument channelBefore() {
  Argument channel = optional("channel", "#CHANNEL", ValueKind::Room);
  channel.first_characters = kChannelCharacters;
  return channel;
}

Argument channel(bool is_required = false) { return {"channel", ValueKind::Room, is_required, "#CHANNEL"}; }

Argument text(std::string_view name, std::string_view label) { return required(name, label, ValueKind::LongText); }
Argument optionalText(std::string_view name, std::string_view label) {
  return optional(name, label, ValueKind::LongText);
}

struct Definition {
  std::string_view name;
  std::string_view title;
  Outcome (*run)(Call&);
  std::vector<Argument> arguments = {};
  std::vector<std::string_view> aliases = {};
};

std::string usageOf(const Definition& definition) {
  std::string usage = "/" + std::string(definition.name);
  for (const Argument& argument : definition.arguments) {
    usage += (argument.required ? " " : " [") + std::string(argument.label) + (argument.required ? "" : "]");
  }
  return usage;
}

const std::vector<Definition>& definitions() {
  static const std::vector<Definition> all = {
      {"msg", "writes to somebody", msg, {nickname(), text("text", "TEXT")}},
      {"query", "opens a chat with somebody", query, {nickname(), optionalText("text", "TEXT")}},
      {"notice",
       "sends a notice",
       notice,
       {required("recipient", "NICK|#CHANNEL", ValueKind::Text), text("text", "TEXT")}},
      {"ctcp",
       "sends a request of CTCP, such as VERSION",
       ctcp,
       {nickname(), required("request", "REQUEST", ValueKind::Text), optionalText("text", "TEXT")}},
      {"ns", "writes to NickServ", nickserv, {text("text", "TEXT")}},
      {"cs", "writes to ChanServ", chanserv, {text("text", "TEXT")}},
      {"ignore", "hides what somebody writes, or shows who is ignored", ignore, {nickname(false)}},
      {"unignore", "shows it again", unignore, {nickname()}},
      {"flush", "drops your lines that wait to be sent", flush},
      {"whois", "tells who somebody is", whois, {nickname(false)}},
      {"nick", "changes your nickname", nick, {nickname()}},
      {"topic", "shows or sets the topic", topic, {channelBefore(), optionalText("text", "TEXT")}},
      {"op", "makes operators", op, {channelBefore(), text("nicks", "NICK...")}},
      {"deop", "makes them no operators", deop, {channelBefore(), text("nicks", "NICK...")}},
      {"voice", "gives a voice", voice, {channelBefore(), text("nicks", "NICK...")}},
      {"devoice", "takes the voice", devoice, {channelBefore(), text("nicks", "NICK...")}},
      {"mode",
       "shows or changes modes",
       mode,
       {optional("target", "#CHANNEL|NICK", ValueKind::Text), optionalText("modes", "MODES")}},
      {"list", "lists the channels", list, {optionalText("pattern", "PATTERN")}},
      {"names", "lists who is there", names, {channel()}},
      {"away", "says that you are away or, without a text, back", away, {optionalText("text", "TEXT")}},
      {"join", "enters a channel", join, {channel(true), optional("key", "KEY", ValueKind::Secret)}},
      {"part", "leaves a channel", part, {channelBefore(), optionalText("reason", "REASON")}},
      {"quote", "sends a line of IRC as it is", quote, {text("line", "LINE")}, {"raw"}},
  };
  return all;
}

}  // namespace

std::string maskOf(std::string_view nick_or_mask) {
  const bool mask = nick_or_mask.find_first_of("!@*$") != std::string_view::npos;
  return mask ? std::string(nick_or_mask) : std::string(nick_or_mask) + "!*@*";
}

std::vector<prism::Command> defineCommands(const prism::Command::Handler& run) {
  std::vector<prism::Command> commands;
  for (const Definition& definition : definitions()) {
    prism::Command command;
    command.name = definition.name;
    command.title = definition.title;
    command.arguments = definition.arguments;
    command.run = run;
    command.where = prism::CommandPlace::Contact | prism::CommandPlace::Room | prism::CommandPlace::Private;
    command.aliases = definition.aliases;
    commands.push_back(std::move(command));
  }
  return commands;
}

void runCommand(Bridge& bridge, const Place& place, const prism::Invocation& invocation) {
  const auto& all = definitions();
  const auto definition =
      std::find_if(all.begin(), all.end(), [&](const Definition& each) { return each.name == invocation.name; });
  if (definition == all.end()) {
    return;
  }
  std::string arguments;
  for (const std::string_view value : invocation.values) {
    if (!value.empty()) {
      arguments.append(arguments.empty() ? "" : " ").append(value);
    }
  }
  Call call{bridge, bridge.session(), place, arguments};
  switch (definition->run(call)) {
    case Outcome::kDone:
      return;
    case Outcome::kUsage:
      bridge.reply(place, "It goes like this: " + usageOf(*definition));
      return;
    case Outcome::kRefused:
      bridge.reply(place, "That was not sent: either a name in it cannot be one, or too much waits to be sent already");
      return;
  }
}

std::optional<std::string_view> parseAction(std::string_view text) {
  constexpr std::size_t kName = 3;  // "/me"
  if (text.size() <= kName || !sameWord(text.substr(0, kName), "/me") ||
      kBetweenWords.find(text[kName]) == std::string_view::npos) {
    return std::nullopt;
  }
  return prism::trim(text.substr(kName));
}

}  // namespace irc
