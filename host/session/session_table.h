// SPDX-License-Identifier: MIT
// The users that are logged in: from LOGIN on, until LOGOUT or DISCONNECTED. The key is the XMPP bare JID.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "host/session/session.h"

namespace prism::host {

class SessionTable {
 public:
  // Half empty, so that hardly ever two users share a bucket.
  SessionTable() { sessions_.max_load_factor(0.5F); }

  // nullptr if the user has none. Valid until that session is closed.
  Session* find(std::string_view user) {
    const auto found = sessions_.find(user);
    if (found == sessions_.end()) {
      return nullptr;
    }
    last_ = &*found;
    return last_->second.get();
  }

  // The same, faster if it is the one that was found last: an answer is for the user who has asked.
  Session* findAgain(std::string_view user) { return last_ && last_->first == user ? last_->second.get() : find(user); }

  // The user must have none.
  Session& open(std::string_view user) { return *sessions_.emplace(user, std::make_unique<Session>()).first->second; }

  // Returns whether there was one.
  bool close(std::string_view user) {
    const auto found = sessions_.find(user);
    if (found == sessions_.end()) {
      return false;
    }
    last_ = nullptr;
    sessions_.erase(found);
    return true;
  }

  // Closes any one session, and returns whose it was; nullopt if there is none.
  std::optional<std::string> closeOne() {
    if (sessions_.empty()) {
      return std::nullopt;
    }
    last_ = nullptr;
    return std::move(sessions_.extract(sessions_.begin()).key());
  }

  std::size_t size() const { return sessions_.size(); }

 private:
  // Looked up by a borrowed string, without making one. It may throw for all that the table knows, which makes it keep the
  // hashes instead of computing those of all keys that a search passes.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view user) const { return std::hash<std::string_view>()(user); }
  };
  // A session is a piece of memory of its own, since a search passes through what the table consists of.
  using Sessions = std::unordered_map<std::string, std::unique_ptr<Session>, Hash, std::equal_to<>>;

  Sessions sessions_;
  Sessions::value_type* last_ = nullptr;  // found last
};

}  // namespace prism::host
