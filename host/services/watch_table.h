// SPDX-License-Identifier: MIT
// The plugin's watches of descriptors. Ids are never reused, so the id of an ended watch is not found, even if an event
// of it has been fetched from the epoll already.
#pragma once

#include "host/loop/epoll.h"
#include "host/plugin/plugin_boundary.h"
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

  // Calls the callback of the watch with this key. Returns false if there is no such watch any more.
  bool dispatch(std::uint64_t key, std::uint32_t epoll_events);

  // Registers all watches with `epoll` after it has been replaced by a new one.
  void registerAgain();

  void removeAll();

 private:
  struct Watch {
    int fd = -1;
    std::uint32_t events = 0;  // PRISM_WATCH_READABLE, PRISM_WATCH_WRITABLE
    prism_watch_fn ready = nullptr;
    void* data = nullptr;
    std::uint32_t generation = 0;  // use count of this slot; part of the id
    bool in_use = false;
  };

  Watch* find(prism_watch watch);

  Epoll& epoll_;
  PluginBoundary& boundary_;
  std::vector<Watch> slots_;
  std::vector<std::size_t> free_;           // slots without a watch
  std::vector<prism_watch> by_descriptor_;  // the newest watch of each descriptor, or 0
};

}  // namespace prism::host
