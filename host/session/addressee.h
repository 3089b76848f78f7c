// SPDX-License-Identifier: MIT
// The recipient of a request: a contact, a room or a participant of a room. Spectrum sends the same kind of name for
// all three (a participant is "room/nickname"). The session knows which rooms the user has joined, so it tells them
// apart.
#pragma once

#include "host/base/abi.h"
#include "host/session/session.h"
#include <prism/plugin.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace prism::host {

// Borrows from the session and from the name, which must both outlive it.
class Addressee {
 public:
  Addressee(Session* session, prism_str name) : room(session->findRoom(view(name))), buddy(name) {
    std::string_view participant;
    if (!room && session->findParticipant(view(name), &participant)) {
      own_name_ = view(name).substr(0, view(name).size() - participant.size() - 1);
      buddy = borrowed(own_name_);
      nickname = {participant.data(), participant.size()};
    } else if (!room && session->hasSpellings()) {
      own_name_ = session->spellingOf(view(name));
      buddy = borrowed(own_name_);
    }
  }
  Addressee(const Addressee&) = delete;
  Addressee& operator=(const Addressee&) = delete;

  // PRISM_CONVERSATION_...
  std::uint32_t kind() const {
    return room ? PRISM_CONVERSATION_ROOM : nickname.size > 0 ? PRISM_CONVERSATION_PRIVATE : PRISM_CONVERSATION_CONTACT;
  }

  const Room* const room;  // nullptr for a contact and for a participant
  prism_str buddy;
  prism_str nickname{"", 0};

 private:
  std::string own_name_;  // what `buddy` points to, if not to the name
};

}  // namespace prism::host
