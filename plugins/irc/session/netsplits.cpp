// SPDX-License-Identifier: MIT
#include "session/netsplits.h"

#include <chrono>
#include <utility>

namespace irc {

namespace {

constexpr std::chrono::milliseconds kQuiet{500};
constexpr std::size_t kMostSplits = 5;  // at a time
constexpr std::size_t kMostNamed = 200;

}  // namespace

void Netsplits::onLeft(std::string_view reason, const std::string& folded_nick, const std::string& folded_channel) {
  auto place = splits_.find(reason);
  if (place == splits_.end()) {
    if (splits_.size() >= kMostSplits) {
      announceAll();
    }
    place = splits_.try_emplace(std::string(reason)).first;
  }
  Split& split = place->second;
  if (split.last != folded_nick) {
    split.last = folded_nick;
    if (split.people.size() < kMostNamed) {
      split.people.insert(folded_nick);
    } else {
      ++split.more;
    }
  }
  split.channels.insert(folded_channel);
  timer_ = context_.host.after(kQuiet, [this] { announceAll(); });
}

void Netsplits::onJoin(const std::string& folded_nick) {
  for (auto place = splits_.begin(); place != splits_.end();) {
    const auto current = place++;
    if (current->second.people.count(folded_nick) > 0) {
      announce(current);
    }
  }
}

void Netsplits::clear() {
  timer_.end();
  splits_.clear();
}

void Netsplits::announceAll() {
  while (!splits_.empty()) {
    announce(splits_.begin());
  }
  timer_.end();
}

void Netsplits::announce(Splits::iterator place) {
  const auto node = splits_.extract(place);
  const std::string& reason = node.key();
  const Split& split = node.mapped();
  const std::size_t people = split.people.size() + split.more;
  const auto between = reason.find(' ');
  const std::string text = "Netsplit: " + reason.substr(0, between) + " and " + reason.substr(between + 1) +
                           " have lost each other; " + std::to_string(people) +
                           (people == 1 ? " person is" : " people are") + " out of sight until they find back";
  for (const std::string& folded : split.channels) {
    const auto channel = channels_.find(folded);
    if (channel != channels_.end() && channel->second.shown) {
      context_.cost.countShown();
      context_.observer->noteInChannel(channel->second, text);
    }
  }
}

}  // namespace irc
