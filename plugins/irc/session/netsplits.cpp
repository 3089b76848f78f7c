// SPDX-License-Identifier: MIT
#include "session/netsplits.h"

#include <chrono>
#include <utility>

namespace irc {

namespace {

constexpr std::chrono::seconds kQuiet{2};

}  // namespace

void Netsplits::startQuit(std::string_view reason) {
  if (split_ && split_->reason != reason) {
    announce();
  }
}

void Netsplits::addChannel(std::string_view reason, const std::string& folded_channel) {
  if (!split_) {
    split_ = std::make_unique<Split>(Split{std::string(reason), 0, {}});
  }
  split_->channels.insert(folded_channel);
}

void Netsplits::endQuit() {
  if (split_) {
    ++split_->people;
    timer_ = context_.host.after(kQuiet, [this] { announce(); });
  }
}

void Netsplits::clear() {
  timer_.end();
  split_.reset();
}

void Netsplits::announce() {
  const auto split = std::move(split_);
  timer_.end();
  if (!split) {
    return;
  }
  const auto between = split->reason.find(' ');
  const std::string text = "Netsplit: " + split->reason.substr(0, between) + " and " +
                           split->reason.substr(between + 1) + " have lost each other; " +
                           std::to_string(split->people) + (split->people == 1 ? " person is" : " people are") +
                           " out of sight until they find back";
  for (const std::string& folded : split->channels) {
    const auto place = channels_.find(folded);
    if (place != channels_.end() && place->second.shown) {
      context_.cost.countShown();
      context_.observer->noteInChannel(place->second, text);
    }
  }
}

}  // namespace irc
