// SPDX-License-Identifier: MIT
#include "session/moderation.h"

#include "protocol/modes.h"
#include "protocol/numerics.h"
#include "session/clock.h"
#include "session/cut.h"
#include "session/limits.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace irc {

namespace {

constexpr std::chrono::minutes kLongestWait{3};  // the host waits for two
constexpr std::string_view kToken = "prism-mode-";

ModerationOutcome outcomeOf(int numeric) {
  switch (numeric) {
    case kErrChanOpPrivsNeeded:
      return ModerationOutcome::kForbidden;
    case kErrNoSuchNick:
    case kErrNoSuchChannel:
    case kErrUserNotInChannel:
    case kErrNotOnChannel:
      return ModerationOutcome::kNotFound;
    case kErrUserOnChannel:
      return ModerationOutcome::kConflict;
    default:
      return ModerationOutcome::kFailed;
  }
}

// Returns true if the error may be about the nickname alone, without the channel.
bool isAboutNick(int numeric) { return numeric == kErrNoSuchNick || numeric == kErrUserNotInChannel; }

}  // namespace

bool Moderation::canSend(std::string_view channel) {
  const auto now = monotonicNow();
  while (!pending_.empty() && now - pending_.front().sent >= kLongestWait) {
    end(pending_.begin(), ModerationOutcome::kFailed);
  }
  return context_.isRegistered() && isWord(channel) && pending_.size() < kMostModerations;
}

bool Moderation::send(Kind kind, std::uint64_t number, std::string_view channel, std::string_view argument,
                      OutgoingLine line, std::string token) {
  if (!outbox_.hasRoomFor(2) || !outbox_.add(std::move(line))) {
    return false;
  }
  const Isupport& isupport = context_.isupport;
  pending_.push_back({kind, number, isupport.fold(channel), isupport.fold(argument), std::move(token), monotonicNow()});
  if (kind == Kind::kModes) {
    outbox_.add(OutgoingLine::command("PING", {pending_.back().token}));
  }
  return true;
}

bool Moderation::kick(std::uint64_t number, std::string_view channel, std::string_view nick, std::string_view reason) {
  if (!canSend(channel) || !isWord(nick)) {
    return false;
  }
  const std::string_view text = cutTo(reason, context_.isupport.kick_length);
  return send(Kind::kKick, number, channel, nick,
              text.empty() ? OutgoingLine::command("KICK", {channel, nick})
                           : OutgoingLine::command("KICK", {channel, nick, text}));
}

bool Moderation::changeModes(std::uint64_t number, std::string_view channel, std::string_view modes,
                             std::string_view argument) {
  if (!canSend(channel) || !isWord(argument)) {
    return false;
  }
  // Each mode has the argument once.
  const auto count = std::count_if(modes.begin(), modes.end(), [](char c) { return c != '+' && c != '-'; });
  std::string line = "MODE " + std::string(channel) + " " + std::string(modes);
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    line += " " + std::string(argument);
  }
  return send(Kind::kModes, number, channel, argument, OutgoingLine::raw(line),
              std::string(kToken) + std::to_string(++last_token_));
}

bool Moderation::setModes(std::uint64_t number, std::string_view channel, std::string_view modes,
                          std::string_view arguments) {
  std::string line = "MODE " + std::string(channel) + " " + std::string(modes);
  line.append(arguments.empty() ? "" : " ").append(arguments);
  return canSend(channel) && isWord(modes) &&
         send(Kind::kModes, number, channel, {}, OutgoingLine::raw(line),
              std::string(kToken) + std::to_string(++last_token_));
}

bool Moderation::readModes(std::uint64_t number, std::string_view channel) {
  return canSend(channel) && send(Kind::kRead, number, channel, {}, OutgoingLine::command("MODE", {channel}));
}

bool Moderation::listBans(std::uint64_t number, std::string_view channel) {
  return canSend(channel) && send(Kind::kBans, number, channel, {}, OutgoingLine::command("MODE", {channel, "+b"}));
}

bool Moderation::invite(std::uint64_t number, std::string_view channel, std::string_view nick) {
  return canSend(channel) && isWord(nick) &&
         send(Kind::kInvite, number, channel, nick, OutgoingLine::command("INVITE", {nick, channel}));
}

// -------------------------------------------------------------------------------------------------- answers

