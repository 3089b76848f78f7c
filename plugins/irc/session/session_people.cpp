// SPDX-License-Identifier: MIT
// Contacts and their presence, the user's wanted nickname, who is away.
#include "protocol/numerics.h"
#include "protocol/text/words.h"
#include "session/cut.h"
#include "session/session.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace irc {

namespace {

constexpr std::size_t kMaxNicksInLine = 400;  // bytes
constexpr std::size_t kUserhostNicks = 5;     // RFC 2812 section 4.8
constexpr std::size_t kMaxMembersToPoll = 1000;
constexpr std::chrono::milliseconds kAskTogether{50};

}  // namespace

// ------------------------------------------------------------------------------------------------- contacts

void Session::watch(std::string_view nick) {
  if (!isWord(nick) || nick.find(',') != std::string_view::npos || isupport_.isChannel(nick)) {
    return;
  }
  const auto [place, is_new] = contacts_.try_emplace(isupport_.fold(nick));
  if (!is_new) {
    if (place->second.told) {
      observer_->contactChanged(place->second.nick, place->second.online, place->second.away);
    }
    return;
  }
  place->second.nick = std::string(nick);
  askSoon();
}

void Session::unwatch(std::string_view nick) {
  const auto place = contacts_.find(isupport_.fold(nick));
  if (place == contacts_.end()) {
    return;
  }
  const bool asked = place->second.asked;
  contacts_.erase(place);
  if (asked && phase_ == Phase::Registered && isupport_.has_monitor &&
      !(regaining_ && isupport_.same(nick, wanted_nick_))) {
    enqueueIdle(formatLine("MONITOR", {"-", nick}));
  }
}

// Contacts come in numbers, at a login or after a netsplit: one question is for all that have come meanwhile.
void Session::askSoon() {
  if (phase_ == Phase::Registered && !ask_timer_) {
    ask_timer_ = network_->host.after(kAskTogether, [this] {
      askAboutNew();
      askAway();
    });
  }
}

// Those who were not asked about on this connection.
void Session::askAboutNew() {
  std::vector<std::string> nicks;
  for (auto& [folded, contact] : contacts_) {
    if (!std::exchange(contact.asked, true)) {
      nicks.push_back(contact.nick);
    }
  }
  askPresence(nicks);
}

// By MONITOR where there is one, which tells from now on; else by ISON, for this once.
void Session::askPresence(const std::vector<std::string>& nicks) {
  const bool monitor = isupport_.has_monitor;
  std::string together;
  const auto send = [&] {
    if (!together.empty()) {
      enqueueIdle(monitor ? formatLine("MONITOR", {"+", together}) : "ISON " + together);
      together.clear();
    }
  };
  for (const std::string& nick : nicks) {
    if (together.size() + nick.size() > kMaxNicksInLine) {
      send();
    }
    together += (together.empty() ? "" : monitor ? "," : " ") + nick;
  }
  send();
}

// After each login.
void Session::startWatching() {
  for (auto& [folded, contact] : contacts_) {
    contact.told = contact.asked = contact.away_due = false;
  }
  if (isupport_.has_monitor && regaining_) {
    askPresence({wanted_nick_});
  }
  const auto away_interval = settings_->away_interval;
  poll_timer_ = network_->host.every(
      away_interval.count() > 0 ? std::min(away_interval, settings_->regain_interval) : settings_->regain_interval,
      [this] {
        // A round that has not gone out yet is enough.
        if (queue_.idleSize() == 0) {
          pollPresence();
          pollAway();
        }
      });
  if (isupport_.has_monitor) {
    askAboutNew();
  } else {
    pollPresence();
  }
}

// ISON for who is online, where the server has no MONITOR; USERHOST for who of them is away, where it does not tell.
void Session::pollPresence() {
  if (!isupport_.has_monitor) {
    std::vector<std::string> nicks;
    if (regaining_) {
      nicks.push_back(wanted_nick_);
    }
    for (auto& [folded, contact] : contacts_) {
      contact.asked = true;
      nicks.push_back(contact.nick);
    }
    askPresence(nicks);
  }
  if (capabilities_.on("extended-monitor") || capabilities_.on("draft/extended-monitor")) {
    return;
  }
  for (auto& [folded, contact] : contacts_) {
    contact.away_due = contact.online;
  }
  askAway();
}

void Session::askAway() {
  std::string line = "USERHOST";
  std::size_t count = 0;
  for (auto& [folded, contact] : contacts_) {
    if (!std::exchange(contact.away_due, false) || !contact.online) {
      continue;
    }
    line += " " + contact.nick;
    if (++count == kUserhostNicks) {
      enqueueIdle(std::exchange(line, "USERHOST"));
      count = 0;
    }
  }
  if (count > 0) {
    enqueueIdle(line);
  }
}

// RPL_ISON names those of the line's nicknames that are online. Answers come in the order of the questions; one that
// names somebody who was not asked for belongs to a later question, since the server has left one out.
void Session::isonAnswer(const Message& message) {
  std::set<std::string> online;
  eachWord(message.last(), " ", [&](std::string_view nick) { online.insert(isupport_.fold(nick)); });
  const auto answered = std::find_if(ison_asked_.begin(), ison_asked_.end(), [&](const Question& question) {
    std::size_t found = 0;
    eachWord(question.nicks, " ", [&](std::string_view nick) { found += online.count(isupport_.fold(nick)); });
    return found >= online.size();
  });
  if (answered == ison_asked_.end()) {
    return;
  }
  const Question asked = std::move(*answered);
  ison_asked_.erase(ison_asked_.begin(), std::next(answered));
  if (asked.typed) {
    observer_->answer(online.empty() ? "None of them is online" : "Online: " + std::string(message.last()));
  }
  eachWord(asked.nicks, " ", [&](std::string_view nick) {
    const bool is_on = online.count(isupport_.fold(nick)) > 0;
    setContact(nick, is_on);
    if (!is_on) {
      tryRegain(nick);
    }
  });
}

