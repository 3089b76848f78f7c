// SPDX-License-Identifier: MIT
// Invitations to rooms. An invitation has the components that joining the room needs, for example a password.
#pragma once

#include "user/shared.h"

#include <map>
#include <string>
#include <string_view>

namespace purple {

class Invitations {
 public:
  explicit Invitations(const Owner& owner) : owner_(owner) {}

  // Event of libpurple: an invitation has arrived.
  void received(const char* inviter, const char* room, const char* text, GHashTable* components);
  // Returns true, once, if libpurple's request belongs to the invitation that has just arrived. It is not shown, since
  // the user's XMPP client asks about invitations.
  bool claimRequest();

  // Returns the components of a room from its last invitation; empty if there is none.
  const std::map<std::string, std::string>& componentsFor(std::string_view room) const;

 private:
  const Owner& owner_;
  std::map<std::string, std::map<std::string, std::string>> components_;  // by libpurple's name of the room
  prism::Timer request_window_;  // until the next turn of the loop: libpurple's request comes before that, if at all
};

}  // namespace purple
