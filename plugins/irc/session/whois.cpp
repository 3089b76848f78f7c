// SPDX-License-Identifier: MIT
#include "session/whois.h"

#include "protocol/numerics.h"
#include "session/cut.h"
#include "session/limits.h"

#include <utility>

namespace irc {

bool Whois::request(std::string_view nick) {
  if (!isWord(nick) || nick.find_first_of(",*?") != std::string_view::npos) {
    return false;
  }
  if (answers_.size() >= kMostWhois || !outbox_.add(OutgoingLine::command("WHOIS", {nick}))) {
    return false;
  }
  answers_[context_.isupport.fold(nick)];
  return true;
}

bool Whois::isPending(std::string_view nick) const {
  return answers_.find(context_.isupport.fold(nick)) != answers_.end();
}

bool Whois::hasBegun(std::string_view nick) const {
  const auto place = answers_.find(context_.isupport.fold(nick));
  return place != answers_.end() && !place->second.nick.empty();
}

void Whois::onReply(int numeric, const Message& message) {
  const auto place = answers_.find(context_.isupport.fold(message[1]));
  if (place == answers_.end()) {
    return;
  }
  WhoisAnswer& answer = place->second;
  answer.nick = std::string(cutTo(message[1], kMostName));
  const auto text = [](std::string_view whole) { return cutVisibly(whole, kMostText); };
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
      if (!std::string_view(answer.channels).ends_with(kCutShown)) {
        answer.channels += (answer.channels.empty() ? "" : " ") + std::string(message.last());
        answer.channels = cutVisibly(answer.channels, kMostTopic);
      }
      break;
    case kRplWhoisAccount:
      answer.account = text(message[2]);
      break;
    default:
      break;
  }
}

bool Whois::onAway(std::string_view nick, std::string_view text) {
  const auto place = answers_.find(context_.isupport.fold(nick));
  if (place == answers_.end()) {
    return false;
  }
  place->second.away = cutVisibly(text, kMostText);
  return true;
}

void Whois::onEnd(std::string_view nick) {
  WhoisAnswer answer;
  if (const auto place = answers_.find(context_.isupport.fold(nick)); place != answers_.end()) {
    answer = std::move(place->second);
    answers_.erase(place);
  }
  if (answer.nick.empty()) {
    answer.nick = std::string(nick);
  }
  context_.observer->whoisAnswered(answer);
}

}  // namespace irc
