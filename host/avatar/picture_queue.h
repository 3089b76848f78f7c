// SPDX-License-Identifier: MIT
// The pictures whose bytes are wanted: those that are fetched or asked for, and the queue of those that wait. A request
// is identified by its source (OwnerPicture::source), and serves all who want it. A picture with two URLs has two
// requests, since one user's URL says nothing about another's; the first success ends both. A request waits in the turn
// of each user who wants it. All functions are [main].
#pragma once

#include "host/base/user_turns.h"
#include "host/guard/read_picture.h"
#include "host/loop/timer_source.h"
#include "host/network/network_module.h"
#include "proto/secret_memory.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace prism::host {

using PictureOwners = std::set<PictureOwner>;

// How a request for a picture has ended.
enum class PictureEnd {
  kDone,
  kUnusable,    // the same request would fail again, for some time at least
  kFailed,      // it may succeed later
  kUnanswered,  // the plugin has not answered in time
};

class PictureQueue {
 public:
  class Listener {
   public:
    // Returns true if the owner still has a picture of this source.
    virtual bool isCurrent(const PictureOwner& owner, const std::string& source) = 0;

    // Returns the URL to fetch; empty: the plugin is asked. The owner is current.
    virtual const SecretVector<char>& urlOf(const PictureOwner& owner) = 0;

    // Asks the plugin for the picture of the owner. Returns false if that is impossible.
    virtual bool ask(const PictureOwner& owner) = 0;

    // A request has ended. `bytes` are those of kDone.
    virtual void onEnd(const std::string& source, const PictureOwners& owners, PictureEnd end,
                       std::string_view bytes) = 0;

   protected:
    ~Listener() = default;
  };

  static constexpr std::chrono::seconds kTimeout{30};

  // The maximum number of requests that wait, in all and of a user. One that several users want counts for each.
  static constexpr std::size_t kMostWaiting = 50'000;
  static constexpr std::size_t kMostWaitingOfUser = 5'000;

  // The references must outlive this; `timers` are the host's.
  PictureQueue(NetworkModule& network, TimerSource& timers, Listener& listener, std::chrono::milliseconds timeout);
  ~PictureQueue();
  PictureQueue(const PictureQueue&) = delete;
  PictureQueue& operator=(const PictureQueue&) = delete;

  // The largest picture that is fetched, in bytes.
  void setMaxSize(std::uint64_t size) { max_size_ = size; }

  // Wants a picture for an owner. The host fetches it, or asks the plugin, in the next turn of the loop or later.
  // `first`: before the others of the user. Returns false if too many wait.
  bool want(const std::string& source, const PictureOwner& owner, bool first);

  // The owner has another picture now.
  void forget(const std::string& source, const PictureOwner& owner);

  // The owner has another source of the same picture now. A request that runs goes on.
  void forgetWaiting(const std::string& source, const PictureOwner& owner);

  // The session of the user has ended.
  void forgetUser(const std::string& user);

  // The picture is here. Ends the requests for it, and returns the owners that wait. `key`: with which their sources
  // begin.
  PictureOwners take(const std::string& key);

  // Ends all requests, since the process is about to end. From now on, nothing is wanted.
  void endAll();

  std::size_t size() const { return open_.size(); }

 private:
  struct Open;
  using Turns = UserTurns<Open>;

  struct Open {
    PictureQueue* queue;
    std::string source;
    PictureOwners owners = {};
    std::map<std::string, Turns::Place> places = {};  // while it waits: of each user among the owners
    bool is_running = false;
    PictureOwner runs_for = {};  // the owner that the plugin is asked about. The turn was that of its user
    TimerQueue::Id timer = 0;    // of a question to the plugin
    std::unique_ptr<Network::Task> task = nullptr;
  };

  void schedule();
  void startWaiting();
  bool removeGone(const std::string& user, Open* open);
  void start(Open* open, const std::string& user);
  void wait(Open* open, const std::string& user, bool first);
  void leave(Open* open, const std::string& user);
  void stop(Open* open);
  void remove(const std::string& source);
  void onOwnersGone(Open* open, const std::string& user, bool asked);
  void onFetched(const std::string& source, const Network::Fetched& fetched);
  void end(const std::string& source, PictureEnd end, std::string_view bytes);
  static void onTurn(void* self, TimerQueue::Id timer);
  static void onTimeOut(void* open, TimerQueue::Id timer);

  NetworkModule& network_;
  TimerSource& timers_;
  Listener& listener_;
  const std::chrono::milliseconds timeout_;
  std::uint64_t max_size_ = 0;
  std::map<std::string, std::unique_ptr<Open>> open_;  // by source
  Turns turns_;
  std::set<Open*> running_;
  TimerQueue::Id turn_ = 0;  // of the loop; 0: does not run
  bool over_ = false;
};

}  // namespace prism::host
