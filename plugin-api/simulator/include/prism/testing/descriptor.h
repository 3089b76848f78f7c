// SPDX-License-Identifier: MIT
// A file descriptor that is closed when its owner ends.
#pragma once

#include <poll.h>
#include <unistd.h>

#include <utility>
#include <vector>

#include "prism/testing/deadline.h"

namespace prism::testing {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      close();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  ~Descriptor() { close(); }

  int get() const { return fd_; }
  bool isOpen() const { return fd_ >= 0; }

  void close() {
    if (fd_ >= 0) {
      ::close(std::exchange(fd_, -1));
    }
  }

 private:
  int fd_ = -1;
};

// Waits until one of `descriptors` is ready or `longest` has passed; whoever calls it looks again at what it waits for.
// An interruption by a signal counts as ready.
void pollDescriptors(std::vector<pollfd>* descriptors, Milliseconds longest);

// Makes reads and writes of `fd` return at once.
void makeNonBlocking(int fd);

}  // namespace prism::testing
