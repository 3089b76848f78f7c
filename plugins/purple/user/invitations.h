// SPDX-License-Identifier: MIT
// Invitations into rooms. Whoever invites a user knows what joining takes, a password for one.
#pragma once

#include "user/shared.h"

#include <map>
#include <string>
#include <string_view>

namespace purple {

class Invitations {
 public:
  explicit Invitations(const Owner& owner) : owner_(owner) {}

  // Event of libpurple.
  void came(const char* inviter, const char* room, const char* text, GHashTable* components);
  // Whether libpurple's question about the one that has just come is not to be asked: the user's client does that.
  bool takeQuestion();

  // What joining a room takes, as the last invitation had it; nothing if there is none.
  const std::map<std::string, std::string>& componentsFor(std::string_view room) const;

 private:
  const Owner& owner_;
  std::map<std::string, std::map<std::string, std::string>> kept_;  // by libpurple's name of the room
  prism::Timer question_;  // runs while libpurple may ask: it does so at once, if it does
};

}  // namespace purple
