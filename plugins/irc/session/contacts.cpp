// SPDX-License-Identifier: MIT
#include "session/contacts.h"

#include "protocol/text/words.h"

#include <chrono>
#include <cstddef>
#include <set>
#include <utility>

namespace irc {

namespace {

constexpr std::size_t kMaxNicksInLine = 400;  // bytes
constexpr std::size_t kUserhostNicks = 5;     // RFC 2812 section 4.8
constexpr std::chrono::milliseconds kQueryTogether{50};

}  // namespace

Contacts::Contact* Contacts::find(std::string_view nick) {
  const auto place = contacts_.find(context_.isupport.fold(nick));
  return place == contacts_.end() ? nullptr : &place->second;
}

void Contacts::rekeyForCasemapping() {
  std::map<std::string, Contact, std::less<>> rekeyed;
  for (auto& [folded, contact] : contacts_) {
    std::string key = context_.isupport.fold(contact.nick);
    rekeyed.insert_or_assign(std::move(key), std::move(contact));
  }
  contacts_ = std::move(rekeyed);
}

void Contacts::watch(std::string_view nick) {
  if (!isWord(nick) || nick.find(',') != std::string_view::npos || context_.isupport.isChannel(nick)) {
    return;
  }
  const auto [place, is_new] = contacts_.try_emplace(context_.isupport.fold(nick));
  Contact& contact = place->second;
  if (!is_new) {
    if (contact.shown) {
      context_.observer->contactChanged(contact.nick, contact.online, contact.away);
    }
    return;
  }
  contact.nick = std::string(nick);
  queryLater();
}

void Contacts::unwatch(std::string_view nick) {
  const auto place = contacts_.find(context_.isupport.fold(nick));
  if (place == contacts_.end()) {
    return;
  }
  const bool queried = place->second.queried;
  contacts_.erase(place);
  const OwnNickname& own = context_.nickname;
  if (queried && context_.isRegistered() && context_.isupport.has_monitor &&
      !(own.isRegaining() && context_.isupport.same(nick, own.wanted()))) {
    outbox_.addIdle(OutgoingLine::command("MONITOR", {"-", nick}));
  }
}

// -------------------------------------------------------------------------------------------------- queries

void Contacts::onConnectionLost() {
  for (auto& [folded, contact] : contacts_) {
    if (std::exchange(contact.shown, false) && contact.online) {
      contact.online = contact.away = false;
      context_.observer->contactChanged(contact.nick, false, false);
    }
  }
}

void Contacts::onRegistered() {
  for (auto& [folded, contact] : contacts_) {
    contact.shown = contact.queried = contact.away_due = false;
  }
  if (!context_.isupport.has_monitor) {
    poll();
    return;
  }
  if (context_.nickname.isRegaining()) {
    queryPresence({context_.nickname.wanted()});
  }
  queryNew();
}

// At a login, and after a netsplit, many contacts need a query. One line has several of them.
void Contacts::queryLater() {
  if (context_.isRegistered() && !query_timer_) {
    query_timer_ = context_.host.after(kQueryTogether, [this] {
      queryNew();
      queryAway();
    });
  }
}

// Asks for the presence of the contacts that were not asked for on this connection.
void Contacts::queryNew() {
  std::vector<std::string> nicks;
  for (auto& [folded, contact] : contacts_) {
    if (!std::exchange(contact.queried, true)) {
      nicks.push_back(contact.nick);
    }
  }
  queryPresence(nicks);
}

// MONITOR reports changes too, from now on. ISON answers once.
void Contacts::queryPresence(const std::vector<std::string>& nicks) {
  const bool monitor = context_.isupport.has_monitor;
  std::string together;
  const auto send = [&] {
    if (!together.empty()) {
      outbox_.addIdle(monitor ? OutgoingLine::command("MONITOR", {"+", together}) : OutgoingLine::ison(together));
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

void Contacts::poll() {
  if (!context_.isupport.has_monitor) {
    std::vector<std::string> nicks;
    if (context_.nickname.isRegaining()) {
      nicks.push_back(context_.nickname.wanted());
    }
    for (auto& [folded, contact] : contacts_) {
      contact.queried = true;
      nicks.push_back(contact.nick);
    }
    queryPresence(nicks);
  }
  if (context_.capabilities.on("extended-monitor") || context_.capabilities.on("draft/extended-monitor")) {
    return;
  }
  for (auto& [folded, contact] : contacts_) {
    contact.away_due = contact.online;
  }
  queryAway();
}

void Contacts::queryAway() {
  std::string nicks;
  std::size_t count = 0;
  const auto send = [&] {
    if (count > 0) {
      outbox_.addIdle(OutgoingLine::raw("USERHOST" + nicks));
      nicks.clear();
      count = 0;
    }
  };
  for (auto& [folded, contact] : contacts_) {
    if (!std::exchange(contact.away_due, false) || !contact.online) {
      continue;
    }
    nicks += " " + contact.nick;
    if (++count == kUserhostNicks) {
      send();
    }
  }
  send();
}

// -------------------------------------------------------------------------------------------------- answers

// RPL_ISON names those of the query's nicknames that are online.
void Contacts::onIson(const Message& message) {
  std::set<std::string> online;
  eachWord(message.last(), " ", [&](std::string_view nick) { online.insert(context_.isupport.fold(nick)); });
  const auto query = ison_queries_.answer(online, context_.isupport);
  if (!query) {
    return;
  }
  if (query->typed) {
    context_.observer->answer(online.empty() ? "None of them is online" : "Online: " + std::string(message.last()));
  }
  eachWord(query->nicks, " ", [&](std::string_view nick) {
    const bool is_online = online.count(context_.isupport.fold(nick)) > 0;
    setOnline(nick, is_online);
    if (!is_online) {
      regainNickname(nick);
    }
  });
}

bool Contacts::onIsonUnknown() {
  if (ison_queries_.empty()) {
    return false;
  }
  ison_queries_.dropFirst();
  return true;
}

// RPL_USERHOST: nick*=+user@host, with '-' instead of '+' for those who are away.
void Contacts::onUserhost(const Message& message) {
  eachWord(message.last(), " ", [&](std::string_view entry) {
    const auto equals = entry.find('=');
    if (equals == std::string_view::npos || equals + 1 >= entry.size()) {
      return;
    }
    std::string_view nick = entry.substr(0, equals);
    if (!nick.empty() && nick.back() == '*') {
      nick.remove_suffix(1);
    }
    setAway(nick, entry[equals + 1] == '-');
  });
}

void Contacts::onMonitor(const Message& message, bool online) {
  eachWord(message.last(), ",", [&](std::string_view target) {
    const std::string_view nick = Source::parse(target).name;
    setOnline(nick, online);
    if (!online) {
      regainNickname(nick);
    }
  });
}

void Contacts::onMonitorListFull() {
  if (std::exchange(context_.isupport.has_monitor, false)) {
    poll();
  }
}

void Contacts::setOnline(std::string_view nick, bool online) {
  Contact* const contact = find(nick);
  if (!contact || (contact->shown && contact->online == online)) {
    return;
  }
  contact->shown = true;
  contact->online = online;
  contact->away = false;
  context_.cost.countShown();
  context_.observer->contactChanged(contact->nick, online, false);
  if (online) {
    contact->away_due = true;
    queryLater();
  }
}

void Contacts::setAway(std::string_view nick, bool away) {
  Contact* const contact = find(nick);
  if (!contact || (contact->shown && contact->online && contact->away == away)) {
    return;
  }
  contact->shown = true;
  contact->online = true;
  contact->away = away;
  context_.cost.countShown();
  context_.observer->contactChanged(contact->nick, true, away);
}

void Contacts::regainNickname(std::string_view freed) {
  const OwnNickname& own = context_.nickname;
  if (own.isRegaining() && context_.isRegistered() && context_.isupport.same(freed, own.wanted())) {
    outbox_.addUrgent(OutgoingLine::command("NICK", {own.wanted()}));
  }
}

}  // namespace irc
