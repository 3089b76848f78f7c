// SPDX-License-Identifier: MIT
#include "host/loop/event_loop.h"

#include "host/base/own_descriptors.h"

#include <array>
#include <cerrno>
#include <span>
#include <system_error>

namespace prism::host {
namespace {

std::uint64_t keyOf(EventLoop::Handler* handler) { return reinterpret_cast<std::uintptr_t>(handler); }

EventLoop::Handler* handlerOf(std::uint64_t key) {
  return reinterpret_cast<EventLoop::Handler*>(static_cast<std::uintptr_t>(key));
}

}  // namespace

EventLoop::EventLoop() { ownDescriptor(epoll_.fd(), "the event loop"); }
EventLoop::~EventLoop() { disownDescriptor(epoll_.fd()); }

void EventLoop::add(int fd, std::uint32_t events, Handler* handler, const char* what) {
  if (!epoll_.add(fd, events, keyOf(handler))) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
  ownWatchedDescriptor(fd, what, epoll_.fd(), Epoll::event(events, keyOf(handler)));
}

void EventLoop::modify(int fd, std::uint32_t events) { watchOwnDescriptor(fd, events); }

void EventLoop::remove(int fd) {
  disownDescriptor(fd);
  epoll_.remove(fd);
}

void EventLoop::turn() {
  std::array<epoll_event, 8> ready;
  const std::span<epoll_event> events = epoll_.wait(ready, -1);
  if (lag_) {
    lag_->begin();
  }
  for (const epoll_event& event : events) {
    handlerOf(event.data.u64)->onReady(event.events);
  }
}

}  // namespace prism::host
