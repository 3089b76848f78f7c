// SPDX-License-Identifier: MIT
#include "session/requests.h"

#include "protocol/message.h"
#include "session/cut.h"

#include <algorithm>

namespace irc {

bool Requests::setTopic(std::string_view channel, std::string_view topic) {
  std::string line(topic);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return isWord(channel) &&
         outbox_.add(OutgoingLine::command("TOPIC", {channel, cutTo(line, context_.isupport.topic_length)}));
}

bool Requests::setNickname(std::string_view nickname) {
  if (!isWord(nickname) || !outbox_.add(OutgoingLine::command("NICK", {nickname}))) {
    return false;
  }
  context_.nickname.request(nickname);
  return true;
}

void Requests::takeNickname(std::string_view nickname) {
  if (!context_.isRegistered()) {
    context_.nickname.want(nickname);
  } else if (!context_.isupport.same(nickname, context_.nickname.current())) {
    setNickname(nickname);
  }
}

void Requests::setAway(std::string_view text) {
  if (text == away_) {
    return;
  }
  away_ = std::string(text);
  if (!context_.isRegistered()) {
    return;
  }
  if (away_.empty()) {
    outbox_.addUrgent(OutgoingLine::command("AWAY", {}));
  } else {
    onRegistered();
  }
}

void Requests::onRegistered() {
  if (!away_.empty()) {
    outbox_.addUrgent(OutgoingLine::command("AWAY", {cutTo(away_, context_.isupport.away_length)}));
  }
}

bool Requests::listChannels(std::string_view arguments) { return outbox_.add(OutgoingLine::list(arguments)); }

bool Requests::command(std::string_view name, std::initializer_list<std::string_view> parameters) {
  for (const std::string_view& parameter : parameters) {
    if (&parameter != parameters.end() - 1 && !isWord(parameter)) {
      return false;
    }
  }
  return outbox_.add(OutgoingLine::command(name, parameters));
}

bool Requests::raw(std::string_view line) { return outbox_.add(OutgoingLine::raw(line)); }

}  // namespace irc
