// SPDX-License-Identifier: MIT
// The pictures whose bytes are wanted: those that are fetched or asked for, and the queue of those that wait. A request
// is identified by its source (OwnerPicture::source), and serves all who want it. A picture with two URLs has two
// requests, since one user's URL says nothing about another's; the first success ends both. All functions are [main].
#pragma once

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
  static constexpr std::size_t kMostOpen = 50'000;

  // The references must outlive this; `timers` are the host's.
  PictureQueue(NetworkModule& network, TimerSource& timers, Listener& listener, std::chrono::milliseconds timeout);
  ~PictureQueue();
  PictureQueue(const PictureQueue&) = delete;
  PictureQueue& operator=(const PictureQueue&) = delete;

  // The largest picture that is fetched, in bytes.
  void setMaxSize(std::uint64_t size) { max_size_ = size; }

  // Wants a picture for an owner. The host fetches it, or asks the plugin, in the next turn of the loop at the earliest.
  // `first`: before those that wait. Returns false if too many wait.
  bool want(const std::string& source, const PictureOwner& owner, bool first);

  // The owner has another picture now.
  void forget(const std::string& source, const PictureOwner& owner);

  // The owner has another source of the same picture now. A request that runs goes on.
  void forgetWaiting(const std::string& source, const PictureOwner& owner);

  // The session of the user has ended.
  void forgetUser(std::string_view user);

  // The picture is here. Ends the requests for it, and returns the owners that wait. `key`: with which their sources
  // begin.
  PictureOwners take(const std::string& key);

  // Ends all requests, since the process is about to end. From now on, nothing is wanted.
  void endAll();

  std::size_t size() const { return open_.size(); }

 private:
  struct Open {
    PictureQueue* queue;
    std::string source;
    PictureOwners owners;
    std::int64_t place = 0;  // in waiting_
    bool is_running = false;
    PictureOwner runs_for = {};  // the owner that the plugin is asked about; its user counts as the one who fetches
    TimerQueue::Id timer = 0;    // of a question to the plugin
    std::unique_ptr<Network::Task> task = nullptr;
  };

  void schedule();
  void startWaiting();
  Open* findStartable();
  void start(Open* open);
  void wait(Open* open, bool first);
  void stop(Open* open);
  void remove(const std::string& source);
  void onOwnersGone(Open* open, bool asked);
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
  std::map<std::int64_t, Open*> waiting_;              // in the order in which they start
  std::int64_t first_place_ = 0;
  std::int64_t last_place_ = 0;
  std::size_t running_ = 0;
  std::map<std::string, std::size_t, std::less<>> running_of_;  // by user; none is 0
  TimerQueue::Id turn_ = 0;                                     // 0: does not run
  bool over_ = false;
};

}  // namespace prism::host
