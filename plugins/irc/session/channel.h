// SPDX-License-Identifier: MIT
// A channel that the user is in, or is about to enter, with its members.
#pragma once

#include "session/cut.h"
#include "session/history_limits.h"
#include "session/limits.h"
#include "session/members.h"
#include "session/unseen.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace irc {

enum class JoinProblem : unsigned char { kConflict, kNotFound, kNotAuthorized };

struct Channel {
  explicit Channel(SessionMemory& memory) : charge(memory), members(memory), before(memory), unseen(memory) {}

  // Charges the channel and its texts to the session. Returns false if there is no memory left.
  bool charged() {
    const std::size_t texts = 2 * heapSize(name.size()) + heapSize(room.size()) + heapSize(nickname.size()) +
                              heapSize(key.size()) + heapSize(topic.size()) + heapSize(topic_author.size());
    return charge.resize(sizeof(Channel) + 80 + texts);
  }

  void setTopic(std::string_view a_topic, std::string_view author) {
    topic = cutVisibly(a_topic, kMostTopic);
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
    kJoining,  // the server has not answered JOIN yet, or there is no connection
    kListing,  // the server has answered JOIN, and sends the list of names
    kJoined,
  };

  Charge charge;
  std::string name;      // as the server spells it
  std::string room;      // as the user calls it
  std::string nickname;  // as the user has requested; empty if the user has not requested the channel
  std::string key;
  Phase phase = Phase::kJoining;
  bool shown = false;  // the user has been shown the members
  Members members;
  Members before;  // members before the connection was lost; kept until the list of names is complete
  std::string topic;
  std::string topic_author;
  std::int64_t topic_time = 0;  // ms, 0: not known
  std::int64_t last_time = 0;   // of the last message that was shown, ms
  HistoryLimits limits;
  bool asked = false;    // the user has entered it by a command, and has no room for it yet
  bool offered = false;  // the user has been invited to it
  Unseen unseen;
  std::chrono::milliseconds waiting_since{0};  // time of JOIN, or of the answer to it; 0: JOIN is not sent yet
  // The server has refused JOIN, and may admit the user once the services have identified them.
  bool refused = false;
  bool throttled = false;  // by a refusal that ends with time
  JoinProblem refusal{};
  std::string refusal_text;
};

using ChannelMap = std::map<std::string, Channel, std::less<>>;  // by folded name

// Returns nullptr if there is no such channel.
inline Channel* findChannel(ChannelMap& channels, const std::string& folded) {
  const auto place = channels.find(folded);
  return place == channels.end() ? nullptr : &place->second;
}

}  // namespace irc
