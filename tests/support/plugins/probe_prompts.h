// SPDX-License-Identifier: MIT
// The part of the probe that asks its users something, on command, and tells them how it has ended.
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
  // Has a user read a text, as a message of the probe's.
  using Answer = std::function<void(const std::string& user, const std::string& text)>;

  // Gets the service.
  ProbePrompts(const prism_host* host, Answer answer);

  // `ask KIND [SECONDS]`, and what can be done wrong with it; the result is told if it is not OK.
  void ask(const std::string& user, std::istringstream& words);

  // Takes back the question that was asked last.
  void withdraw(const std::string& user);

  // Any id.
  void withdraw(const std::string& user, prism_prompt_id id);

  void tell(const std::string& user, const std::string& text);

  // Asks for the code of a second factor. With the right one, the user is logged in; else the login fails with `error`.
  void secondFactor(const std::string& user, const std::string& code, std::uint32_t error);

 private:
  struct Asked {
    std::string user;
    std::string what;
    std::string code = {};
    std::uint32_t error = 0;
  };

  prism_result ask(const Asked& asked, std::uint32_t seconds);
  prism_result askWrongly(const std::string& user, const std::string& how);
  void ended(prism_prompt_id id, std::uint32_t outcome, const prism_str* values, std::uint64_t count);
  void codeCame(const Asked& asked, std::uint32_t outcome, const std::string& code);
  void log(const std::string& line);
  static void onEnded(void* self, prism_prompt_id id, std::uint32_t outcome, const prism_str* values,
                      std::uint64_t count);

  const prism_host* host_;
  const prism_prompts* service_;
  const Answer answer_;
  std::map<prism_prompt_id, Asked> asked_;
  prism_prompt_id last_ = 0;
};

}  // namespace prism::tests
