// SPDX-License-Identifier: MIT
// The probe's events of prism.chat/1 from the contact bob@x.org, and its answers to the user's requests.
#pragma once

#include "tests/support/plugins/commands.h"
#include <prism/chat.h>

#include <functional>
#include <string>

namespace prism::tests {

class ProbeChat {
 public:
  // Sends the user a message from the probe.
  using Answer = std::function<void(const std::string& user, const std::string& text)>;

  // Looks the service up with get_service(), and announces edits, retractions, replies and reactions.
  ProbeChat(const prism_host* host, Answer answer);

  // Executes `message ID TEXT`, `edit ID TEXT`, `retract ID` or `react ID EMOJI`, and returns the result.
  prism_result send(const std::string& user, Words& words);

  // Tells the user which request has come.
  void onEdit(const prism_chat_edit& edit);
  void onRetract(const prism_chat_retraction& retraction);
  void onReact(const prism_chat_reactions& reactions);

 private:
  const prism_host* host_;
  const prism_chat* service_;
  const Answer answer_;
};

}  // namespace prism::tests
