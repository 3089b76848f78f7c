// SPDX-License-Identifier: MIT
// How much memory each session takes: what its network makes libpurple keep.
//
// Nothing in libpurple knows. The heap's size is looked at each time that enough has been received, and what it has
// grown or shrunk by since is shared among the sessions that have received it, by bytes. So the shares add up to what the
// heap has really grown by, and who floods the process has nearly all of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>

namespace purple {

class SessionMemory {
 public:
  // A session, which is compared only: an account of libpurple's.
  using Session = const void*;

  // `exceeded` is called with a session that takes more than `most` bytes; it must not call back.
  void limit(std::int64_t most, std::function<void(Session)> exceeded);

  // A session, or somebody unknown (nullptr), has received something.
  void received(Session session, std::size_t bytes);
  // Bytes that a session has received.
  std::int64_t receivedBy(Session session) const;
  // A session has ended, and libpurple has freed what it frees.
  void ended(Session session);

 private:
  struct Share {
    std::int64_t held = 0;      // bytes of the heap
    std::int64_t received = 0;  // bytes, in all
    std::int64_t fresh = 0;     // of these, since the heap was looked at
  };

  std::int64_t growth();
  void share(std::int64_t growth);

  std::int64_t most_ = 0;
  std::function<void(Session)> exceeded_;
  std::map<Session, Share> shares_;
  std::int64_t in_use_ = 0;
  std::int64_t fresh_ = 0;  // of all
};

}  // namespace purple