Moderation::Place Moderation::find(Kind kind, std::string_view channel, std::string_view argument) {
  if (pending_.empty()) {
    return pending_.end();
  }
  const std::string folded_channel = context_.isupport.fold(channel);
  const std::string folded_argument = context_.isupport.fold(argument);
  return std::find_if(pending_.begin(), pending_.end(), [&](const Pending& pending) {
    return pending.kind == kind && pending.channel == folded_channel &&
           (kind == Kind::kBans || pending.argument == folded_argument);
  });
}

// The observer may send another request.
void Moderation::end(Place place, ModerationOutcome outcome, std::string_view text) {
  Pending ended = std::move(*place);
  pending_.erase(place);
  ended.result.outcome = outcome;
  ended.result.text = cutVisibly(text, kMostText);
  if (context_.observer) {
    context_.observer->moderated(ended.number, ended.result);
  }
}

void Moderation::onKick(const Message& message) {
  const Place place = find(Kind::kKick, message[0], message[1]);
  if (place != pending_.end()) {
    end(place, ModerationOutcome::kDone);
  }
}

void Moderation::onMode(const Message& message) {
  if (pending_.empty() || !context_.isSelf(message.from().name)) {
    return;
  }
  for (const ModeChange& change : parseModes(message, 1, context_.isupport)) {
    const Place place = change.argument.empty() ? pending_.end() : find(Kind::kModes, message[0], change.argument);
    if (place != pending_.end()) {
      end(place, ModerationOutcome::kDone);
      return;
    }
  }
}

void Moderation::onPong(std::string_view token) {
  if (!token.starts_with(kToken)) {
    return;
  }
  const auto place = std::find_if(pending_.begin(), pending_.end(),
                                  [token](const Pending& pending) { return pending.token == token; });
  if (place != pending_.end()) {
    end(place, ModerationOutcome::kDone);
  }
}

bool Moderation::onInviting(std::string_view nick, std::string_view channel) {
  const Place place = find(Kind::kInvite, channel, nick);
  if (place == pending_.end()) {
    return false;
  }
  end(place, ModerationOutcome::kDone);
  return true;
}

// me channel +ntkl key 50
bool Moderation::onModesAre(const Message& message) {
  const Place place = find(Kind::kRead, message[1], {});
  if (place == pending_.end()) {
    return false;
  }
  for (const ModeChange& change : parseModes(message, 2, context_.isupport)) {
    place->result.modes.emplace_back(change.mode, std::string(cutTo(change.argument, kMostName)));
  }
  end(place, ModerationOutcome::kDone);
  return true;
}

bool Moderation::onBan(std::string_view channel, std::string_view mask, std::string_view by) {
  const Place place = find(Kind::kBans, channel, {});
  if (place == pending_.end()) {
    return false;
  }
  if (place->result.bans.size() < kMostListedBans) {
    place->result.bans.push_back(
        {std::string(cutTo(mask, kMostName)), std::string(cutTo(Source::parse(by).name, kMostName))});
  }
  return true;
}

bool Moderation::onEndOfBans(std::string_view channel) {
  const Place place = find(Kind::kBans, channel, {});
  if (place == pending_.end()) {
    return false;
  }
  end(place, ModerationOutcome::kDone);
  return true;
}

// Errors have the channel or the nickname among their parameters.
bool Moderation::onError(int numeric, const Message& message) {
  if (pending_.empty() || numeric == kErrCannotSendToChan) {
    return false;
  }
  for (auto place = pending_.begin(); place != pending_.end(); ++place) {
    bool has_channel = false;
    bool has_nick = false;
    for (std::size_t i = 1; i + 1 < message.count; ++i) {
      const std::string parameter = context_.isupport.fold(message[i]);
      has_channel = has_channel || parameter == place->channel;
      has_nick = has_nick || (!place->argument.empty() && parameter == place->argument);
    }
    const bool names_another = isAboutNick(numeric) && !has_nick;
    if ((has_channel && !names_another) || (has_nick && isAboutNick(numeric))) {
      end(place, outcomeOf(numeric), message.last());
      return true;
    }
  }
  return false;
}

void Moderation::onConnectionLost() {
  while (!pending_.empty()) {
    end(pending_.begin(), ModerationOutcome::kFailed, "The connection to the network is lost.");
  }
}

}  // namespace irc
