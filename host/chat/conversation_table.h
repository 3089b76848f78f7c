// SPDX-License-Identifier: MIT
// Values that a plugin has told of its conversations, for all of a kind and for single contacts and rooms: one table
// for each user and service, and one for all users.
#pragma once

#include "host/chat/conversation_name.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace prism::host {

// The bytes of all tables of all services together.
struct CapabilityTotal {
  static constexpr std::size_t kMost = std::size_t{64} * 1024 * 1024;
  std::size_t bytes = 0;

  bool hasRoom(std::size_t more) const { return more <= kMost && bytes <= kMost - more; }
};

// At most `kMost` contacts and rooms have capabilities of their own.
template <typename Capabilities, std::size_t kMost>
class ConversationTable {
 public:
  static constexpr std::size_t kMostNames = kMost;
  static constexpr std::size_t kMostBytes = std::size_t{512} * 1024;

  enum class Result { kDone, kTooManyNames, kTooManyBytes };

  // `total` must outlive this.
  explicit ConversationTable(CapabilityTotal& total) : total_(total) {}
  ~ConversationTable() { total_.bytes -= bytes_; }
  ConversationTable(const ConversationTable&) = delete;
  ConversationTable& operator=(const ConversationTable&) = delete;

  // Sets those of one contact or, with kRoom and kPrivate, of one room; without a name, those of all of the kind.
  // After another result than kDone, the table is as before.
  Result set(const ConversationName& of, Capabilities capabilities) {
    ++changes_;
    if (of.name.empty()) {
      kinds_[indexOf(of.kind)] = std::move(capabilities);
      return Result::kDone;
    }
    std::string key = keyOf(of);
    if (const auto known = names_.find(key); known != names_.end()) {
      known->second = std::move(capabilities);
      return Result::kDone;
    }
    const std::size_t size = sizeOf(key);
    if (names_.size() >= kMostNames) {
      return Result::kTooManyNames;
    }
    if (size > kMostBytes - bytes_ || !total_.hasRoom(size)) {
      return Result::kTooManyBytes;
    }
    names_.emplace(std::move(key), std::move(capabilities));
    bytes_ += size;
    total_.bytes += size;
    return Result::kDone;
  }

  // Removes what set() has set for the same conversations.
  void remove(const ConversationName& of) {
    ++changes_;
    if (of.name.empty()) {
      kinds_[indexOf(of.kind)].reset();
    } else {
      erase(keyOf(of));
    }
  }

  // The contact is removed, or the room is left: with a room, its private conversations end.
  void forget(const ConversationName& gone) {
    if (names_.empty()) {
      return;
    }
    ++changes_;
    erase(keyOf(gone));
    if (gone.kind == ConversationKind::kRoom) {
      erase(keyOf({ConversationKind::kPrivate, gone.name}));
    }
  }

  // Grows with each change. As long as it is the same, find() returns the same.
  std::uint64_t changes() const { return changes_; }

  // Calls `visit` for all capabilities but those that set() would replace.
  template <typename Visit>
  void visitOthers(const ConversationName& of, const Visit& visit) const {
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
      if (kinds_[i] && !(of.name.empty() && i == indexOf(of.kind))) {
        visit(*kinds_[i]);
      }
    }
    const std::string replaced = of.name.empty() ? std::string() : keyOf(of);
    for (const auto& [key, capabilities] : names_) {
      if (key != replaced) {
        visit(capabilities);
      }
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

  // A node of the map, and what its key has allocated.
  static std::size_t sizeOf(const std::string& key) {
    constexpr std::size_t kNode = 32;
    return kNode + sizeof(std::pair<const std::string, Capabilities>) + key.size();
  }

  void erase(const std::string& key) {
    if (const auto found = names_.find(key); found != names_.end()) {
      bytes_ -= sizeOf(key);
      total_.bytes -= sizeOf(key);
      names_.erase(found);
    }
  }

  const Capabilities* findName(const ConversationName& conversation) const {
    const auto found = names_.find(keyOf(conversation));
    return found == names_.end() ? nullptr : &found->second;
  }

  CapabilityTotal& total_;
  std::size_t bytes_ = 0;  // of names_
  std::uint64_t changes_ = 0;
  std::array<std::optional<Capabilities>, 3> kinds_;
  std::map<std::string, Capabilities, std::less<>> names_;  // by keyOf()
};

}  // namespace prism::host
