// SPDX-License-Identifier: MIT
// The event loop of the process, on one thread. Each source of events is a descriptor with a handler: the socket, the
// signals, the host's timers, and the plugin's own loop as a whole (services/plugin_loop.h).
#pragma once

#include "host/loop/epoll.h"
#include "host/metrics/loop_lag.h"

#include <cstdint>

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

  // Handler and descriptor must stay valid until remove(). A handler must not remove another one while it is called.
  // `what` is a literal that names the descriptor's purpose (base/own_descriptors.h). modify() and remove() do nothing
  // if the descriptor is lost.
  void add(int fd, std::uint32_t events, Handler* handler, const char* what);
  void modify(int fd, std::uint32_t events);
  void remove(int fd);

  // Waits until a descriptor is ready, and calls the handler of each ready one once.
  void turn();

  // Has each turn measured. `lag` must outlive this. The caller of turn() calls endTurn() when all work of the turn is
  // done.
  void measure(LoopLag* lag) { lag_ = lag; }
  void endTurn() {
    if (lag_) {
      lag_->end();
    }
  }

 private:
  Epoll epoll_;
  LoopLag* lag_ = nullptr;
};

}  // namespace prism::host
