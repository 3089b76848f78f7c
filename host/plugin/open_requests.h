// SPDX-License-Identifier: MIT
// The requests of one service that the plugin has not answered yet. Each ends at a time limit. All functions are
// [main].
#pragma once

#include "host/loop/timer_source.h"
#include <prism/types.h>

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace prism::host {

// `Request` has a member `user`, the name of the user whose request it is.
template <typename Request>
class OpenRequests {
 public:
  using Id = prism_request_id;

  // The maximum numbers of requests.
  struct Limits {
    std::size_t of_user;
    std::size_t of_all;
  };

  // Called with a request whose time is over, and which is not open any more.
  using Expired = std::function<void(Request)>;

  // The references must outlive this; `timers` are the host's.
  OpenRequests(TimerSource& timers, Poco::Logger& log, Limits limits, Expired expired)
      : timers_(timers), log_(log), limits_(limits), expired_(std::move(expired)) {}
  ~OpenRequests() {
    for (auto& [id, open] : open_) {
      timers_.remove(open.timer);
    }
  }
  OpenRequests(const OpenRequests&) = delete;
  OpenRequests& operator=(const OpenRequests&) = delete;

  // Returns true if no further request of this user, or of any, may be added.
  bool isFull(std::string_view user) const { return countOf(user) >= limits_.of_user || isFull(); }
  bool isFull() const { return open_.size() >= limits_.of_all; }

  // `function` is the plugin's, for the log.
  void add(Id id, std::string function, std::chrono::milliseconds time_limit, Request request) {
    open_of_[request.user].insert(id);
    Open& open =
        open_.try_emplace(id, Open{this, id, std::move(function), time_limit, std::move(request)}).first->second;
    open.timer = timers_.add(time_limit, {}, &OpenRequests::onTimeOut, &open);
  }

  // Returns nullptr if there is none. The pointer is valid until the request is taken.
  const Request* find(Id id) const {
    const auto found = open_.find(id);
    return found == open_.end() ? nullptr : &found->second.request;
  }

  // Removes a request and returns it; nullopt if there is none.
  std::optional<Request> take(Id id) {
    auto open = open_.extract(id);
    if (open.empty()) {
      return std::nullopt;
    }
    timers_.remove(open.mapped().timer);
    Request request = std::move(open.mapped().request);
    const auto of_user = open_of_.find(request.user);
    of_user->second.erase(id);
    if (of_user->second.empty()) {
      open_of_.erase(of_user);
    }
    return request;
  }

  // Removes all requests of a user.
  void endAllOf(std::string_view user) {
    if (const auto of_user = open_of_.find(user); of_user != open_of_.end()) {
      for (const Id id : std::set<Id>(of_user->second)) {
        take(id);
      }
    }
  }

  std::size_t countOf(std::string_view user) const {
    const auto of_user = open_of_.find(user);
    return of_user == open_of_.end() ? 0 : of_user->second.size();
  }

 private:
  struct Open {
    OpenRequests* all;
    Id id;
    std::string function;
    std::chrono::milliseconds time_limit;
    Request request;
    TimerQueue::Id timer = 0;
  };

  static void onTimeOut(void* data, TimerQueue::Id) {
    const auto& open = *static_cast<Open*>(data);
    OpenRequests& self = *open.all;
    self.log_.warning(fmt::format("the plugin has not answered {} within {} seconds; the request has ended",
                                  open.function, std::chrono::duration<double>(open.time_limit).count()));
    self.expired_(*self.take(open.id));
  }

  TimerSource& timers_;
  Poco::Logger& log_;
  const Limits limits_;
  const Expired expired_;
  std::map<Id, Open> open_;                                   // whose elements the timers point to
  std::map<std::string, std::set<Id>, std::less<>> open_of_;  // by user; no set is empty
};

}  // namespace prism::host
