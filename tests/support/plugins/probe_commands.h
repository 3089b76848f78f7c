// SPDX-License-Identifier: MIT
// The commands that the probe defines with prism.commands/1, some of which misuse the service.
#pragma once

#include <prism/commands.h>

#include <functional>
#include <string>

namespace prism::tests {

class ProbeCommands {
 public:
  // Sends the user a message from the probe.
  using Answer = std::function<void(const std::string& user, const std::string& text)>;

  // Looks the service up with get_service(), and defines the commands.
  ProbeCommands(const prism_host* host, Answer answer);

  // Defines the command /late alone.
  void redefine();

  // Answers the last invocation that is open, and sends the user the result.
  void answerOpen(const std::string& user, const std::string& text);

  // Answers an invocation that never was, and defines a command without a name. Sends the user both results.
  void misuse(const std::string& user);

 private:
  void run(const prism_invocation& invocation);
  prism_result answer(prism_request_id id, std::uint32_t outcome, const std::string& text);

  const prism_host* host_;
  const prism_commands* service_;
  const Answer answer_;
  prism_request_id open_ = 0;
};

}  // namespace prism::tests
