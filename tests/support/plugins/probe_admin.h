// SPDX-License-Identifier: MIT
// The probe's commands to Spectrum.
#pragma once

#include "tests/support/plugins/commands.h"
#include <prism/admin.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace prism::tests {

class ProbeAdmin {
 public:
  // Sends the user a message from the probe.
  using Answer = std::function<void(const std::string& user, const std::string& text)>;

  // `host` must outlive this. Looks the service up at the first command.
  ProbeAdmin(const prism_host* host, Answer answer) : host_(host), answer_(std::move(answer)) {}

  // Executes a command for the user:
  //   send TEXT      reports the outcome to the user, or in the log if the process ends
  //   many COUNT     sends `status` until the service refuses it, and reports how often it did not
  //   withdraw ID
  //   wrongly HOW
  void execute(const std::string& user, Words& words);

 private:
  prism_result send(const std::string& user, const std::string& command);
  void ended(prism_admin_id id, std::uint32_t outcome, prism_str answer);
  static void onEnded(void* self, prism_admin_id id, const prism_admin_answer* answer);

  const prism_host* host_;
  const Answer answer_;
  const prism_admin* service_ = nullptr;
  std::map<prism_admin_id, std::string> users_;
};

}  // namespace prism::tests
