// SPDX-License-Identifier: MIT
// What a network can do in its conversations, as the plugin has told, and which requests of the user it
// permits.
#pragma once

#include "host/chat/conversation_table.h"
#include "host/chat/reactions.h"
#include <prism/chat.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace prism::host {

// Why a request of the user is refused before the plugin gets it.
enum class ChatRefusal {
  kNone,
  kUnsupported,      // the network cannot do it in this conversation
  kTooOld,           // the message is too old for it
  kUnknownReaction,  // the network does not take this reaction
  kTooManyOfUser,    // on one message
  kTooManyOfMessage,
};

// The sets of reactions that networks take. Equal sets are one object, since a plugin tells the same set for many rooms
// and users.
class ReactionChoices {
 public:
  using Set = std::set<std::string, std::less<>>;
  using Shared = std::shared_ptr<const Set>;

  // `total` must outlive this, and this must outlive all sets.
  explicit ReactionChoices(CapabilityTotal& total) : total_(total) {}
  ReactionChoices(const ReactionChoices&) = delete;
  ReactionChoices& operator=(const ReactionChoices&) = delete;

  static std::size_t sizeOf(const Set& set);

  // Returns nullptr if there is no room for the set.
  Shared share(Set set);

 private:
  struct Less {
    bool operator()(const Set* a, const Set* b) const { return *a < *b; }
  };

  CapabilityTotal& total_;
  std::map<const Set*, std::weak_ptr<const Set>, Less> sets_;
};

class ChatCapabilities {
 public:
  std::uint32_t flags = 0;  // PRISM_CHAT_CAN_...
  std::chrono::seconds edit_age{0};
  std::chrono::seconds retract_age{0};
  std::uint32_t reactions_per_user = 0;
  std::uint32_t reactions_per_message = 0;
  std::uint32_t longest_text = 0;
  ReactionChoices::Shared reactions = nullptr;  // nullptr: any

  bool can(std::uint32_t flag) const { return (flags & flag) != 0; }

  // `age` is that of the user's message.
  ChatRefusal refuseEdit(std::chrono::seconds age) const;
  ChatRefusal refuseRetraction(std::chrono::seconds age) const;

  // `set` is the user's whole set after the change; `all` has the reactions of everybody before it.
  ChatRefusal refuseReactions(const ReactionSet& set, const Reactions& all) const;

  // The reactions that a sender can have on one message.
  std::size_t mostReactions() const;
};

// The sentence that the user gets. `what` is 'edited' and the like, for kUnsupported and kTooOld.
std::string refusalText(ChatRefusal refusal, std::string_view what);

// All capabilities of all users, or of one.
class Capabilities : public ConversationTable<ChatCapabilities, 1000> {
 public:
  static constexpr std::size_t kMostReactionBytes = std::size_t{1024} * 1024;  // of the different sets of reactions

  using ConversationTable::ConversationTable;

  // Returns true if set() with this set of reactions keeps the bound.
  bool hasRoomFor(const ConversationName& of, const ReactionChoices::Set& reactions) const;
};

}  // namespace prism::host
