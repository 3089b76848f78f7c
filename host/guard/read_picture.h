// SPDX-License-Identifier: MIT
// A picture as the Guard reads it (prism/avatar.h).
#pragma once

#include "proto/secret_memory.h"

#include <string>
#include <string_view>
#include <tuple>

namespace prism::host {

// Whose picture it is, and for whom.
struct PictureOwner {
  std::string user;
  std::string room;  // empty: `name` is a contact by pictureKey(), or is empty for the user
  std::string name;

  bool operator==(const PictureOwner&) const = default;
  bool operator<(const PictureOwner& other) const {
    return std::tie(user, room, name) < std::tie(other.user, other.room, other.name);
  }
};

struct ReadPicture {
  PictureOwner owner;
  SecretVector<char> id;
  SecretVector<char> url;
  std::string_view bytes;  // borrowed from the plugin
};

}  // namespace prism::host
