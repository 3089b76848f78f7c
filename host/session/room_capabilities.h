// SPDX-License-Identifier: MIT
// What the network can do in a room (prism/room_admin.h).
#pragma once

#include <prism/room_admin.h>

#include <cstdint>

namespace prism::host {

struct RoomCapabilities {
  std::uint32_t flags = 0;         // PRISM_ROOMS_CAN_...
  std::uint32_t roles = 0;         // a mask of PRISM_ROOMS_BIT(); 0: all
  std::uint32_t affiliations = 0;  // likewise

  bool can(std::uint32_t flag) const { return (flags & flag) != 0; }
  bool hasRole(std::uint32_t role) const { return roles == 0 || (roles & PRISM_ROOMS_BIT(role)) != 0; }
  bool hasAffiliation(std::uint32_t affiliation) const {
    return affiliations == 0 || (affiliations & PRISM_ROOMS_BIT(affiliation)) != 0;
  }
};

}  // namespace prism::host
