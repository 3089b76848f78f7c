// SPDX-License-Identifier: MIT
// Estimates the heap memory that libpurple holds for each session.
//
// libpurple has no such figure. Whenever enough bytes were received, the heap's size is measured. Its change since the
// last time is divided among the sessions, in proportion to the bytes that they have received. So the shares add up to
// the real growth of the heap, and a session that floods the process has nearly all of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>

namespace purple {

class SessionMemory {
 public:
  // The account of a session, used as an id.
  using Session = const void*;

  // Sets the limit. `exceeded` is called with each session that holds more than `most` bytes. It must not call
  // functions of this object.
  void limit(std::int64_t most, std::function<void(Session)> exceeded);

  // Counts received bytes for a session; nullptr: the session is not known.
  void received(Session session, std::size_t bytes);
  // Returns the number of bytes that a session has received.
  std::int64_t receivedBy(Session session) const;
  // Removes a session that has ended. Call it after libpurple has freed the session's memory.
  void ended(Session session);

 private:
  struct Share {
    std::int64_t held = 0;      // bytes of the heap
    std::int64_t received = 0;  // bytes in total
    std::int64_t fresh = 0;     // bytes since the heap was last measured
  };

  std::int64_t growth();
  void share(std::int64_t growth);

  std::int64_t most_ = 0;
  std::function<void(Session)> exceeded_;
  std::map<Session, Share> shares_;
  std::int64_t in_use_ = 0;
  std::int64_t fresh_ = 0;  // of all sessions
};

}  // namespace purple
