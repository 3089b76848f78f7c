// SPDX-License-Identifier: MIT
// The plugin's watches of descriptors. Ids are never reused, so the id of an ended watch is not found, even if an event
// of it has been fetched from the epoll already.
#pragma once

#include "host/loop/epoll.h"
#include "host/plugin/plugin_boundary.h"
#include "host/services/spin_check.h"
#include <prism/plugin.h>

#include <cstdint>
#include <vector>

namespace prism::host {

class WatchTable {
 public:
  // Registers descriptors with `epoll` under keys above kReservedKeys. Both references must outlive this.
  static constexpr std::uint64_t kReservedKeys = 0xFFFFFFFF;
  WatchTable(Epoll& epoll, PluginBoundary& boundary) : epoll_(epoll), boundary_(boundary) {}

  // After PRISM_ERR_SYSTEM, errno has the cause.
  prism_result add(int fd, std::uint32_t events, prism_watch_fn ready, void* data, prism_watch* watch);
  prism_result modify(prism_watch watch, std::uint32_t events);
  prism_result remove(prism_watch watch);

  // Calls the callback of the watch with this key. Reports a watch that spins. Returns false if there is no such watch
  // any more.
  bool dispatch(std::uint64_t key, std::uint32_t epoll_events);

  // Registers all watches with `epoll` after it has been replaced by a new one.
  void registerAgain();

  // Reports descriptors that were closed while they were watched. Checks a part of the watches in turn, so that the
  // time of a call is bounded. To be called from time to time.
  void checkDescriptors();

  void removeAll();

 private:
  struct Watch {
    int fd = -1;
    std::uint32_t events = 0;  // PRISM_WATCH_READABLE, PRISM_WATCH_WRITABLE
    prism_watch_fn ready = nullptr;
    void* data = nullptr;
    std::uint32_t generation = 0;  // use count of this slot; part of the id
    std::uint32_t calls = 0;       // since the last check for a spin
    bool in_use = false;
    bool lost = false;  // the descriptor was closed, and that has been reported
  };

  Watch* find(prism_watch watch);
  void remove(Watch* found, prism_watch id, const char* function);
  void checkSpin(Watch* watch);
  // Reports that the descriptor of the watch was closed, unless that was reported before. `function` is where it shows.
  void reportClosed(Watch* watch, const char* function);

  Epoll& epoll_;
  PluginBoundary& boundary_;
  std::vector<Watch> slots_;
  std::vector<std::size_t> free_;           // slots without a watch
  std::vector<prism_watch> by_descriptor_;  // the newest watch of each descriptor, or 0
  SpinCheck spins_;
  std::size_t next_checked_ = 0;  // the slot with which checkDescriptors() goes on
};

}  // namespace prism::host
