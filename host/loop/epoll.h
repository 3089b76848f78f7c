// SPDX-License-Identifier: MIT
// epoll(7), as both levels of the event loop use it: what was registered comes back as a 64-bit key.
#pragma once

#include <sys/epoll.h>
#include <prism/unique_fd.hpp>

#include <cstdint>
#include <span>

namespace prism::host {

class Epoll {
 public:
  Epoll();

  static epoll_event event(std::uint32_t events, std::uint64_t key);

  // False where the kernel refuses, errno says why.
  bool add(int fd, std::uint32_t events, std::uint64_t key);
  bool modify(int fd, std::uint32_t events, std::uint64_t key);
  bool remove(int fd);

  // Waits, `timeout_ms` at most (-1: without limit), for what is ready; fills `ready` from its start.
  std::span<epoll_event> wait(std::span<epoll_event> ready, int timeout_ms);

  // Readable whenever wait() would find something: one epoll can watch another.
  int fd() const { return fd_.get(); }

 private:
  UniqueFd fd_;
};

}  // namespace prism::host
