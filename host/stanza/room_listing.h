// SPDX-License-Identifier: MIT
// Builds a list of rooms that fits into one stanza. Spectrum answers a client with the whole list at once (XEP-0030),
// and each list replaces the one before, so the list cannot be sent in parts.
#pragma once

#include "host/stanza/jid.h"
#include "proto/pbnetwork.pb.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace prism::host {

class RoomListing {
 public:
  // Both references must outlive this. `room` is the number of bytes of the stanza that the list may take.
  RoomListing(const JidStyle& jids, std::size_t room, pbnetwork::RoomList* list)
      : jids_(jids), room_(room), list_(*list) {}

  // Adds a room. Returns false without adding it if it does not fit; add() must not be called again then. A room whose
  // name is not valid in a JID is skipped.
  bool add(std::string_view name, std::string_view title);

  // Appends to the title of the last room how many of the `count` rooms did not fit.
  void close(std::uint64_t count);

  // The number of rooms that were skipped.
  std::uint64_t skipped() const { return skipped_; }

 private:
  const JidStyle& jids_;
  std::size_t room_;
  pbnetwork::RoomList& list_;
  std::uint64_t skipped_ = 0;
};

}  // namespace prism::host
