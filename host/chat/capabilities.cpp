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

}  // namespace

std::size_t ReactionChoices::sizeOf(const Set& set) {
  constexpr std::size_t kNode = 32 + sizeof(std::string);
  std::size_t size = sizeof(Set);
  for (const std::string& reaction : set) {
    size += kNode + reaction.size();
  }
  return size;
}

ReactionChoices::Shared ReactionChoices::share(Set set) {
  if (const auto known = sets_.find(&set); known != sets_.end()) {
    return known->second.lock();
  }
  const std::size_t size = sizeOf(set);
  if (!total_.hasRoom(size)) {
    return nullptr;
  }
  // The deleter is called, too, if std::bad_alloc is thrown from here on.
  auto owned = std::make_unique<const Set>(std::move(set));
  total_.bytes += size;
  Shared shared(owned.release(), [this, size](const Set* unused) {
    sets_.erase(unused);
    total_.bytes -= size;
    delete unused;
  });
  sets_.emplace(shared.get(), shared);
  return shared;
}

bool Capabilities::hasRoomFor(const ConversationName& of, const ReactionChoices::Set& reactions) const {
  std::set<const ReactionChoices::Set*> others;
  visitOthers(of, [&others](const ChatCapabilities& can) {
    if (can.reactions) {
      others.insert(can.reactions.get());
    }
  });
  std::size_t bytes = ReactionChoices::sizeOf(reactions);
  for (const ReactionChoices::Set* other : others) {
    bytes += *other == reactions ? 0 : ReactionChoices::sizeOf(*other);
  }
  return bytes <= kMostReactionBytes;
}

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
  const bool known = !reactions || std::all_of(set.begin(), set.end(), [&](std::string_view reaction) {
    return reactions->find(reaction) != reactions->end();
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
