// SPDX-License-Identifier: MIT
// The loop of the process, on one thread. Everything that waits for something is a handler of a descriptor here: the
// socket, signals, the host's timers, and the plugin's whole own loop (plugin_loop.h).
#pragma once

#include <cstdint>

#include "host/loop/epoll.h"

namespace prism::host {

class EventLoop {
 public:
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  class Handler {
   public:
    // `events` is a mask of EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP.
    virtual void onReady(std::uint32_t events) = 0;

   protected:
    ~Handler() = default;
  };

  // Handler and descriptor must stay until remove(). A handler may not remove another one while it is called. `what`
  // says what the descriptor is for, a literal (base/own_descriptors.h). modify() and remove() do nothing if it is lost.
  void add(int fd, std::uint32_t events, Handler* handler, const char* what);
  void modify(int fd, std::uint32_t events);
  void remove(int fd);

  // Waits until something is ready, and calls its handlers once.
  void turn();

 private:
  Epoll epoll_;
};

}  // namespace prism::host
