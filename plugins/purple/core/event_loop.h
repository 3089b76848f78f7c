// SPDX-License-Identifier: MIT
// Maps libpurple's timers and inputs to the host's timers and watches.
//
// libpurple may have several inputs on one descriptor, for example one that reads and one that writes. The host has one
// watch for each descriptor, so the watch waits for the events of all inputs on it.
//
// Bytes and processor time of an input are counted for the session of its descriptor, for its memory and its pace
// (core/limits.h). An input or a timer belongs to the session of the callback that adds it, or to the session that
// setSession() has named during that callback.
#pragma once

#include "core/limits.h"
#include "core/session_memory.h"
#include <prism/host.hpp>
#include <prism/token_bucket.hpp>

#include <purple.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

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

  // Sets the session of the running callback and of its descriptor; nullptr if it is none.
  void setSession(SessionMemory::Session session);
  // Counts tokens of the pace for the session of the running callback.
  void spend(std::uint32_t tokens) { tokens_ += tokens; }
  // Sets a function that is called with a session when its servers are slowed down for the first time.
  void onSlowed(std::function<void(SessionMemory::Session)> slowed) { slowed_ = std::move(slowed); }
  // Removes all references to a session that has ended.
  void forget(SessionMemory::Session session);
  SessionMemory& memory() { return memory_; }

  // Limits the bytes that one callback of an input can read from TLS. Protocols read until no byte is left, which a
  // fast server can delay without end. Call it after libpurple has loaded its TLS module; further calls do nothing.
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

  // Of a session's servers, which are not read during a pause.
  struct Pace {
    prism::TokenBucket bucket{kPaceBurst, kPaceInterval};
    prism::Timer pause;
    bool told = false;
  };

  guint nextId();
  void watch(int fd, Descriptor& descriptor);
  void dispatch(int fd, prism::Ready ready);
  static std::size_t readTls(PurpleSslConnection* connection, void* data, std::size_t size);
  void call(int fd, const Input& input, int events);
  bool isPaused(SessionMemory::Session session) const;
  void keepPace(SessionMemory::Session session, std::size_t bytes, std::chrono::nanoseconds time);
  void watchAgain(SessionMemory::Session session);

  const prism::Host host_;
  GlibContext& glib_;
  guint last_id_ = 0;
  std::map<guint, Timer> timers_;
  std::map<int, Descriptor> descriptors_;
  std::map<guint, int> inputs_;  // the descriptor of each input
  SessionMemory memory_;
  std::map<SessionMemory::Session, Pace> paces_;
  std::function<void(SessionMemory::Session)> slowed_;
  std::uint32_t tokens_ = 0;                   // of the running callback
  SessionMemory::Session session_ = nullptr;   // of the running callback
  int dispatched_fd_ = -1;                     // descriptor of the input whose callback runs; -1: none
  std::size_t tls_bytes_read_ = 0;             // bytes that the running callback has read from TLS
  std::map<int, prism::Timer> pending_reads_;  // by descriptor: reads the rest, which the TLS module may have buffered
};

}  // namespace purple
