// SPDX-License-Identifier: MIT
// A channel that the user is in, or is about to enter, and who is there.
#pragma once

#include "session/members.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace irc {

struct Channel {
  explicit Channel(SessionMemory& memory) : charge(memory), members(memory), before(memory) {}

  // Charges the texts of the channel to the session. Returns false if there is no memory left.
  bool charged() {
    const std::size_t texts = 2 * heapSize(name.size()) + heapSize(room.size()) + heapSize(nickname.size()) +
                              heapSize(key.size()) + heapSize(topic.size()) + heapSize(topic_author.size());
    return charge.resize(sizeof(Channel) + 80 + texts);
  }

  enum class Phase : unsigned char {
    Joining,  // JOIN is sent
    Listing,  // the server has let us in, and tells who is there
    Joined,
  };

  Charge charge;
  std::string name;      // as the server spells it
  std::string room;      // as the user calls it
  std::string nickname;  // the one the user asked for; empty if the user has not asked for this channel
  std::string key;
  Phase phase = Phase::Joining;
  bool shown = false;  // the user has been told who is there
  Members members;
  Members before;  // those before the connection was lost, until all are listed
  std::string topic;
  std::string topic_author;
  std::int64_t topic_time = 0;  // ms, 0: not known
  std::int64_t last_time = 0;   // of the last message seen, ms
  std::chrono::milliseconds asked_at{0};
};

}  // namespace irc
