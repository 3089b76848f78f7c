// SPDX-License-Identifier: MIT
#include "session/memory.h"

#include <malloc.h>

#include <algorithm>

namespace irc {

namespace {

// A session with this peak returns free pages to the system at its end: those of the host's ids and positions, which
// are as many, are among them. Smaller amounts are reused by other sessions.
constexpr std::size_t kWorthReturning = std::size_t{128} * 1024;

}  // namespace

SessionMemory::SessionMemory(ProcessMemory& process, const std::string& server)
    : process_(&process), server_(process.servers_.try_emplace(server).first) {
  ++server_->second.sessions;
}

SessionMemory::~SessionMemory() {
  give(used_);
  if (--server_->second.sessions == 0) {
    process_->servers_.erase(server_);
  }
#ifdef __GLIBC__
  if (peak_ >= kWorthReturning) {
    ::malloc_trim(0);
  }
#endif
}

bool SessionMemory::take(std::size_t size) {
  const std::size_t used = used_ + size;
  const bool is_common_free = server_->second.used + size <= kServerMemory && process_->used_ + size <= kProcessMemory;
  if (used > kSessionMemory || (used > kSessionShare && !is_common_free)) {
    return false;
  }
  used_ = used;
  peak_ = std::max(peak_, used_);
  server_->second.used += size;
  process_->used_ += size;
  return true;
}

void SessionMemory::give(std::size_t size) {
  used_ -= size;
  server_->second.used -= size;
  process_->used_ -= size;
}

}  // namespace irc
