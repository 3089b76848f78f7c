// SPDX-License-Identifier: MIT
#include "host/services/watch_table.h"

#include "host/base/slot_id.h"

#include <cerrno>

namespace prism::host {
namespace {

std::uint32_t toEpoll(std::uint32_t events) {
  return ((events & PRISM_WATCH_READABLE) != 0 ? std::uint32_t{EPOLLIN} : 0) |
         ((events & PRISM_WATCH_WRITABLE) != 0 ? std::uint32_t{EPOLLOUT} : 0);
}

// The maximum number of watches: the default of fs.nr_open, which limits the descriptors of a process. A plugin with
// more watches closes descriptors without removing their watches.
constexpr std::size_t kMost = std::size_t{1024} * 1024;

// An error or a hang-up is reported as all events asked for.
std::uint32_t fromEpoll(std::uint32_t epoll_events, std::uint32_t asked) {
  if ((epoll_events & (EPOLLERR | EPOLLHUP)) != 0) {
    return asked;
  }
  return ((epoll_events & EPOLLIN) != 0 ? PRISM_WATCH_READABLE : 0) |
         ((epoll_events & EPOLLOUT) != 0 ? PRISM_WATCH_WRITABLE : 0);
}

bool valid(std::uint32_t events) { return (events & ~(PRISM_WATCH_READABLE | PRISM_WATCH_WRITABLE)) == 0; }

}  // namespace

WatchTable::Watch* WatchTable::find(prism_watch watch) {
  const std::size_t slot = slotOf(watch);
  const bool in_use = slot < slots_.size() && slots_[slot].in_use && slotId(slot, slots_[slot].generation) == watch;
  return in_use ? &slots_[slot] : nullptr;
}

prism_result WatchTable::add(int fd, std::uint32_t events, prism_watch_fn ready, void* data, prism_watch* watch) {
  if (fd < 0 || !valid(events) || !ready || !watch) {
    return PRISM_ERR_ARGUMENT;
  }
  if (free_.empty()) {
    if (slots_.size() >= kMost) {
      return PRISM_ERR_MEMORY;
    }
    slots_.emplace_back();
    free_.push_back(slots_.size() - 1);
  }
  const std::size_t slot = free_.back();
  const std::uint32_t generation = slots_[slot].generation + 1;
  const prism_watch id = slotId(slot, generation);
  // If the plugin has closed a descriptor of this number without removing its watch, the kernel has forgotten that one,
  // so adding works.
  if (!epoll_.add(fd, toEpoll(events), id)) {
    return errno == EEXIST ? PRISM_ERR_ARGUMENT : PRISM_ERR_SYSTEM;
  }
  if (events == 0) {
    epoll_.remove(fd);
  }
  const auto index = static_cast<std::size_t>(fd);  // a valid descriptor, so a small number
  if (by_descriptor_.size() <= index) {
    by_descriptor_.resize(index + 1);
  }
  free_.pop_back();
  slots_[slot] = {fd, events, ready, data, generation, true};
  by_descriptor_[index] = id;
  *watch = id;
  return PRISM_OK;
}

prism_result WatchTable::modify(prism_watch watch, std::uint32_t events) {
  Watch* found = find(watch);
  if (!found || !valid(events)) {
    return PRISM_ERR_ARGUMENT;
  }
  if (found->events == events) {
    return PRISM_OK;
  }
  if (by_descriptor_[static_cast<std::size_t>(found->fd)] != watch) {
    errno = EBADF;
    return PRISM_ERR_SYSTEM;
  }
  // A paused watch is removed from the epoll, because EPOLLHUP and EPOLLERR would be reported even without events.
  const bool done = events == 0          ? epoll_.remove(found->fd)
                    : found->events == 0 ? epoll_.add(found->fd, toEpoll(events), watch)
                                         : epoll_.modify(found->fd, toEpoll(events), watch);
  if (!done) {
    return PRISM_ERR_SYSTEM;
  }
  found->events = events;
  return PRISM_OK;
}

prism_result WatchTable::remove(prism_watch watch) {
  Watch* found = find(watch);
  if (!found) {
    return everHad(slots_, watch) ? PRISM_OK : PRISM_ERR_ARGUMENT;
  }
  prism_watch& newest = by_descriptor_[static_cast<std::size_t>(found->fd)];
  if (newest == watch) {
    // If the number had been closed and reused, the newer descriptor's watch would be here, and must stay.
    if (found->events != 0) {
      epoll_.remove(found->fd);
    }
    newest = 0;
  }
  found->in_use = false;
  if (found->generation < UINT32_MAX) {  // else the slot has no unused ids left
    free_.push_back(static_cast<std::size_t>(found - slots_.data()));
  }
  return PRISM_OK;
}

void WatchTable::registerAgain() {
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    const Watch& watch = slots_[slot];
    if (watch.in_use && watch.events != 0) {
      epoll_.add(watch.fd, toEpoll(watch.events), slotId(slot, watch.generation));
    }
  }
}

bool WatchTable::dispatch(std::uint64_t key, std::uint32_t epoll_events) {
  const Watch* found = find(key);
  if (!found) {
    return false;  // removed, perhaps by an earlier callback of this turn
  }
  const Watch watch = *found;  // a copy: the callback may add watches and so reallocate the table
  const std::uint32_t ready = fromEpoll(epoll_events, watch.events) & watch.events;
  if (ready != 0) {
    boundary_.call("watch", [&] { watch.ready(watch.data, watch.fd, ready); });
  }
  return true;
}

void WatchTable::removeAll() {
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    if (slots_[slot].in_use) {
      remove(slotId(slot, slots_[slot].generation));
    }
  }
}

}  // namespace prism::host
