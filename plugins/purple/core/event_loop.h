// SPDX-License-Identifier: MIT
// libpurple's timers and inputs on the host's timers and watches.
//
// libpurple may have several inputs on one descriptor, one that reads and one that writes; the host has one watch for
// each descriptor. So a watch waits for what any of its inputs waits for.
//
// Bytes received through an input count for a session: the one in whose name the input was added. An input or a timer is
// added in the name of the session whose call is running, unless libpurple says meanwhile whose connection the call is
// about.
#pragma once

#include "core/session_memory.h"

#include <prism/host.hpp>

#include <purple.h>

#include <map>

namespace purple {

class GlibContext;

class EventLoop {
 public:
  // One in a process. `glib` must outlive this.
  EventLoop(prism::Host host, GlibContext& glib);
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // For purple_eventloop_set_ui_ops().
  static PurpleEventLoopUiOps* operations();

  guint addTimer(std::chrono::milliseconds interval, GSourceFunc function, gpointer data);
  bool removeTimer(guint id);
  guint addInput(int fd, PurpleInputCondition condition, PurpleInputFunction function, gpointer data);
  bool removeInput(guint id);

  // The running call is about this session; nullptr if it is nobody's.
  void isAbout(SessionMemory::Session session);
  // The session ends, and must not be known any more.
  void forget(SessionMemory::Session session);
  SessionMemory& memory() { return memory_; }

  // Protocols read from TLS until nothing is there, which a fast server can put off for ever. After this, what one call
  // of an input reads has a limit. Once libpurple has its module for TLS; further calls do nothing.
  void limitTls();

 private:
  struct Input {
    PurpleInputCondition condition;
    PurpleInputFunction function;
    gpointer data;
  };
  struct Descriptor {
    prism::Watch watch = {};
    std::map<guint, Input> inputs = {};
    SessionMemory::Session session = nullptr;
  };
  struct Timer {
    prism::Timer timer = {};
    SessionMemory::Session session = nullptr;
  };

  guint nextId();
  void watch(int fd, Descriptor& descriptor);
  void dispatch(int fd, prism::Ready come);
  static std::size_t readTls(PurpleSslConnection* connection, void* data, std::size_t size);
  void call(int fd, const Input& input, int met);

  const prism::Host host_;
  GlibContext& glib_;
  guint last_id_ = 0;
  std::map<guint, Timer> timers_;
  std::map<int, Descriptor> descriptors_;
  std::map<guint, int> inputs_;  // the descriptor of each
  SessionMemory memory_;
  SessionMemory::Session session_ = nullptr;  // what is going on is about
  int dispatched_ = -1;                       // the descriptor whose input is called
  std::size_t read_ = 0;                      // bytes from TLS in this call
  std::map<int, prism::Timer> rests_;         // descriptors for which the module may have more at hand
};

}  // namespace purple
