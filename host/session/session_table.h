// SPDX-License-Identifier: MIT
// The sessions of all users who are logged in, by XMPP bare JID. A session lasts from LOGIN to LOGOUT or DISCONNECTED.
//
// With 100,000 users, most of the time of a message would be spent waiting for memory. So this is a hash table with
// open addressing and linear probing, whose slots hold the hashes: a search reads one or two lines of the table, and
// then the session, which is in one allocation with the user's name.
#pragma once

#include "host/session/request_ids.h"
#include "host/session/session.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

class SessionTable {
 public:
  SessionTable();

  // Returns nullptr if the user has no session. The pointer is valid until that session is closed.
  Session* find(std::string_view user) {
    const Slot& slot = slots_[search(user, hashOf(user))];
    if (!slot.entry) {
      return nullptr;
    }
    last_ = slot.entry.get();
    return &last_->session;
  }

  // Like find(), but faster if the last find() was for the same user. Used for the plugin's events, because most answer
  // the last request.
  Session* findAgain(std::string_view user) { return last_ && last_->user() == user ? &last_->session : find(user); }

  // The user must have no session.
  Session& open(std::string_view user);

  // Returns false if the user has no session.
  bool close(std::string_view user);

  // Closes an arbitrary session and returns its user, or nullopt if there are no sessions.
  std::optional<std::string> closeOne();

  std::size_t size() const { return size_; }

  // Makes the ids of all requests of the process, those that concern no session too.
  RequestIds& requestIds() { return request_ids_; }

  // The state of the service "prism.chat/1" for all sessions; nullptr until startChat().
  ChatState* chat() { return chat_.get(); }
  void startChat(ChatMode mode, TimerSource& timers) {
    if (!chat_) {
      chat_ = std::make_unique<ChatState>(mode, capability_total_, timers);
    }
  }

  // The size of the capabilities that services keep for conversations.
  CapabilityTotal& capabilityTotal() { return capability_total_; }

 private:
  // A session and its user's name, whose bytes follow the object.
  class Entry {
   public:
    struct Delete {
      void operator()(Entry* entry) const;
    };
    using Pointer = std::unique_ptr<Entry, Delete>;

    static Pointer make(std::string_view user);

    std::string_view user() const { return {reinterpret_cast<const char*>(this + 1), user_size_}; }

    Session session;

   private:
    explicit Entry(std::size_t user_size) : user_size_(user_size) {}

    const std::size_t user_size_;
  };

  struct Slot {
    std::size_t hash = 0;
    Entry::Pointer entry;  // null if the slot is free
  };

  static constexpr std::size_t kFewestSlots = 16;

  std::size_t hashOf(std::string_view user) const;

  // Returns the index of the user's slot, or of the free slot where the search for it has ended.
  std::size_t search(std::string_view user, std::size_t hash) const {
    std::size_t index = hash & (slots_.size() - 1);
    while (slots_[index].entry && (slots_[index].hash != hash || slots_[index].entry->user() != user)) {
      index = next(index);
    }
    return index;
  }

  std::size_t next(std::size_t index) const { return (index + 1) & (slots_.size() - 1); }
  void closeAt(std::size_t index);
  void resize(std::size_t count);

  RequestIds request_ids_;
  CapabilityTotal capability_total_;       // before the services and the sessions, which refer to it
  std::unique_ptr<ChatState> chat_;        // before the sessions, which refer to it
  std::vector<Slot> slots_{kFewestSlots};  // a power of two of them, at most four fifths of them in use
  std::size_t size_ = 0;
  std::uint64_t opened_ = 0;  // sessions so far
  const std::uint64_t seed_;
  std::size_t cursor_ = 0;  // where closeOne() goes on
  Entry* last_ = nullptr;   // the last result of find()
};

}  // namespace prism::host
