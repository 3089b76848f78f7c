// SPDX-License-Identifier: MIT
// Decides whose request runs next, where only some requests can run at a time. The users take turns in the order of
// their names, so neither many requests of a user nor slow ones hold up the others. All functions are [main].
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

// A request is an `Item`, which this does not own.
template <typename Item>
class UserTurns {
 public:
  using Place = std::int64_t;  // of a waiting request, among those of its user

  struct Turn {
    std::string user;
    Item* item;
  };

  // So many requests run at a time, in all and of a user. A user gets a second one only while more than half of the
  // places are free: so a few users with slow requests leave places to others.
  UserTurns(std::size_t most_running, std::size_t most_running_of_user)
      : most_running_(most_running), most_running_of_user_(most_running_of_user) {}
  UserTurns(const UserTurns&) = delete;
  UserTurns& operator=(const UserTurns&) = delete;

  // Adds a request behind the others of the user or, with `first`, before them.
  Place wait(std::string_view user, Item* item, bool first = false) {
    const auto found = users_.try_emplace(std::string(user)).first;
    const Place place = first ? --first_place_ : ++last_place_;
    found->second.waiting.emplace(place, item);
    ++waiting_;
    return place;
  }

  // The request waits no more.
  void leave(std::string_view user, Place place) {
    const auto found = users_.find(user);
    waiting_ -= found->second.waiting.erase(place);
    removeIfIdle(found);
  }

  // Takes the request that runs next. It counts as running until stop(). Drops the requests before it for which
  // isWanted(user, item) returns false; that must not call this object. Returns nullopt if none may run.
  template <typename IsWanted>
  std::optional<Turn> take(const IsWanted& isWanted) {
    const std::size_t users = running_ < most_running_ ? users_.size() : 0;
    auto it = users_.upper_bound(last_user_);
    for (std::size_t i = 0; i < users; ++i) {
      it = it == users_.end() ? users_.begin() : it;
      const auto user = it++;
      if (Item* const item = mayRun(user->second) ? takeOf(user, isWanted) : nullptr) {
        last_user_ = user->first;
        ++running_;
        ++user->second.running;
        return Turn{user->first, item};
      }
      removeIfIdle(user);
    }
    return std::nullopt;
  }
  std::optional<Turn> take() {
    return take([](const std::string&, Item*) { return true; });
  }

  // A running request of the user has ended.
  void stop(std::string_view user) {
    const auto found = users_.find(user);
    --running_;
    --found->second.running;
    removeIfIdle(found);
  }

  std::size_t waiting() const { return waiting_; }
  std::size_t waitingOf(std::string_view user) const {
    const auto found = users_.find(user);
    return found == users_.end() ? 0 : found->second.waiting.size();
  }

  // Calls visit(item) for each waiting request of the user. It must not call this object.
  template <typename Visit>
  void visit(std::string_view user, const Visit& visit) const {
    if (const auto found = users_.find(user); found != users_.end()) {
      for (const auto& [place, item] : found->second.waiting) {
        visit(item);
      }
    }
  }

 private:
  struct User {
    std::map<Place, Item*> waiting;
    std::size_t running = 0;
  };
  using Users = std::map<std::string, User, std::less<>>;

  bool mayRun(const User& user) const {
    return user.running == 0 || (user.running < most_running_of_user_ && running_ < most_running_ / 2);
  }

  template <typename IsWanted>
  Item* takeOf(typename Users::iterator user, const IsWanted& isWanted) {
    auto& waiting = user->second.waiting;
    while (!waiting.empty()) {
      Item* const item = waiting.begin()->second;
      waiting.erase(waiting.begin());
      --waiting_;
      if (isWanted(user->first, item)) {
        return item;
      }
    }
    return nullptr;
  }

  void removeIfIdle(typename Users::iterator user) {
    if (user->second.waiting.empty() && user->second.running == 0) {
      users_.erase(user);
    }
  }

  const std::size_t most_running_;
  const std::size_t most_running_of_user_;
  Users users_;  // who have requests
  std::string last_user_;
  Place first_place_ = 0;
  Place last_place_ = 0;
  std::size_t running_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace prism::host
