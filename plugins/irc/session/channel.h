// A channel that the user is in, or is about to enter, and who is there.
#pragma once

#include "protocol/modes.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace irc {

struct Member {
  std::string nick;
  Ranks ranks;
  bool away = false;
};

using Members = std::map<std::string, Member, std::less<>>;  // by folded nickname

struct Channel {
  enum class Phase : unsigned char {
    Joining,  // JOIN is sent
    Listing,  // the server has let us in, and tells who is there
    Joined,
  };

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
