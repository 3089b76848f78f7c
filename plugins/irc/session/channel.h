// SPDX-License-Identifier: MIT
// A channel that the user is in, or is about to enter, and who is there.
#pragma once

#include "session/cut.h"
#include "session/limits.h"
#include "session/members.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
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

  void setTopic(std::string_view a_topic, std::string_view author) {
    topic = std::string(cutTo(a_topic, kMostTopic));
    topic_author = std::string(cutTo(author, kMostName));
    if (!charged()) {
      topic.clear();
      topic_author.clear();
      charged();
    }
  }
  void setKey(std::string_view a_key) {
    key = std::string(cutTo(a_key, kMostName));
    if (!charged()) {
      key.clear();
      charged();
    }
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

using ChannelMap = std::map<std::string, Channel, std::less<>>;  // by folded name

// Returns nullptr if there is no such channel.
inline Channel* findChannel(ChannelMap& channels, const std::string& folded) {
  const auto place = channels.find(folded);
  return place == channels.end() ? nullptr : &place->second;
}

}  // namespace irc
