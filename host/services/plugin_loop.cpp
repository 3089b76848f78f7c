// SPDX-License-Identifier: MIT
#include "host/services/plugin_loop.h"

#include <array>
#include <cerrno>
#include <system_error>

#include "host/base/own_descriptors.h"

namespace prism::host {
namespace {

// Keys in the plugin's epoll that are no watch.
constexpr std::uint64_t kTimersKey = 1;
constexpr std::uint64_t kPostsKey = 2;
static_assert(kPostsKey <= WatchTable::kReservedKeys);

// Served in one turn; what is left is still ready in the next, after Spectrum has had its turn.
constexpr std::size_t kMaxReady = 64;

// A descriptor that the plugin closed before it removed the watch, while a copy of it is open in another process or
// under another number, stays in the epoll for ever, and ready: it cannot be removed, since its number is gone. Only a
// new epoll ends that. A watch that is removed in the very turn looks the same, but not so many times in a row.
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
      return;  // what is ready is still so when it goes on
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
