// SPDX-License-Identifier: MIT
// epoll(7) for both levels of the event loop. Each descriptor is registered with a 64-bit key, which wait() returns.
#pragma once

#include <prism/unique_fd.hpp>

#include <sys/epoll.h>

#include <cstdint>
#include <span>

namespace prism::host {

class Epoll {
 public:
  Epoll();

  static epoll_event event(std::uint32_t events, std::uint64_t key);

  // Return false and set errno if the kernel refuses.
  bool add(int fd, std::uint32_t events, std::uint64_t key);
  bool modify(int fd, std::uint32_t events, std::uint64_t key);
  bool remove(int fd);

  // Waits until a descriptor is ready, at most `timeout_ms` (-1: without limit). Fills `ready` from its start and
  // returns the filled part, which is empty after a signal.
  std::span<epoll_event> wait(std::span<epoll_event> ready, int timeout_ms);

  // Readable whenever wait() would find an event, so that one epoll can watch another.
  int fd() const { return fd_.get(); }

 private:
  UniqueFd fd_;
};

}  // namespace prism::host
