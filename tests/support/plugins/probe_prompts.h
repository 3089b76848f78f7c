// SPDX-License-Identifier: MIT
// The probe's commands that prompt users, and report the outcome of each prompt.
#pragma once

#include <prism/prompt.h>

#include <cstdint>
#include <functional>
#include <map>
#include <sstream>
#include <string>

namespace prism::tests {

class ProbePrompts {
 public:
  // Sends the user a message from the probe.
  using Answer = std::function<void(const std::string& user, const std::string& text)>;

  // Looks the prompts service up with get_service().
  ProbePrompts(const prism_host* host, Answer answer);

  // Executes `ask KIND [SECONDS]`, also the kinds that misuse the service. Answers with the result if it isn't
  // PRISM_OK.
  void ask(const std::string& user, std::istringstream& words);

  // Cancels the last prompt.
  void cancel(const std::string& user);

  // Cancels the prompt with this id, which need not exist.
  void cancel(const std::string& user, prism_prompts_id id);

  void tell(const std::string& user, const std::string& text);

  // Prompts for a second factor. The right code logs the user in; a wrong one fails the login with `error`.
  void secondFactor(const std::string& user, const std::string& code, std::uint32_t error);

 private:
  struct Asked {
    std::string user;
    std::string what;
    std::string code = {};
    std::uint32_t error = 0;
  };

  prism_result ask(const Asked& asked, std::uint32_t seconds);
  prism_result misuseAsk(const std::string& user, const std::string& how);
  void ended(prism_prompts_id id, const prism_prompt_answer& answer);
  void onCodeAnswer(const Asked& asked, std::uint32_t outcome, const std::string& code);
  void log(const std::string& line);
  static void onEnded(void* self, prism_prompts_id id, const prism_prompt_answer* answer);

  const prism_host* host_;
  const prism_prompts* service_;
  const Answer answer_;
  std::map<prism_prompts_id, Asked> asked_;
  prism_prompts_id last_ = 0;
};

}  // namespace prism::tests
