// SPDX-License-Identifier: MIT
#include "host/base/own_descriptors.h"

#include "host/base/null_device.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <vector>

namespace prism::host {
namespace {

struct Descriptor {
  int fd;
  const char* what;
  dev_t device;
  ino_t inode;
  int epoll = -1;  // -1: not watched by an epoll
  epoll_event event{};
};

struct Table {
  std::mutex mutex;
  std::vector<Descriptor> descriptors;
};

// Never destroyed: threads that the plugin leaves running may log until the process ends. Logging may rotate a file,
// and a rotated file registers its new descriptor.
Table& table() {
  static auto* const all = new Table;
  return *all;
}

// The connection to Spectrum, which may be two sockets.
std::atomic<int> protected_input = -1;
std::atomic<int> protected_output = -1;
std::atomic<bool> shutdown_refused = false;

Descriptor describe(int fd, const char* what) {
  struct stat status {};
  ::fstat(fd, &status);
  return {fd, what, status.st_dev, status.st_ino};
}

// Returns false if the epoll does not watch this file under this number any more.
bool watchAgain(const Descriptor& known) {
  epoll_event event = known.event;
  return ::epoll_ctl(known.epoll, EPOLL_CTL_MOD, known.fd, &event) == 0;
}

bool isSame(const Descriptor& then) {
  if (then.epoll >= 0) {
    return watchAgain(then);
  }
  const Descriptor now = describe(then.fd, then.what);
  return now.device == then.device && now.inode == then.inode;
}

}  // namespace

void ownDescriptor(int fd, const char* what) {
  disownDescriptor(fd);
  const std::lock_guard lock(table().mutex);
  table().descriptors.push_back(describe(fd, what));
}

void ownWatchedDescriptor(int fd, const char* what, int epoll, const epoll_event& event) {
  disownDescriptor(fd);
  Descriptor watched = describe(fd, what);
  watched.epoll = epoll;
  watched.event = event;
  const std::lock_guard lock(table().mutex);
  table().descriptors.push_back(watched);
}

void watchOwnDescriptor(int fd, std::uint32_t events) {
  const std::lock_guard lock(table().mutex);
  for (Descriptor& known : table().descriptors) {
    if (known.fd == fd && known.epoll >= 0) {
      known.event.events = events;
      watchAgain(known);
    }
  }
}

void disownDescriptor(int fd) {
  const std::lock_guard lock(table().mutex);
  std::erase_if(table().descriptors, [fd](const Descriptor& known) { return known.fd == fd; });
}

bool isLost(int fd) {
  const std::lock_guard lock(table().mutex);
  const auto& known = table().descriptors;
  return std::any_of(known.begin(), known.end(),
                     [fd](const Descriptor& then) { return then.fd == fd && !isSame(then); });
}

void protectSockets(int input, int output) {
  protected_input = input;
  protected_output = output;
}

bool refuseShutdown(int fd) {
  if (fd < 0 || (fd != protected_input && fd != protected_output)) {
    return false;
  }
  shutdown_refused = true;
  return true;
}

bool takeRefusedShutdown() { return shutdown_refused.exchange(false); }

void plugClosedDescriptors() {
  const std::lock_guard lock(table().mutex);
  for (const Descriptor& then : table().descriptors) {
    if (::fcntl(then.fd, F_GETFD) < 0) {
      openNullDevice(then.fd, O_CLOEXEC);
    }
  }
}

std::string findLostDescriptor() {
  const std::lock_guard lock(table().mutex);
  for (const Descriptor& then : table().descriptors) {
    if (!isSame(then)) {
      return fmt::format("{}, {}", then.fd, then.what);
    }
  }
  return {};
}

}  // namespace prism::host
