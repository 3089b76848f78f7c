// SPDX-License-Identifier: MIT
#include "mapping/chat_offer.h"

#include "session/limits.h"

#include <algorithm>

namespace irc {

void ChatOffer::set(const ChatFeatures& features) {
  if (features == features_) {
    return;
  }
  features_ = features;
  if (!has_network_) {
    for (const auto kind : {prism::Conversation::Contact, prism::Conversation::Room, prism::Conversation::Private}) {
      announce(kind, {}, features_);
    }
    return;
  }
  for (const Names* names : {&rooms_, &contacts_}) {
    for (const std::string& name : *names) {
      announce(names, name, features_);
    }
  }
}

void ChatOffer::open(Names* names, std::string_view name) {
  if (!has_network_ || names->count(name) > 0 || announced_ + sizeOf(names) > kMostChatNames) {
    return;
  }
  names->emplace(name);
  announced_ += sizeOf(names);
  if (features_ != ChatFeatures()) {
    announce(names, name, features_);
  }
}

void ChatOffer::close(Names* names, std::string_view name) {
  const auto place = names->find(name);
  if (place == names->end()) {
    return;
  }
  if (features_ != ChatFeatures()) {
    announce(names, *place, {});
  }
  names->erase(place);
  announced_ -= sizeOf(names);
}

ChatOffer::~ChatOffer() { announced_ -= rooms_.size() * sizeOf(&rooms_) + contacts_.size() * sizeOf(&contacts_); }

void ChatOffer::announce(const Names* names, std::string_view name, const ChatFeatures& features) const {
  if (names == &contacts_) {
    announce(prism::Conversation::Contact, name, features);
  } else {
    announce(prism::Conversation::Room, name, features);
    announce(prism::Conversation::Private, name, features);
  }
}

void ChatOffer::announce(prism::Conversation kind, std::string_view name, const ChatFeatures& features) const {
  prism::ChatCapabilities can;
  can.kind = kind;
  can.user = user_;
  can.buddy = name;
  can.inherit = features == ChatFeatures();  // so that the host does not count it
  can.reply = features.replies;
  can.react = features.reactions;
  can.retract = features.redactions;
  can.mark = features.read_markers;
  chat_.setCapabilities(can);
  announceArchive(kind, name, features);
}

// Without an archive, the host keeps positions only: see keepPositions().
void ChatOffer::announceArchive(prism::Conversation kind, std::string_view name, const ChatFeatures& features) const {
  prism::HistoryCapabilities can;
  can.kind = kind;
  can.user = user_;
  can.buddy = name;
  can.inherit = !features.archive;
  if (features.archive) {
    can.latest = can.latest_after = can.before = can.around = can.by_time = can.keeps_position = true;
    // The server tells whose private messages have waited: see History::requestTargets().
    can.asks_missed = can.asks_first = kind == prism::Conversation::Room && most_missed_ > 0;
    can.most_missed = most_missed_;
    can.longest_page = std::min(features.longest_page, std::uint32_t{PRISM_HISTORY_MAX_PAGE});
  }
  history_.setCapabilities(can);
}

bool ChatOffer::hasMissed(prism::Conversation kind, std::string_view name) const {
  const Names& names = kind == prism::Conversation::Contact ? contacts_ : rooms_;
  return features_.archive && most_missed_ > 0 && (!has_network_ || names.count(name) > 0);
}

}  // namespace irc
