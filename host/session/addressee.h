// SPDX-License-Identifier: MIT
// Whom a request goes to. Spectrum tells neither rooms nor participants ("room/nickname") from contacts; the session, which
// knows the rooms that have been joined, does.
#pragma once

#include <prism/plugin.h>

#include <string>
#include <string_view>

#include "host/base/abi.h"
#include "host/session/session.h"

namespace prism::host {

// Borrows from the session and from the name.
class Addressee {
 public:
  Addressee(Session* session, prism_str name) : room(session->findRoom(view(name))), buddy(name) {
    std::string_view participant;
    if (!room && session->findParticipant(view(name), &participant)) {
      room_name_ = view(name).substr(0, view(name).size() - participant.size() - 1);
      buddy = borrowed(room_name_);
      nickname = {participant.data(), participant.size()};
    }
  }
  Addressee(const Addressee&) = delete;
  Addressee& operator=(const Addressee&) = delete;

  const Room* const room;  // if it is a room; nullptr for its participants, too
  prism_str buddy;
  prism_str nickname{"", 0};

 private:
  std::string room_name_;
};

}  // namespace prism::host
