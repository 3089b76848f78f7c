// The users that are logged in: from LOGIN on, until LOGOUT or DISCONNECTED. The key is the XMPP bare JID.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "host/session.h"

namespace prism::host {

class SessionTable {
 public:
  // nullptr if the user has none. Valid until that session is closed.
  Session* find(std::string_view user) {
    const auto found = sessions_.find(user);
    return found == sessions_.end() ? nullptr : &found->second;
  }

  // The user must have none.
  Session& open(std::string_view user) { return sessions_.try_emplace(std::string(user)).first->second; }

  // Returns whether there was one.
  bool close(std::string_view user) {
    const auto found = sessions_.find(user);
    if (found == sessions_.end()) {
      return false;
    }
    sessions_.erase(found);
    return true;
  }

  // Closes any one session, and returns whose it was; nullopt if there is none.
  std::optional<std::string> closeOne() {
    if (sessions_.empty()) {
      return std::nullopt;
    }
    return std::move(sessions_.extract(sessions_.begin()).key());
  }

  std::size_t size() const { return sessions_.size(); }

 private:
  // Looked up by a borrowed string, without making one.
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  std::unordered_map<std::string, Session, Hash, std::equal_to<>> sessions_;
};

}  // namespace prism::host
