// SPDX-License-Identifier: MIT
// The users who wait for missed messages. They take turns in the order of their names, over several turns of the loop.
// Each visit is O(log n) of n users, and users behind the last visit cost nothing. All functions are [main].
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace prism::host {

class WaitingUsers {
 public:
  void add(std::string_view user) {
    if (const auto place = users_.lower_bound(user); place == users_.end() || *place != user) {
      users_.emplace_hint(place, user);
    }
  }
  void remove(std::string_view user) {
    if (const auto place = users_.find(user); place != users_.end()) {
      users_.erase(place);
    }
  }
  bool empty() const { return users_.empty(); }

  // Calls serve(user) for each user, the first one behind the last one of the call before, until isOver() returns true
  // before a call. A user for whom serve() returns false waits no more. serve() may add and remove users.
  template <typename IsOver, typename Serve>
  void visit(const IsOver& isOver, const Serve& serve) {
    for (std::size_t left = users_.size(); left > 0 && !users_.empty() && !isOver(); --left) {
      const auto next = users_.upper_bound(last_);
      last_ = next == users_.end() ? *users_.begin() : *next;
      if (!serve(last_)) {
        remove(last_);
      }
    }
  }

 private:
  std::set<std::string, std::less<>> users_;
  std::string last_;  // the user of the last visit, who may be gone
};

}  // namespace prism::host
