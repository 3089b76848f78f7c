// SPDX-License-Identifier: MIT
#include "core/session_memory.h"

#include <malloc.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace purple {
namespace {

// The heap is measured each time that so many bytes were received. Nested mark-up makes libpurple allocate sixty times
// its size. mallinfo2() takes some microseconds.
constexpr std::int64_t kLookEvery = 64 * 1024;

std::int64_t inUse() {
  const struct mallinfo2 info = ::mallinfo2();
  return static_cast<std::int64_t>(info.uordblks + info.hblkhd);
}

}  // namespace

void SessionMemory::limit(std::int64_t most, std::function<void(Session)> exceeded) {
  most_ = most;
  exceeded_ = std::move(exceeded);
  in_use_ = inUse();
}

std::int64_t SessionMemory::growth() {
  const std::int64_t before = std::exchange(in_use_, inUse());
  return in_use_ - before;
}

void SessionMemory::received(Session session, std::size_t bytes) {
  Share& of_session = shares_[session];
  of_session.received += static_cast<std::int64_t>(bytes);
  of_session.fresh += static_cast<std::int64_t>(bytes);
  fresh_ += static_cast<std::int64_t>(bytes);
  if (fresh_ < kLookEvery) {
    return;
  }
  share(growth());
  std::vector<Session> too_large;
  for (auto& [whose, share] : shares_) {
    if (share.held > most_ && whose) {
      too_large.push_back(whose);
    }
  }
  for (const Session whose : too_large) {
    shares_[whose].held = 0;  // reported once
    exceeded_(whose);
  }
}

std::int64_t SessionMemory::receivedBy(Session session) const {
  const auto place = shares_.find(session);
  return place == shares_.end() ? 0 : place->second.received;
}

void SessionMemory::share(std::int64_t growth) {
  for (auto& [whose, share] : shares_) {
    const double part = static_cast<double>(share.fresh) / static_cast<double>(fresh_);
    share.held = std::max<std::int64_t>(0, share.held + static_cast<std::int64_t>(static_cast<double>(growth) * part));
    share.fresh = 0;
  }
  fresh_ = 0;
}

// If the heap has shrunk by more than the session's share, the difference was charged to others, and is taken off their
// shares. Memory that libpurple keeps for the ended session is charged to no session.
void SessionMemory::ended(Session session) {
  const auto place = shares_.find(session);
  const std::int64_t held = place == shares_.end() ? 0 : place->second.held;
  if (place != shares_.end()) {
    fresh_ -= place->second.fresh;
    shares_.erase(place);
  }
  const std::int64_t more = growth() + held;
  std::int64_t of_others = 0;
  for (const auto& [whose, share] : shares_) {
    of_others += share.held;
  }
  if (more >= 0 || of_others == 0) {
    return;
  }
  const double kept = std::max(0.0, 1.0 + static_cast<double>(more) / static_cast<double>(of_others));
  for (auto& [whose, share] : shares_) {
    share.held = static_cast<std::int64_t>(static_cast<double>(share.held) * kept);
  }
}

}  // namespace purple
