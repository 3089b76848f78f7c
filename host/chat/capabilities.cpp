// SPDX-License-Identifier: MIT
#include "host/chat/capabilities.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace prism::host {
namespace {

ChatRefusal refuseAged(bool supported, std::chrono::seconds most, std::chrono::seconds age) {
  return !supported                                            ? ChatRefusal::kUnsupported
         : most != std::chrono::seconds::zero() && age >= most ? ChatRefusal::kTooOld
                                                               : ChatRefusal::kNone;
}

// The key of a name. Private conversations have those of their room.
std::string keyOf(const ConversationName& conversation) {
  std::string key;
  const bool in_room = conversation.kind != ConversationKind::kContact;
  writeConversationKey({in_room ? ConversationKind::kRoom : ConversationKind::kContact, conversation.name}, &key);
  return conversation.kind == ConversationKind::kPrivate ? "p" + key : key;
}

}  // namespace

ChatRefusal ChatCapabilities::refuseEdit(std::chrono::seconds age) const {
  return refuseAged(can(PRISM_CHAT_CAN_EDIT), edit_age, age);
}

ChatRefusal ChatCapabilities::refuseRetraction(std::chrono::seconds age) const {
  return refuseAged(can(PRISM_CHAT_CAN_RETRACT), retract_age, age);
}

ChatRefusal ChatCapabilities::refuseReactions(const ReactionSet& set, const Reactions& all) const {
  if (!can(PRISM_CHAT_CAN_REACT)) {
    return ChatRefusal::kUnsupported;
  }
  const bool known = reactions.empty() || std::all_of(set.begin(), set.end(), [&](std::string_view reaction) {
                       return reactions.find(reaction) != reactions.end();
                     });
  const auto is_long = [](std::string_view reaction) {
    return reaction.empty() || reaction.size() > Reactions::kLongest;
  };
  if (!known || std::any_of(set.begin(), set.end(), is_long)) {
    return ChatRefusal::kUnknownReaction;
  }
  if (set.size() > mostReactions()) {
    return ChatRefusal::kTooManyOfUser;
  }
  if (reactions_per_message != 0 && !set.empty() && all.countWith({}, set) > reactions_per_message) {
    return ChatRefusal::kTooManyOfMessage;
  }
  return ChatRefusal::kNone;
}

std::size_t ChatCapabilities::mostReactions() const {
  return reactions_per_user == 0 ? Reactions::kMostOfSender
                                 : std::min<std::size_t>(reactions_per_user, Reactions::kMostOfSender);
}

bool Capabilities::set(const ConversationName& of, ChatCapabilities capabilities) {
  if (of.name.empty()) {
    auto& of_kind = kinds_[indexOf(of.kind)];
    if (capabilities.flags == 0) {
      of_kind.reset();
    } else {
      of_kind = std::move(capabilities);
    }
    return true;
  }
  std::string key = keyOf(of);
  if (capabilities.flags == 0) {
    names_.erase(key);
    return true;
  }
  if (names_.size() >= kMostNames && !names_.contains(key)) {
    return false;
  }
  names_.insert_or_assign(std::move(key), std::move(capabilities));
  return true;
}

const ChatCapabilities* Capabilities::findName(const ConversationName& conversation) const {
  const auto found = names_.find(keyOf(conversation));
  return found == names_.end() ? nullptr : &found->second;
}

std::string refusalText(ChatRefusal refusal, std::string_view what) {
  switch (refusal) {
    case ChatRefusal::kNone:
      return {};
    case ChatRefusal::kUnsupported:
      return fmt::format("Messages cannot be {} on this network.", what);
    case ChatRefusal::kTooOld:
      return fmt::format("The message is too old to be {}.", what);
    case ChatRefusal::kUnknownReaction:
      return "This network does not have this reaction.";
    case ChatRefusal::kTooManyOfUser:
      return "This network does not take so many reactions from one person.";
    case ChatRefusal::kTooManyOfMessage:
      return "The message has as many different reactions as this network takes.";
  }
  return {};
}

}  // namespace prism::host
