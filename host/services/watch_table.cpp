// SPDX-License-Identifier: MIT
#include "host/services/watch_table.h"

#include "host/base/slot_id.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
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

// checkDescriptors() checks so many watches, with a system call for each.
constexpr std::size_t kChecked = 256;

bool isOpen(int fd) { return ::fcntl(fd, F_GETFD) >= 0; }

// Returns true if epoll_ctl(2) has failed with `error` because the descriptor was closed, or reused. It may instead
// be the epoll's own descriptor that the plugin has closed.
bool meansClosed(int error, int fd) { return error == ENOENT || (error == EBADF && !isOpen(fd)); }

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
      return PRISM_ERR_LIMIT;
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
  if (Watch* old = find(by_descriptor_[index]); old && old->events != 0) {
    reportClosed(old, "watch_add");
  }
  free_.pop_back();
  slots_[slot] = {fd, events, ready, data, generation, 0, true, false};
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
    reportClosed(found, "watch_modify");
    errno = EBADF;
    return PRISM_ERR_SYSTEM;
  }
  // A paused watch is removed from the epoll, because EPOLLHUP and EPOLLERR would be reported even without events.
  const bool done = events == 0          ? epoll_.remove(found->fd)
                    : found->events == 0 ? epoll_.add(found->fd, toEpoll(events), watch)
                                         : epoll_.modify(found->fd, toEpoll(events), watch);
  if (!done) {
    const int error = errno;
    if (meansClosed(error, found->fd)) {
      reportClosed(found, "watch_modify");
    }
    errno = error;
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
  remove(found, watch, "watch_remove");
  return PRISM_OK;
}

void WatchTable::remove(Watch* found, prism_watch id, const char* function) {
  prism_watch& newest = by_descriptor_[static_cast<std::size_t>(found->fd)];
  if (newest == id) {
    // If the number had been closed and reused, the newer descriptor's watch would be here, and must stay.
    const bool closed =
        found->events == 0 ? !isOpen(found->fd) : !epoll_.remove(found->fd) && meansClosed(errno, found->fd);
    if (closed) {
      reportClosed(found, function);
    }
    newest = 0;
  }
  const auto slot = static_cast<std::size_t>(found - slots_.data());
  spins_.forget(slot);
  found->in_use = false;
  if (found->generation < UINT32_MAX) {  // else the slot has no unused ids left
    free_.push_back(slot);
  }
}

void WatchTable::reportClosed(Watch* watch, const char* function) {
  if (!watch->lost) {
    watch->lost = true;
    boundary_.report(function, fmt::format("descriptor {} was closed while it was watched", watch->fd));
  }
}

void WatchTable::registerAgain() {
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    const Watch& watch = slots_[slot];
    if (watch.in_use && watch.events != 0) {
      epoll_.add(watch.fd, toEpoll(watch.events), slotId(slot, watch.generation));
    }
  }
}

void WatchTable::checkDescriptors() {
  for (std::size_t i = std::min(kChecked, slots_.size()); i > 0; --i) {
    next_checked_ = next_checked_ + 1 < slots_.size() ? next_checked_ + 1 : 0;
    Watch& watch = slots_[next_checked_];
    const prism_watch id = slotId(next_checked_, watch.generation);
    if (!watch.in_use || watch.lost || by_descriptor_[static_cast<std::size_t>(watch.fd)] != id) {
      continue;
    }
    // Setting the same events again changes nothing, but fails if the kernel has forgotten the descriptor.
    const bool closed = watch.events == 0
                            ? !isOpen(watch.fd)
                            : !epoll_.modify(watch.fd, toEpoll(watch.events), id) && meansClosed(errno, watch.fd);
    if (closed) {
      reportClosed(&watch, "watch");
    }
  }
}

void WatchTable::checkSpin(Watch* watch) {
  watch->calls = 0;
  const auto slot = static_cast<std::size_t>(watch - slots_.data());
  if (const auto spin = spins_.check(slot, watch->fd, watch->events, SpinCheck::Time::clock::now())) {
    boundary_.report("watch", fmt::format("descriptor {} spins: its callback was called {} times within {} ms, and has "
                                          "neither read nor written anything",
                                          watch->fd, fmt::group_digits(spin->calls), spin->time.count()));
  }
}

bool WatchTable::dispatch(std::uint64_t key, std::uint32_t epoll_events) {
  Watch* found = find(key);
  if (!found) {
    return false;  // removed, perhaps by an earlier callback of this turn
  }
  if (++found->calls == SpinCheck::kCalls) {
    checkSpin(found);
  }
  const Watch watch = *found;  // a copy: the callback may add watches and so reallocate the table
  const std::uint32_t ready = fromEpoll(epoll_events, watch.events) & watch.events;
  if (ready != 0) {
    boundary_.call("watch", [&] { watch.ready(watch.data, key, watch.fd, ready); });
  }
  return true;
}

void WatchTable::removeAll() {
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    if (slots_[slot].in_use) {
      remove(&slots_[slot], slotId(slot, slots_[slot].generation), "watch");
    }
  }
}

}  // namespace prism::host
