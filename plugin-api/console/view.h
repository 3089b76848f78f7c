// SPDX-License-Identifier: MIT
// Turns the host's frames into displayed lines.
#pragma once

#include "console/contacts.h"
#include "console/line.h"
#include "prism/testing/frame.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace prism::console {

class View {
 public:
  // Updates `contacts`, which must outlive this.
  explicit View(Contacts* contacts) : contacts_(contacts) {}

  // Sets the logged-in user. Frames for other users are shown as errors.
  void setUser(std::string user) { user_ = std::move(user); }

  // Returns no lines for PONG, STATS and BACKEND_CONFIG, which do not concern the user.
  std::vector<Line> show(const testing::Frame& frame);

  // Returns the line for a message that the user has sent. `id` is empty unless a receipt was requested.
  Line sent(const std::string& buddy, const std::string& text, const std::string& id);

 private:
  struct Sent {
    std::string buddy;
    std::string text;
  };

  std::vector<Line> showConversation(const testing::Frame& frame);
  std::vector<Line> showRoster(const testing::Frame& frame);
  std::vector<Line> showRoom(const testing::Frame& frame);
  Line receipt(const pbnetwork::ConversationMessage& ack);

  Contacts* const contacts_;
  std::string user_;
  std::map<std::string, Sent> awaiting_receipt_;  // by id
};

}  // namespace prism::console
