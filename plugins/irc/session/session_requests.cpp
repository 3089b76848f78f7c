// SPDX-License-Identifier: MIT
// What the user wants from the network.
#include "protocol/ctcp.h"
#include "protocol/text/split.h"
#include "session/cut.h"
#include "session/session.h"

#include <algorithm>

namespace irc {

namespace {

constexpr std::string_view kActionFrame =
    "\x01"
    "ACTION \x01";

}  // namespace

bool Session::say(std::string_view target, std::string_view text, Said::How how) {
  if (!isWord(target) || target.find(',') != std::string_view::npos) {
    return false;
  }
  const std::string_view command = how == Said::How::Notice ? "NOTICE" : "PRIVMSG";
  std::size_t room = textRoom(command, target);
  if (how == Said::How::Action) {
    room = room > kActionFrame.size() + 4 ? room - kActionFrame.size() : 4;
  }
  std::string_view channel_name;
  const bool in_channel = isupport_.isChannelOrStatus(target, channel_name);
  const auto pieces = splitText(text, room);
  if (queue_.size() + pieces.size() > settings_->queue_limit) {
    return false;
  }
  for (const std::string& piece : pieces) {
    const std::string body = how == Said::How::Action ? formatCtcp("ACTION", piece) : piece;
    enqueue(OutgoingLine{formatLine(command, {target, body}), in_channel, !in_channel});
  }
  return !pieces.empty();
}

bool Session::part(std::string_view name, std::string_view reason) {
  const auto place = channels_.find(isupport_.fold(name));
  if (place == channels_.end()) {
    return false;
  }
  const bool on_server = place->second.phase != Channel::Phase::Joining || phase_ == Phase::Registered;
  const std::string real_name = place->second.name;
  channels_.erase(place);
  checkRejoined();
  if (!on_server) {
    return true;
  }
  ++parting_[isupport_.fold(real_name)];
  if (parting_.size() > kMostPartings) {
    parting_.erase(parting_.begin());
  }
  const std::string line = reason.empty() ? formatLine("PART", {real_name}) : formatLine("PART", {real_name, reason});
  if (rejoining_ || !enqueue(line)) {
    enqueueUrgent(line);
  }
  return true;
}

bool Session::setTopic(std::string_view channel, std::string_view topic) {
  std::string line(topic);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return isWord(channel) && enqueue(formatLine("TOPIC", {channel, cutTo(line, isupport_.topic_length)}));
}

bool Session::setNickname(std::string_view nickname) {
  if (!isWord(nickname) || !enqueue(formatLine("NICK", {nickname}))) {
    return false;
  }
  asked_nick_ = std::string(nickname);
  return true;
}

void Session::setAway(std::string_view text) {
  if (text == away_) {
    return;
  }
  away_ = std::string(text);
  if (phase_ != Phase::Registered) {
    return;
  }
  enqueueUrgent(away_.empty() ? formatLine("AWAY", {}) : formatLine("AWAY", {cutTo(away_, isupport_.away_length)}));
}

bool Session::whois(std::string_view nick) {
  if (!isWord(nick) || nick.find_first_of(",*?") != std::string_view::npos) {
    return false;
  }
  if (whois_.size() >= kMostWhois || !enqueue(formatLine("WHOIS", {nick}))) {
    return false;
  }
  whois_[isupport_.fold(nick)];
  return true;
}

bool Session::listChannels(std::string_view arguments) {
  return arguments.empty() ? enqueue(formatLine("LIST", {})) : enqueue(rawLine("LIST " + std::string(arguments)));
}

bool Session::command(std::string_view name, std::initializer_list<std::string_view> parameters) {
  for (const std::string_view& parameter : parameters) {
    if (&parameter != parameters.end() - 1 && !isWord(parameter)) {
      return false;
    }
  }
  return enqueue(formatLine(name, parameters));
}

bool Session::raw(std::string_view line) { return enqueue(rawLine(line)); }

}  // namespace irc
