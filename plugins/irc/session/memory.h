// SPDX-License-Identifier: MIT
// Accounts for the memory of sessions that servers control: limits for each session, each server, and the process.
#pragma once

#include "session/limits.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace irc {

// The memory of all sessions. Must outlive them.
class ProcessMemory {
 public:
  std::size_t used() const { return used_; }

 private:
  friend class SessionMemory;
  struct Server {
    std::size_t sessions = 0;
    std::size_t used = 0;
  };

  std::size_t used_ = 0;
  std::map<std::string, Server, std::less<>> servers_;
};

// The memory of one session. Must outlive its charges. Its end returns free pages to the system if the session was
// large.
class SessionMemory {
 public:
  // Sessions with the same `server` share its limit. `process` must outlive this object.
  SessionMemory(ProcessMemory& process, const std::string& server);
  ~SessionMemory();
  SessionMemory(const SessionMemory&) = delete;
  SessionMemory& operator=(const SessionMemory&) = delete;

  // Returns false, and takes nothing, if a limit would be exceeded.
  bool take(std::size_t size);
  void give(std::size_t size);
  std::size_t used() const { return used_; }

 private:
  ProcessMemory* process_;
  std::map<std::string, ProcessMemory::Server, std::less<>>::iterator server_;
  std::size_t used_ = 0;
  std::size_t peak_ = 0;
};

// The share of one object in the memory of a session. Given back at the end of the charge.
class Charge {
 public:
  explicit Charge(SessionMemory& memory) : memory_(&memory) {}
  Charge(Charge&& other) noexcept : memory_(other.memory_), size_(std::exchange(other.size_, 0)) {}
  Charge& operator=(Charge&& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Charge() { memory_->give(size_); }

  // Returns false, and changes nothing, if a limit would be exceeded.
  bool resize(std::size_t size) {
    if (size > size_ && !memory_->take(size - size_)) {
      return false;
    }
    if (size < size_) {
      memory_->give(size_ - size);
    }
    size_ = size;
    return true;
  }
  bool grow(std::size_t size) { return resize(size_ + size); }
  void shrink(std::size_t size) { resize(size_ - size); }
  std::size_t size() const { return size_; }

 private:
  SessionMemory* memory_;
  std::size_t size_ = 0;
};

// Returns the heap size of a string, with the overhead of the allocator. Short strings use no heap.
constexpr std::size_t heapSize(std::size_t length) { return length < 16 ? 0 : length + 24; }

}  // namespace irc
