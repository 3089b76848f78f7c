// SPDX-License-Identifier: MIT
// What the host says, in lines for people.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "console/contacts.h"
#include "console/line.h"
#include "prism/testing/frame.h"

namespace prism::console {

class View {
 public:
  // Keeps `contacts`, which must outlive it, up to date.
  explicit View(Contacts* contacts) : contacts_(contacts) {}

  // Whose eyes it sees with. What comes for anybody else is shown as trouble.
  void setUser(std::string user) { user_ = std::move(user); }

  // PONG, STATS and BACKEND_CONFIG are for Spectrum, not for people: no lines.
  std::vector<Line> show(const testing::Frame& frame);

  // A message that the user has sent; `id` is empty unless a receipt was asked for.
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
