// SPDX-License-Identifier: MIT
// The sessions of all users who are logged in, by XMPP bare JID. A session lasts from LOGIN to LOGOUT or DISCONNECTED.
#pragma once

#include "host/session/session.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace prism::host {

class SessionTable {
 public:
  // A low load factor, so that two users rarely share a bucket.
  SessionTable() { sessions_.max_load_factor(0.5F); }

  // Returns nullptr if the user has no session. The pointer is valid until that session is closed.
  Session* find(std::string_view user) {
    const auto found = sessions_.find(user);
    if (found == sessions_.end()) {
      return nullptr;
    }
    last_ = &*found;
    return last_->second.get();
  }

  // Like find(), but faster if the last find() was for the same user. Used for the plugin's events, because most answer
  // the last request.
  Session* findAgain(std::string_view user) { return last_ && last_->first == user ? last_->second.get() : find(user); }

  // The user must have no session.
  Session& open(std::string_view user) { return *sessions_.emplace(user, std::make_unique<Session>()).first->second; }

  // Returns false if the user has no session.
  bool close(std::string_view user) {
    const auto found = sessions_.find(user);
    if (found == sessions_.end()) {
      return false;
    }
    last_ = nullptr;
    sessions_.erase(found);
    return true;
  }

  // Closes an arbitrary session and returns its user, or nullopt if there are no sessions.
  std::optional<std::string> closeOne() {
    if (sessions_.empty()) {
      return std::nullopt;
    }
    last_ = nullptr;
    return std::move(sessions_.extract(sessions_.begin()).key());
  }

  std::size_t size() const { return sessions_.size(); }

 private:
  // Transparent, so that find() needs no std::string. The operator is not noexcept: libstdc++ then caches the hash of
  // each key in its node instead of computing it again for each key that a search passes.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view user) const { return std::hash<std::string_view>()(user); }
  };
  // Sessions are allocated separately, so that the nodes that a search passes stay small.
  using Sessions = std::unordered_map<std::string, std::unique_ptr<Session>, Hash, std::equal_to<>>;

  Sessions sessions_;
  Sessions::value_type* last_ = nullptr;  // the last result of find()
};

}  // namespace prism::host
