// SPDX-License-Identifier: MIT
// The fetches of the service "prism.media/1" (prism/media.h): those that run, and those that wait for their turns. The
// network module does them. All functions are [main].
#pragma once

#include "host/base/user_turns.h"
#include "host/guard/guard.h"
#include "host/loop/timer_source.h"
#include "host/media/media_ids.h"
#include "host/network/network_module.h"
#include "host/plugin/plugin_boundary.h"
#include <prism/media.h>
#include <prism/unique_fd.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace prism::host {

class Fetches {
 public:
  // All must outlive this; `timers` are the host's. `max_size`: of a body, in bytes.
  Fetches(MediaIds& ids, NetworkModule& network, Guard& guard, TimerSource& timers, PluginBoundary& boundary,
          std::uint64_t max_size);
  ~Fetches();
  Fetches(const Fetches&) = delete;
  Fetches& operator=(const Fetches&) = delete;

  prism_result fetch(const prism_fetch* fetch, prism_fetch_fn done, void* data, prism_media_id* id);

  // Cancels a fetch that is open. Refuses an id that was never given.
  prism_result cancel(prism_media_id id);

  // Ends all fetches, since the process is about to end. From now on, fetch() is refused.
  void endAll();

 private:
  using Id = prism_media_id;
  using Clock = std::chrono::steady_clock;

  struct Open {
    Fetches* fetches;
    Id id;
    std::string user;
    Network::Fetch request;  // without the URL
    SecretVector<char> url;
    prism_fetch_fn done;
    void* data;
    Clock::time_point deadline;
    bool too_long = false;  // an empty URL is fetched instead
    UniqueFd fd = UniqueFd();
    UserTurns<Open>::Place place = 0;               // while it waits
    TimerQueue::Id timer = 0;                       // the deadline while it waits
    std::unique_ptr<Network::Task> task = nullptr;  // nullptr while it waits
  };

  std::size_t countOf(std::string_view user) const;
  void startWaiting();
  void start(Open* open);
  void release(const Open& open);
  void end(Id id, const Network::Fetched& fetched);
  static void onTimeout(void* open, TimerQueue::Id timer);

  MediaIds& ids_;
  NetworkModule& network_;
  Guard& guard_;
  TimerSource& timers_;
  PluginBoundary& boundary_;
  const std::uint64_t max_size_;
  std::map<Id, std::unique_ptr<Open>> open_;
  UserTurns<Open> turns_;
  bool over_ = false;
};

}  // namespace prism::host
