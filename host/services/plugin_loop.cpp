// SPDX-License-Identifier: MIT
#include "host/services/plugin_loop.h"

#include "host/base/own_descriptors.h"

#include <array>
#include <cerrno>
#include <system_error>

namespace prism::host {
namespace {

// Keys in the plugin's epoll that are not of watches.
constexpr std::uint64_t kTimersKey = 1;
constexpr std::uint64_t kPostsKey = 2;
static_assert(kPostsKey <= WatchTable::kReservedKeys);

// The maximum number of events of one turn. The rest is still ready in the next turn, after Spectrum has been served.
constexpr std::size_t kMaxReady = 64;

// A ghost is a descriptor that the plugin has closed without removing its watch, while a copy is open in another
// process or under another number. It stays in the epoll, ready for ever, and cannot be removed because its number is
// gone. Only a new epoll ends that. An event of a watch that was removed in the same turn looks like a ghost, but not
// in so many consecutive turns.
constexpr int kMostTurnsWithGhosts = 16;

}  // namespace

PluginLoop::PluginLoop(EventLoop& loop, PluginBoundary& boundary)
    : loop_(loop), boundary_(boundary), watches_(epoll_, boundary), posts_(boundary) {
  begin();
}

PluginLoop::~PluginLoop() { end(); }

void PluginLoop::begin() {
  if (!epoll_.add(timers_.fd(), EPOLLIN, kTimersKey) || !epoll_.add(posts_.fd(), EPOLLIN, kPostsKey)) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
  loop_.add(epoll_.fd(), EPOLLIN, this, "the plugin's own epoll");
  ownWatchedDescriptor(timers_.fd(), "the plugin's timers", epoll_.fd(), Epoll::event(EPOLLIN, kTimersKey));
  ownWatchedDescriptor(posts_.fd(), "the plugin's posts", epoll_.fd(), Epoll::event(EPOLLIN, kPostsKey));
}

void PluginLoop::end() {
  disownDescriptor(timers_.fd());
  disownDescriptor(posts_.fd());
  loop_.remove(epoll_.fd());
}

void PluginLoop::serve(bool on) {
  if (served_ != on) {
    served_ = on;
    loop_.modify(epoll_.fd(), on ? std::uint32_t{EPOLLIN} : 0);
  }
}

void PluginLoop::onReady(std::uint32_t) {
  std::array<epoll_event, kMaxReady> ready;
  bool ghosts = false;
  for (const epoll_event& event : epoll_.wait(ready, 0)) {
    if (!served_) {
      return;  // events that are ready stay ready until the plugin is served again
    }
    if (event.data.u64 == kTimersKey) {
      timers_.runDue([this](TimerQueue::Callback callback, void* data, TimerQueue::Id timer) {
        boundary_.call("timer", [&] { callback(data, timer); });
      });
    } else if (event.data.u64 == kPostsKey) {
      posts_.run();
    } else {
      ghosts = !watches_.dispatch(event.data.u64, event.events) || ghosts;
    }
  }
  turns_with_ghosts_ = ghosts ? turns_with_ghosts_ + 1 : 0;
  if (turns_with_ghosts_ == kMostTurnsWithGhosts) {
    turns_with_ghosts_ = 0;
    end();
    epoll_ = Epoll();
    begin();
    watches_.registerAgain();
  }
}

void PluginLoop::close(Posts posts) {
  closed_ = true;
  watches_.removeAll();
  disownDescriptor(timers_.fd());
  epoll_.remove(timers_.fd());
  posts_.close();
  if (posts == Posts::kRun) {
    posts_.run();
  }
}

}  // namespace prism::host
