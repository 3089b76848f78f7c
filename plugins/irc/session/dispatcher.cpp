// SPDX-License-Identifier: MIT
#include "session/dispatcher.h"

#include "protocol/numerics.h"
#include "session/cut.h"
#include "session/limits.h"

#include <array>
#include <cstddef>
#include <string>

namespace irc {

void Dispatcher::dispatch(const Message& message, std::string_view line) {
  if (parts_.history.keep(message, line)) {
    return;
  }
  if (const int numeric = message.numeric(); numeric >= 0) {
    if (numeric < kFirstError || numeric >= kFirstLaterNumeric || !parts_.messages.onError(message)) {
      numerics_.dispatch(numeric, message);
    } else if (numeric == kErrNoSuchNick) {
      parts_.contacts.setOnline(message[1], false);
    }
  } else if (const Handler handler = handlerOf(message)) {
    (this->*handler)(message);
  }
}

bool Dispatcher::handlesBeforeLogin(const Message& message) {
  if (const int numeric = message.numeric(); numeric >= 0) {
    return NumericReplies::handlesBeforeLogin(numeric);
  }
  const std::string_view command = message.command;
  return command == "CAP" || command == "ERROR" || command == "NICK" || command == "PING";
}

// Returns nullptr if the command is unknown, or the line lacks what the command needs: a source, or parameters.
Dispatcher::Handler Dispatcher::handlerOf(const Message& message) {
  struct Command {
    std::string_view name;
    Handler handler;
    std::size_t parameters;  // required ones; none of them may be empty
    bool has_source;
  };
  static constexpr std::array<Command, 26> kCommands = {{
      {"ACK", &Dispatcher::onAck, 0, false},
      {"ACCOUNT", &Dispatcher::onAccount, 1, true},
      {"AWAY", &Dispatcher::onAway, 0, true},
      {"BATCH", &Dispatcher::onBatch, 1, false},
      {"CAP", &Dispatcher::onCap, 0, false},
      {"CHATHISTORY", &Dispatcher::onChathistory, 2, false},
      {"CHGHOST", &Dispatcher::onChghost, 2, true},
      {"ERROR", &Dispatcher::onError, 0, false},
      {"FAIL", &Dispatcher::onStandardReply, 1, false},
      {"INVITE", &Dispatcher::onInvite, 2, true},
      {"JOIN", &Dispatcher::onJoin, 1, true},
      {"KICK", &Dispatcher::onKick, 2, false},
      {"MARKREAD", &Dispatcher::onMarkRead, 2, false},
      {"MODE", &Dispatcher::onMode, 1, false},
      {"NICK", &Dispatcher::onNick, 1, true},
      {"NOTE", &Dispatcher::onStandardReply, 1, false},
      {"NOTICE", &Dispatcher::onMessage, 1, false},
      {"PART", &Dispatcher::onPart, 1, true},
      {"PING", &Dispatcher::onPing, 0, false},
      {"PONG", &Dispatcher::onPong, 1, false},
      {"PRIVMSG", &Dispatcher::onMessage, 1, false},
      {"QUIT", &Dispatcher::onQuit, 0, true},
      {"REDACT", &Dispatcher::onRedact, 2, true},
      {"TAGMSG", &Dispatcher::onTagMessage, 1, true},
      {"TOPIC", &Dispatcher::onTopic, 1, false},
      {"WARN", &Dispatcher::onStandardReply, 1, false},
  }};
  for (const Command& command : kCommands) {
    if (command.name == message.command) {
      bool complete = !command.has_source || !message.from().name.empty();
      for (std::size_t i = 0; i < command.parameters; ++i) {
        complete = complete && !message[i].empty();
      }
      return complete ? command.handler : nullptr;
    }
  }
  return nullptr;
}

// -------------------------------------------------------------------------------------------------- the server

void Dispatcher::onPing(const Message& message) { parts_.connection.write(formatLine("PONG", {message.last()})); }

void Dispatcher::onPong(const Message& message) { parts_.moderation.onPong(message.last()); }

void Dispatcher::onError(const Message& message) { parts_.context.error = cutVisibly(message.last(), kMostText); }

// Before the login, Registration handles CAP.
void Dispatcher::onCap(const Message& message) {
  Capabilities& capabilities = parts_.context.capabilities;
  if (!parts_.context.isRegistered() || capabilities.apply(message) == Capabilities::Event::kNothing) {
    return;
  }
  for (const std::string& names : capabilities.request()) {
    parts_.connection.write(formatLine("CAP", {"REQ", names}));
  }
  parts_.services.onCapabilities();
  parts_.context.observer->featuresChanged();
}

void Dispatcher::onBatch(const Message& message) {
  const std::string_view reference = message[0];
  if (reference.size() < 2) {
    return;
  }
  const std::string_view name = cutTo(reference.substr(1), kMostText);
  if (reference.front() != '-') {
    parts_.history.startBatch(name, message);
    return;
  }
  const History::Ended ended = parts_.history.endBatch(name);
  if (const auto request = ended.summary ? parts_.archive.takeAnswered(*ended.summary) : std::nullopt) {
    parts_.messages.showPage(*request, *ended.summary, ended.history);
  } else {
    parts_.messages.showHistory(ended.history);
  }
  const auto whole = ended.message ? ended.message->parse() : std::nullopt;
  if (whole) {
    onMessage(*whole);
  }
}

// CHATHISTORY TARGETS name time
void Dispatcher::onChathistory(const Message& message) {
  if (message[0] == "TARGETS") {
    parts_.history.onTarget(message[1], message[2]);
  }
}

// https://ircv3.net/specs/extensions/standard-replies: COMMAND CODE context... :description
void Dispatcher::onStandardReply(const Message& message) {
  const bool is_own_request = message[0] == "CHATHISTORY" || message[0] == "MARKREAD";  // of the plugin
  if (message.command == "FAIL" && message[0] == "CHATHISTORY") {
    const bool is_of_targets = message[2] == "TARGETS";
    is_of_targets ? parts_.history.onTargetsRefused() : parts_.archive.onFail(message);
  }
  if (!parts_.context.isRegistered() || is_own_request) {
    return;
  }
  const bool is_failure = message.command == "FAIL";
  if (is_failure && parts_.messages.onError(message)) {
    return;
  }
  if (is_failure && message[0] == "NICK") {
    parts_.services.onNicknameRefused(message.count > 3 ? message[2] : message[0], message.last(),
                                      message[1] == "NICKNAME_RESERVED");
    return;
  }
  for (std::size_t i = 2; is_failure && i + 1 < message.count; ++i) {
    const std::string_view name = message[i];
    if (message[0] == "JOIN" && parts_.channels.onJoinFailed(name, message[1], message.last())) {
      return;
    }
    const Channel* const channel = parts_.channels.find(name);
    if (channel && channel->shown) {
      parts_.context.observer->noteInChannel(*channel, message.last());
      return;
    }
    if (parts_.messages.wasWrittenTo(name)) {
      parts_.context.observer->noteInChat(name, std::string(name) + ": " + std::string(message.last()));
      return;
    }
  }
  parts_.context.observer->answer(message.last());
}

// -------------------------------------------------------------------------------------------------- people

// away-notify: AWAY of another person, with a text or without.
void Dispatcher::onAway(const Message& message) {
  const std::string_view nick = message.from().name;
  const bool away = message.count > 0 && !message[0].empty();
  parts_.channels.membership().setAway(nick, away, message[0]);
  parts_.contacts.setAway(nick, away);
}

void Dispatcher::onChghost(const Message& message) {
  if (parts_.context.isSelf(message.from().name)) {
    parts_.context.nickname.setUserHost(message[0], message[1]);
  }
}

void Dispatcher::onNick(const Message& message) {
  SessionContext& context = parts_.context;
  const std::string old_nick(message.from().name);
  const std::string new_nick(message[0]);
  const bool is_self = context.isSelf(old_nick);
  if (is_self && new_nick.size() > kMostName) {
    return;
  }
  if (is_self) {
    const bool was_regaining = context.nickname.isRegaining();
    context.nickname.onNick(new_nick, context.isupport);
    if (context.isRegistered()) {
      parts_.services.onOwnNick(was_regaining);
      context.observer->nicknameChanged(old_nick);
    }
  }
  context.recent.rename(context.isupport, old_nick, new_nick);
  parts_.channels.membership().rename(old_nick, new_nick);
  if (!is_self) {
    parts_.contacts.setOnline(old_nick, false);
    parts_.contacts.setOnline(new_nick, true);
    parts_.contacts.regainNickname(old_nick);
  }
}

void Dispatcher::onQuit(const Message& message) {
  const std::string_view nick = message.from().name;
  if (parts_.context.isSelf(nick)) {
    return;  // the connection ends, and is made again
  }
  parts_.channels.departures().onQuit(nick, message.last());
  parts_.contacts.setOnline(nick, false);
  parts_.contacts.regainNickname(nick);
}

void Dispatcher::onMessage(const Message& message) {
  if (parts_.services.isOwnIdentification(message)) {
    return;
  }
  if (message.command == "NOTICE") {
    parts_.services.onNotice(message.from().name);
  }
  parts_.typing.onMessage(message);
  parts_.messages.onMessage(message);
}

// The answer to a labelled line that has no other answer.
void Dispatcher::onAck(const Message& message) { parts_.messages.onAck(message); }

void Dispatcher::onTagMessage(const Message& message) {
  parts_.followups.onTagMessage(message, false);
  parts_.typing.onTagMessage(message);
}

void Dispatcher::onRedact(const Message& message) { parts_.followups.onRedact(message, false); }

void Dispatcher::onMarkRead(const Message& message) { parts_.followups.onMarkRead(message); }

// -------------------------------------------------------------------------------------------------- channels

void Dispatcher::onJoin(const Message& message) {
  const Source source = message.from();
  if (parts_.context.isSelf(source.name)) {
    parts_.context.nickname.setUserHost(source.user, source.host);
    parts_.channels.joins().onSelfJoin(message[0]);
  } else if (Channel* const channel = parts_.channels.find(message[0])) {
    parts_.channels.departures().onJoin(source.name);
    parts_.channels.membership().onJoin(*channel, source.name);
    parts_.contacts.setOnline(source.name, true);
  }
}

// account-notify: ACCOUNT of a person, with "*" for none.
void Dispatcher::onAccount(const Message& message) {
  if (!parts_.context.isSelf(message.from().name)) {
    return;
  }
  if (message[0] == "*") {
    parts_.services.onUnidentified();
  } else {
    parts_.services.onIdentified();
  }
}

void Dispatcher::onMode(const Message& message) {
  if (parts_.context.isSelf(message[0])) {
    parts_.services.onOwnMode(message);
  } else if (Channel* const channel = parts_.channels.find(message[0])) {
    parts_.channels.membership().onMode(*channel, message);
    parts_.moderation.onMode(message);
  }
}

void Dispatcher::onPart(const Message& message) { parts_.channels.departures().onPart(message); }

void Dispatcher::onKick(const Message& message) {
  parts_.channels.departures().onKick(message);
  parts_.moderation.onKick(message);
}

void Dispatcher::onTopic(const Message& message) { parts_.channels.onTopic(message); }

void Dispatcher::onInvite(const Message& message) { parts_.channels.onInvite(message); }

}  // namespace irc
