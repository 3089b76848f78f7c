// SPDX-License-Identifier: MIT
// The owner of a file descriptor. It needs no host, and may be used on any thread.
#ifndef PRISM_UNIQUE_FD_HPP
#define PRISM_UNIQUE_FD_HPP

#include <unistd.h>

#include <utility>

namespace prism {

// Closes the descriptor when it ends. A Watch on the descriptor must end first.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    if (this != &other) {
      close();
      fd_ = other.release();
    }
    return *this;
  }
  ~UniqueFd() { close(); }

  void close() {
    if (fd_ >= 0) {
      ::close(release());
    }
  }

  // Gives up the descriptor without closing it.
  int release() { return std::exchange(fd_, -1); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

}  // namespace prism

#endif  // PRISM_UNIQUE_FD_HPP
