// SPDX-License-Identifier: MIT
#include "session/numeric_replies.h"

#include "protocol/numerics.h"
#include "session/cut.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace irc {

namespace {

template <typename Number>
Number numberOf(std::string_view text) {
  Number number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// The parameters from `first` on, with spaces between them.
std::string wordsOf(const Message& message, std::size_t first) {
  std::string words;
  for (std::size_t i = first; i < message.count; ++i) {
    words += (words.empty() ? "" : " ") + std::string(message[i]);
  }
  return words;
}

}  // namespace

const std::span<const NumericReplies::Entry> NumericReplies::kReplies = [] {
  using Self = NumericReplies;
  static constexpr auto kTable = std::to_array<Entry>({
      {kRplWelcome, &Self::doNothing},
      {kRplYourHost, &Self::doNothing},
      {kRplCreated, &Self::doNothing},
      {kRplMyInfo, &Self::onMyInfo, true},
      {kRplIsupport, &Self::onIsupport, true},
      {kRplYourId, &Self::doNothing},
      {kRplLuserClient, &Self::doNothing},
      {kRplLuserOp, &Self::doNothing},
      {kRplLuserUnknown, &Self::doNothing},
      {kRplLuserChannels, &Self::onLuserChannels, true},
      {kRplLuserMe, &Self::doNothing},
      {kRplLocalUsers, &Self::doNothing},
      {kRplGlobalUsers, &Self::doNothing},
      {kRplAway, &Self::onAway},
      {kRplUserhost, &Self::onUserhost},
      {kRplIson, &Self::onIson},
      {kRplUnaway, &Self::doNothing},
      {kRplNowAway, &Self::doNothing},
      {kRplWhoisRegNick, &Self::onWhois},
      {kRplWhoisUser, &Self::onWhois},
      {kRplWhoisServer, &Self::onWhois},
      {kRplWhoisOperator, &Self::onWhois},
      {kRplEndOfWho, &Self::doNothing},
      {kRplWhoisIdle, &Self::onWhois},
      {kRplEndOfWhois, &Self::onEndOfWhois},
      {kRplWhoisChannels, &Self::onWhois},
      {kRplWhoisSpecial, &Self::onWhois},
      {kRplListStart, &Self::doNothing},
      {kRplList, &Self::onList},
      {kRplListEnd, &Self::onListEnd},
      {kRplChannelModeIs, &Self::onModesAre},
      {kRplCreationTime, &Self::doNothing},
      {kRplWhoisAccount, &Self::onWhois},
      {kRplNoTopic, &Self::onTopic},
      {kRplTopic, &Self::onTopic},
      {kRplTopicWhoTime, &Self::onTopicWhoTime},
      {kRplWhoisActually, &Self::onWhois},
      {kRplInviting, &Self::onInviting},
      {kRplInviteList, &Self::onMask},
      {kRplEndOfInviteList, &Self::showText},
      {kRplExceptList, &Self::onMask},
      {kRplEndOfExceptList, &Self::showText},
      {kRplWhoReply, &Self::onWhoReply},
      {kRplNamReply, &Self::onNamReply},
      {kRplEndOfNames, &Self::onEndOfNames},
      {kRplBanList, &Self::onBan},
      {kRplEndOfBanList, &Self::onEndOfBans},
      {kRplMotd, &Self::onMotd, true},
      {kRplMotdStart, &Self::onMotd, true},
      {kRplEndOfMotd, &Self::onEndOfMotd, true},
      {kRplWhoisHost, &Self::onWhois},
      {kRplWhoisModes, &Self::onWhois},
      {kRplVisibleHost, &Self::onVisibleHost, true},
      {kErrNoMotd, &Self::onEndOfMotd, true},
      {kRplWhoisSecure, &Self::onWhois},
      {kRplMonOnline, &Self::onMonitor},
      {kRplMonOffline, &Self::onMonitor},
      {kRplMonList, &Self::doNothing},
      {kRplEndOfMonList, &Self::doNothing},
      {kRplLoggedIn, &Self::onLoggedIn},
      {kRplLoggedOut, &Self::onLoggedOut},
  });
  static_assert(std::is_sorted(kTable.begin(), kTable.end(),
                               [](const Entry& a, const Entry& b) { return a.numeric < b.numeric; }));
  return std::span<const Entry>(kTable);
}();

// Errors that are no answer to JOIN or PART.
const std::span<const NumericReplies::Entry> NumericReplies::kErrors = [] {
  using Self = NumericReplies;
  static constexpr auto kTable = std::to_array<Entry>({
      {kErrNoSuchNick, &Self::onNoSuchNick},
      {kErrWasNoSuchNick, &Self::onNoSuchNick},
      {kErrUnknownCommand, &Self::onUnknownCommand},
      {kErrErroneusNickname, &Self::onNicknameRefused},
      {kErrNicknameInUse, &Self::onNicknameRefused},
      {kErrBanOnChan, &Self::onNicknameRefused},
      {kErrNickCollision, &Self::onNicknameRefused},
      {kErrUnavailResource, &Self::onNicknameRefused},
      {kErrNickTooFast, &Self::onNicknameRefused},
      {kErrNoNickChange, &Self::onNicknameRefused},
      {kErrMonListFull, &Self::onMonitorListFull},
  });
  static_assert(std::is_sorted(kTable.begin(), kTable.end(),
                               [](const Entry& a, const Entry& b) { return a.numeric < b.numeric; }));
  return std::span<const Entry>(kTable);
}();

const NumericReplies::Entry* NumericReplies::find(std::span<const Entry> table, int numeric) {
  const auto place = std::lower_bound(table.begin(), table.end(), numeric,
                                      [](const Entry& entry, int value) { return entry.numeric < value; });
  return place == table.end() || place->numeric != numeric ? nullptr : &*place;
}

bool NumericReplies::handlesBeforeLogin(int numeric) {
  const Entry* const reply = find(kReplies, numeric);
  return reply && (reply->before_login || reply->handler == &NumericReplies::doNothing);
}

void NumericReplies::dispatch(int numeric, const Message& message) {
  if (numeric < kRplWelcome) {
    return;
  }
  const Entry* const reply = find(kReplies, numeric);
  if (!parts_.context.isRegistered() && !(reply && reply->before_login)) {
    return;
  }
  if (reply) {
    (this->*reply->handler)(numeric, message);
    return;
  }
  const bool is_error = numeric >= kFirstError && numeric < kFirstLaterNumeric;
  const bool may_refuse =
      numeric >= kFirstLaterNumeric && parts_.messages.wasWrittenTo(message[1]) && !parts_.whois.hasBegun(message[1]);
  if (!is_error && !may_refuse && parts_.whois.isPending(message[1])) {
    return;  // an extension of this server to the answer
  }
  if (numeric < kFirstError) {
    showParameters(numeric, message);
    return;
  }
  if (parts_.channels.onError(numeric, message) || (is_error && parts_.moderation.onError(numeric, message))) {
    return;
  }
  const Entry* const error = find(kErrors, numeric);
  (this->*(error ? error->handler : &NumericReplies::onOtherError))(numeric, message);
}

void NumericReplies::doNothing(int /*numeric*/, const Message& /*message*/) {}

void NumericReplies::showText(int /*numeric*/, const Message& message) {
  parts_.context.observer->answer(message.last());
}

void NumericReplies::showParameters(int /*numeric*/, const Message& message) {
  parts_.context.observer->answer(wordsOf(message, 1));
}

// -------------------------------------------------------------------------------------------------- the server

void NumericReplies::onMyInfo(int /*numeric*/, const Message& message) {
  if (!message[1].empty()) {
    parts_.context.server_name = std::string(cutTo(message[1], kMostText));
  }
}

void NumericReplies::onIsupport(int /*numeric*/, const Message& message) {
  Isupport& isupport = parts_.context.isupport;
  const Casemapping before = isupport.casemapping;
  isupport.apply(message);
  if (isupport.casemapping == before) {
    return;
  }
  // Rekeying takes time for each known member. A second change in a connection is ignored: no network changes its case
  // mapping while it runs.
  if (std::exchange(rekeyed_, true)) {
    isupport.casemapping = before;
    return;
  }
  parts_.channels.rekeyForCasemapping();
  parts_.contacts.rekeyForCasemapping();
}

void NumericReplies::onLuserChannels(int /*numeric*/, const Message& message) {
  parts_.context.channel_count = numberOf<std::uint32_t>(message[1]);
}

void NumericReplies::onMotd(int /*numeric*/, const Message& message) {
  const SessionContext& context = parts_.context;
  if (context.settings.motd || context.motd_requested) {
    context.observer->note(message.last());
  }
}

void NumericReplies::onEndOfMotd(int /*numeric*/, const Message& /*message*/) { parts_.context.motd_requested = false; }

// me host :is now your displayed host
void NumericReplies::onVisibleHost(int /*numeric*/, const Message& message) {
  parts_.context.nickname.setVisibleHost(message[1]);
}

void NumericReplies::onLoggedIn(int /*numeric*/, const Message& /*message*/) { parts_.services.onIdentified(); }

void NumericReplies::onLoggedOut(int /*numeric*/, const Message& /*message*/) { parts_.services.onUnidentified(); }

// -------------------------------------------------------------------------------------------------- channels

void NumericReplies::onTopic(int numeric, const Message& message) {
  const bool has_topic = numeric == kRplTopic;
  Channel* const channel = parts_.channels.find(message[1]);
  if (channel && channel->phase != Channel::Phase::kJoined) {
    channel->setTopic(has_topic ? message[2] : std::string_view(), {});
  } else if (has_topic) {
    parts_.context.observer->answer("The topic of " + std::string(message[1]) + ": " + std::string(message[2]));
  } else {
    showParameters(numeric, message);
  }
}

// me channel who time
void NumericReplies::onTopicWhoTime(int /*numeric*/, const Message& message) {
  Channel* const channel = parts_.channels.find(message[1]);
  if (!channel) {
    return;
  }
  channel->setTopic(std::string(channel->topic), Source::parse(message[2]).name);
  channel->topic_time = std::int64_t{numberOf<std::uint32_t>(message[3])} * 1000;
  if (channel->phase == Channel::Phase::kJoined && channel->shown) {
    parts_.context.observer->topicChanged(*channel);
  }
}

void NumericReplies::onNamReply(int /*numeric*/, const Message& message) {
  const Channel* const channel = parts_.channels.find(message[2]);
  if (!channel && parts_.channels.isParting(message[2])) {
    return;
  }
  if (!channel || channel->phase != Channel::Phase::kListing) {
    parts_.context.observer->answer(wordsOf(message, 2));
    return;
  }
  parts_.channels.joins().onNames(message);
}

void NumericReplies::onEndOfNames(int /*numeric*/, const Message& message) {
  parts_.channels.joins().onEndOfNames(message[1]);
}

// me channel count :topic
void NumericReplies::onList(int /*numeric*/, const Message& message) {
  if (!parts_.list.expected()) {
    return;
  }
  parts_.context.cost.forgiveLine();  // the list is shown at its end, and only its fullest channels
  if (!message[1].empty()) {
    parts_.list.add(message[1], numberOf<std::uint32_t>(message[2]), message[3]);
  }
}

void NumericReplies::onListEnd(int /*numeric*/, const Message& /*message*/) {
  if (parts_.list.expected()) {
    parts_.context.observer->channelsListed(parts_.list.finish());
  }
}

// me channel modes [arguments]
void NumericReplies::onModesAre(int numeric, const Message& message) {
  if (!parts_.moderation.onModesAre(message)) {
    showParameters(numeric, message);
  }
}

// me nick channel
void NumericReplies::onInviting(int /*numeric*/, const Message& message) {
  if (parts_.moderation.onInviting(message[1], message[2])) {
    return;
  }
  parts_.context.observer->answer(std::string(message[1]) + " has been invited to " + std::string(message[2]));
}

// me channel mask [who time]
void NumericReplies::onBan(int numeric, const Message& message) {
  if (!parts_.moderation.onBan(message[1], message[2], message[3])) {
    onMask(numeric, message);
  }
}

void NumericReplies::onEndOfBans(int numeric, const Message& message) {
  if (!parts_.moderation.onEndOfBans(message[1])) {
    showText(numeric, message);
  }
}

// me channel mask [who time]
void NumericReplies::onMask(int /*numeric*/, const Message& message) {
  const std::string by = message.count > 3 ? ", by " + std::string(message[3]) : "";
  parts_.context.observer->answer(std::string(message[2]) + by);
}

// -------------------------------------------------------------------------------------------------- people

// me nick :text, in a WHOIS or as the answer to a message
void NumericReplies::onAway(int /*numeric*/, const Message& message) {
  const std::string_view nick = message[1];
  const std::string_view text = message.last();
  if (parts_.whois.onAway(nick, text)) {
    return;
  }
  parts_.channels.membership().setAway(nick, true, text);
  parts_.contacts.setAway(nick, true);
  std::string shown = std::string(nick) + ' ' + std::string(text);
  shown = cutTo(shown, kMostText);
  if (shown != away_shown_) {
    away_shown_ = std::move(shown);
    parts_.context.observer->noteInChat(nick, std::string(nick) + " is away: " + std::string(text));
  }
}

void NumericReplies::onUserhost(int /*numeric*/, const Message& message) { parts_.contacts.onUserhost(message); }

void NumericReplies::onIson(int /*numeric*/, const Message& message) { parts_.contacts.onIson(message); }

void NumericReplies::onMonitor(int numeric, const Message& message) {
  parts_.contacts.onMonitor(message, numeric == kRplMonOnline);
}

// me channel user host server nick flags :hops realname
void NumericReplies::onWhoReply(int /*numeric*/, const Message& message) {
  if (parts_.context.isSelf(message[5])) {
    parts_.context.nickname.setUserHost(message[2], message[3]);
  }
  parts_.channels.membership().setAway(message[5], isAway(message[6]), {});
}

void NumericReplies::onWhois(int numeric, const Message& message) { parts_.whois.onReply(numeric, message); }

void NumericReplies::onEndOfWhois(int /*numeric*/, const Message& message) { parts_.whois.onEnd(message[1]); }

// -------------------------------------------------------------------------------------------------- errors

void NumericReplies::onNoSuchNick(int numeric, const Message& message) {
  const std::string nick(message[1]);
  if (numeric == kErrNoSuchNick && parts_.services.onAbsent(nick) && !parts_.messages.wasWrittenTo(nick)) {
    return;
  }
  parts_.contacts.setOnline(nick, false);
  // The answer may be to a message of the user, which has not arrived.
  if (numeric == kErrNoSuchNick && (!parts_.whois.isPending(nick) || parts_.messages.wasWrittenTo(nick))) {
    parts_.context.observer->noteInChat(nick, nick + ": " + std::string(message.last()));
  }
}

void NumericReplies::onUnknownCommand(int numeric, const Message& message) {
  const std::string_view command = message[1];
  if (command == "ISON" && parts_.contacts.onIsonUnknown()) {
    return;
  }
  if (command != "CAP" && command != "WHO" && command != "USERHOST") {
    onOtherError(numeric, message);
  }
}

void NumericReplies::onNicknameRefused(int numeric, const Message& message) {
  const bool in_use = numeric == kErrNicknameInUse || numeric == kErrNickCollision;
  parts_.services.onNicknameRefused(message[1], message.last(), !in_use);
}

void NumericReplies::onMonitorListFull(int /*numeric*/, const Message& /*message*/) {
  parts_.contacts.onMonitorListFull();
}

void NumericReplies::onOtherError(int numeric, const Message& message) {
  for (std::size_t i = 1; i + 1 < message.count; ++i) {
    if (parts_.messages.wasWrittenTo(message[i])) {
      const std::string nick(message[i]);
      parts_.context.observer->noteInChat(nick, nick + ": " + std::string(message.last()));
      return;
    }
  }
  if (numeric >= kFirstLaterNumeric) {  // no error: a list, or KNOCK of another user
    showParameters(numeric, message);
    return;
  }
  for (std::size_t i = 1; i + 1 < message.count; ++i) {
    const Channel* const channel = parts_.channels.find(message[i]);
    if (channel && channel->shown) {
      parts_.context.observer->noteInChannel(*channel, message.last());
      return;
    }
  }
  const std::string about = message.count > 2 ? std::string(message[1]) + ": " : "";
  parts_.context.observer->answer(about + std::string(message.last()));
}

}  // namespace irc
