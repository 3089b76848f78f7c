// SPDX-License-Identifier: MIT
#include "host/loop/epoll.h"

#include <cerrno>
#include <system_error>

namespace prism::host {
namespace {

bool control(int epoll, int operation, int fd, std::uint32_t events, std::uint64_t key) {
  epoll_event event = Epoll::event(events, key);
  return ::epoll_ctl(epoll, operation, fd, &event) == 0;
}

}  // namespace

epoll_event Epoll::event(std::uint32_t events, std::uint64_t key) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = key;
  return event;
}

Epoll::Epoll() : fd_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!fd_) {
    throw std::system_error(errno, std::generic_category(), "epoll_create1");
  }
}

bool Epoll::add(int fd, std::uint32_t events, std::uint64_t key) {
  return control(fd_.get(), EPOLL_CTL_ADD, fd, events, key);
}

bool Epoll::modify(int fd, std::uint32_t events, std::uint64_t key) {
  return control(fd_.get(), EPOLL_CTL_MOD, fd, events, key);
}

bool Epoll::remove(int fd) { return control(fd_.get(), EPOLL_CTL_DEL, fd, 0, 0); }

std::span<epoll_event> Epoll::wait(std::span<epoll_event> ready, int timeout_ms) {
  const int count = ::epoll_wait(fd_.get(), ready.data(), static_cast<int>(ready.size()), timeout_ms);
  if (count < 0) {
    if (errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "epoll_wait");
    }
    return {};
  }
  return ready.first(static_cast<std::size_t>(count));
}

}  // namespace prism::host
