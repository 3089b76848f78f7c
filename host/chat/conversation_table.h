// SPDX-License-Identifier: MIT
// Values that a plugin has told of its conversations, for all of a kind and for single contacts and rooms.
#pragma once

#include "host/chat/conversation_name.h"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace prism::host {

// At most `kMost` contacts and rooms have capabilities of their own.
template <typename Capabilities, std::size_t kMost>
class ConversationTable {
 public:
  static constexpr std::size_t kMostNames = kMost;

  // Sets those of one contact or, with kRoom and kPrivate, of one room; without a name, those of all of the kind.
  // Returns false if there are too many names.
  bool set(const ConversationName& of, Capabilities capabilities) {
    if (of.name.empty()) {
      kinds_[indexOf(of.kind)] = std::move(capabilities);
      return true;
    }
    std::string key = keyOf(of);
    if (names_.size() >= kMostNames && !names_.contains(key)) {
      return false;
    }
    names_.insert_or_assign(std::move(key), std::move(capabilities));
    return true;
  }

  // Removes what set() has set for the same conversations.
  void remove(const ConversationName& of) {
    if (of.name.empty()) {
      kinds_[indexOf(of.kind)].reset();
    } else {
      names_.erase(keyOf(of));
    }
  }

  // Returns nullptr if there are none, or if the kind can have none. Those of a name count before those of the kind.
  const Capabilities* find(const ConversationName& conversation) const {
    if (indexOf(conversation.kind) >= kinds_.size()) {
      return nullptr;
    }
    const Capabilities* of_name = names_.empty() ? nullptr : findName(conversation);
    const auto& of_kind = kinds_[indexOf(conversation.kind)];
    return of_name ? of_name : of_kind ? &*of_kind : nullptr;
  }

 private:
  static std::size_t indexOf(ConversationKind kind) {
    return static_cast<std::size_t>(kind) - static_cast<std::size_t>(ConversationKind::kContact);
  }

  // The key of a name. Private conversations have those of their room.
  static std::string keyOf(const ConversationName& conversation) {
    std::string key;
    const bool in_room = conversation.kind != ConversationKind::kContact;
    writeConversationKey({in_room ? ConversationKind::kRoom : ConversationKind::kContact, conversation.name}, &key);
    return conversation.kind == ConversationKind::kPrivate ? "p" + key : key;
  }

  const Capabilities* findName(const ConversationName& conversation) const {
    const auto found = names_.find(keyOf(conversation));
    return found == names_.end() ? nullptr : &found->second;
  }

  std::array<std::optional<Capabilities>, 3> kinds_;
  std::map<std::string, Capabilities, std::less<>> names_;  // by keyOf()
};

}  // namespace prism::host
