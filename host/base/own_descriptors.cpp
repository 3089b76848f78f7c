#include "host/base/own_descriptors.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <vector>

#include "host/base/unique_fd.h"

namespace prism::host {
namespace {

struct Descriptor {
  int fd;
  const char* what;
  int epoll;
  dev_t device;
  ino_t inode;
};

struct Table {
  std::mutex mutex;
  std::vector<Descriptor> descriptors;
};

// Never destroyed: threads that the plugin leaves behind may log, and so rotate a file, until the process ends.
Table& table() {
  static auto* const all = new Table;
  return *all;
}

Descriptor describe(int fd, const char* what, int epoll) {
  struct stat status {};
  ::fstat(fd, &status);
  return {fd, what, epoll, status.st_dev, status.st_ino};
}

// Changes nothing: the descriptor is in the epoll already.
bool isWatched(int fd, int epoll) {
  epoll_event none{};
  if (::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &none) == 0) {
    ::epoll_ctl(epoll, EPOLL_CTL_DEL, fd, nullptr);
    return false;
  }
  return errno == EEXIST;
}

bool isSame(const Descriptor& then) {
  if (then.epoll >= 0) {
    return isWatched(then.fd, then.epoll);
  }
  const Descriptor now = describe(then.fd, then.what, -1);
  return now.device == then.device && now.inode == then.inode;
}

}  // namespace

void ownDescriptor(int fd, const char* what, int epoll) {
  disownDescriptor(fd);
  const std::lock_guard lock(table().mutex);
  table().descriptors.push_back(describe(fd, what, epoll));
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

void plugClosedDescriptors() {
  const std::lock_guard lock(table().mutex);
  for (const Descriptor& then : table().descriptors) {
    if (::fcntl(then.fd, F_GETFD) < 0) {
      UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
      if (nothing.get() == then.fd) {
        (void)nothing.release();
      } else {
        ::dup3(nothing.get(), then.fd, O_CLOEXEC);
      }
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
