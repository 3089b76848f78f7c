// SPDX-License-Identifier: MIT
// A message of the log, as one of its readers gets it.
#pragma once

#include "log.h"
#include <prism/plugin.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace lobby {

// What an event is to one reader: names are those that the reader knows.
struct Sighting {
  std::string_view user = {};
  std::string_view buddy = {};     // the author, or the room
  std::string_view nickname = {};  // of the author in the room
  prism::Conversation kind = prism::Conversation::Contact;
  std::string_view reader = {};  // the name of the reader

  bool isBy(std::string_view author) const { return folded(author) == folded(reader); }
};

// Returns what tells the author of a message in a room from others with the same nickname; empty if it is too long.
std::string authorIdOf(const Event& event);

// Does not move: the messages that it makes borrow from it, and from its event.
class StoredMessage {
 public:
  // Both must outlive this.
  StoredMessage(const Event& event, Log& log);
  StoredMessage(const StoredMessage&) = delete;
  StoredMessage& operator=(const StoredMessage&) = delete;

  // `time` is given for an old message.
  prism::Message to(const Sighting& reader, prism::Time time = 0) const;

 private:
  const Event& event_;
  const std::string id_;
  const std::string author_id_;
  const std::string about_;
  const std::optional<Event> answered_;
};

}  // namespace lobby
