// SPDX-License-Identifier: MIT
// A list of rooms that fits into one stanza: Spectrum answers with all of it at once (XEP-0030), and forgets the list
// before, so that it cannot go in parts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "host/stanza/jid.h"
#include "proto/pbnetwork.pb.h"

namespace prism::host {

class RoomListing {
 public:
  // Both must outlive this. `room` is how many bytes of a stanza the rooms may take.
  RoomListing(const JidStyle& jids, std::size_t room, pbnetwork::RoomList* list)
      : jids_(jids), room_(room), list_(*list) {}

  // Adds a room. False if it does not fit, and is not added; nothing fits any more then. One whose name cannot be in a JID
  // is passed over.
  bool add(std::string_view name, std::string_view title);

  // Writes behind the title of the last room how many of `count` are missing.
  void close(std::uint64_t count);

  // Rooms that were passed over.
  std::uint64_t unnamed() const { return unnamed_; }

 private:
  const JidStyle& jids_;
  std::size_t room_;
  pbnetwork::RoomList& list_;
  std::uint64_t unnamed_ = 0;
};

}  // namespace prism::host
