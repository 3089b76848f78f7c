// SPDX-License-Identifier: MIT
// A page of the server's archive, and the request for it.
#pragma once

#include "session/chat_message.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace irc {

// At most one of the points is given. Without any, the page is that of the latest messages.
struct PageRequest {
  // A message. One of the members may not be known.
  struct Point {
    std::string id = {};
    std::int64_t time = 0;  // ms
  };

  std::uint64_t number = 0;  // of the caller
  std::string target;        // the channel, or the other person
  std::size_t limit = 0;     // messages
  std::optional<Point> after = {};
  std::optional<Point> before = {};
  std::optional<Point> around = {};
  std::uint32_t count = 0;  // lines that the server is asked for
};

// A batch of history.
struct BatchSummary {
  std::string target;
  std::size_t lines = 0;  // joins and the like included, a message of several lines as one
  PageRequest::Point first = {};
  PageRequest::Point last = {};
};

struct ArchivePage {
  std::vector<ChatRecord> messages;  // oldest first; each has a time
  bool complete = false;             // the archive has no earlier messages within the bounds
  // The ends of what the server has sent, which may be no messages.
  PageRequest::Point first = {};
  PageRequest::Point last = {};
};

}  // namespace irc