// RPL_USERHOST: nick*=+user@host, '-' instead of '+' for those who are away.
void Session::userhostAnswer(const Message& message) {
  eachWord(message.last(), " ", [&](std::string_view entry) {
    const auto equals = entry.find('=');
    if (equals == std::string_view::npos || equals + 1 >= entry.size()) {
      return;
    }
    std::string_view nick = entry.substr(0, equals);
    if (!nick.empty() && nick.back() == '*') {
      nick.remove_suffix(1);
    }
    setContactAway(nick, entry[equals + 1] == '-');
  });
}

void Session::setContact(std::string_view nick, bool online) {
  const auto place = contacts_.find(isupport_.fold(nick));
  if (place == contacts_.end()) {
    return;
  }
  Contact& contact = place->second;
  if (contact.told && contact.online == online) {
    return;
  }
  const bool came = online && !(contact.told && contact.online);
  contact.told = true;
  contact.online = online;
  contact.away = false;
  cost_.countShown();
  observer_->contactChanged(contact.nick, online, false);
  if (came) {
    contact.away_due = true;
    askSoon();
  }
}

void Session::setContactAway(std::string_view nick, bool away) {
  const auto place = contacts_.find(isupport_.fold(nick));
  if (place == contacts_.end() || (place->second.told && place->second.online && place->second.away == away)) {
    return;
  }
  place->second.told = true;
  place->second.online = true;
  place->second.away = away;
  cost_.countShown();
  observer_->contactChanged(place->second.nick, true, away);
}

// ---------------------------------------------------------------------------------------- the wanted nickname

void Session::tryRegain(std::string_view freed) {
  if (regaining_ && phase_ == Phase::Registered && isupport_.same(freed, wanted_nick_)) {
    enqueueUrgent(formatLine("NICK", {wanted_nick_}));
  }
}

// ----------------------------------------------------------------------------------------------------- away

// away-notify: AWAY of others, with a text or without.
void Session::onAway(const Message& message) {
  const std::string_view nick = message.from().name;
  const bool away = message.count > 0 && !message[0].empty();
  setMemberAway(nick, away, message[0]);
  setContactAway(nick, away);
}

void Session::setMemberAway(std::string_view nick, bool away, std::string_view text) {
  const std::string folded = isupport_.fold(nick);
  for (auto& [name, channel] : channels_) {
    Member* const member = channel.members.find(folded);
    if (!member || member->away == away) {
      continue;
    }
    member->away = away;
    if (channel.shown && channel.phase == Channel::Phase::Joined) {
      cost_.countShown();
      observer_->memberChanged(channel, *member, text);
    }
  }
}

// service.irc_away_timeout: servers that do not tell are asked.
void Session::pollAway() {
  if (settings_->away_interval.count() == 0 || capabilities_.on("away-notify") ||
      now() - away_polled_at_ < settings_->away_interval) {
    return;
  }
  away_polled_at_ = now();
  for (const auto& [folded, channel] : channels_) {
    if (channel.phase == Channel::Phase::Joined) {
      askWho(channel);
    }
  }
}

// Who of a channel is away; not of one where that would be a flood.
void Session::askWho(const Channel& channel) {
  if (channel.members.size() <= kMaxMembersToPoll) {
    enqueueIdle(formatLine("WHO", {channel.name}));
  }
}

// RPL_WHOREPLY: me channel user host server nick flags :hops realname
void Session::whoAnswer(const Message& message) {
  const bool away = isGone(message[6]);
  if (isSelf(message[5])) {
    user_host_ = cutTo(std::string(message[2]) + "@" + std::string(message[3]), kMostText);
  }
  setMemberAway(message[5], away, {});
}

// ---------------------------------------------------------------------------------------------------- whois

void Session::whoisLine(int numeric, const Message& message) {
  const std::string_view nick = message[1];
  const std::string folded = isupport_.fold(nick);
  if (numeric == kRplEndOfWhois) {
    const auto place = whois_.find(folded);
    WhoisAnswer answer;
    if (place != whois_.end()) {
      answer = std::move(place->second);
      whois_.erase(place);
    }
    if (answer.nick.empty()) {
      answer.nick = std::string(nick);
    }
    observer_->whoisAnswered(answer);
    return;
  }
  const auto place = whois_.find(folded);
  if (place == whois_.end()) {
    return;  // nobody has asked
  }
  WhoisAnswer& answer = place->second;
  answer.nick = std::string(cutTo(nick, kMostName));
  const auto text = [](std::string_view whole) { return std::string(cutTo(whole, kMostText)); };
  switch (numeric) {
    case kRplWhoisUser:  // nick user host * :realname
      answer.found = true;
      answer.userhost = text(std::string(message[2]) + "@" + std::string(message[3]));
      answer.realname = text(message.last());
      break;
    case kRplWhoisServer:
      answer.server = text(message[2]);
      break;
    case kRplWhoisIdle:  // seconds
      answer.idle = text(message[2]);
      break;
    case kRplWhoisChannels:
      answer.channels += (answer.channels.empty() ? "" : " ") + std::string(message.last());
      if (answer.channels.size() > kMostTopic) {
        answer.channels = std::string(cutTo(answer.channels, kMostTopic)) + "... (the rest is left out)";
      }
      break;
    case kRplWhoisAccount:
      answer.account = text(message[2]);
      break;
    default:
      break;
  }
}

}  // namespace irc
