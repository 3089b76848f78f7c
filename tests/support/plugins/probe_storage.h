// SPDX-License-Identifier: MIT
// The probe's commands that store values.
#pragma once

#include "tests/support/plugins/commands.h"
#include <prism/storage.h>

#include <functional>
#include <string>

namespace prism::tests {

class ProbeStorage {
 public:
  // Sends the user a message from the probe.
  using Answer = std::function<void(const std::string& user, const std::string& text)>;

  // Looks the service up with get_service(), and logs what is stored for the transport under the key `create`.
  ProbeStorage(const prism_host* host, Answer answer);

  // Executes `stored WHAT [KEY [VALUE]]`: get, set, remove, list, or set-large with a size instead of the value. With
  // `of USER` before WHAT, the values are those of another user, `-` being the transport. Answers with the result.
  void execute(const std::string& user, Words& words);

  // Stores a value for the user, and logs the result.
  void store(const std::string& user, const std::string& key, const std::string& value);

 private:
  std::string resultOf(const std::string& user, const std::string& what, Words& words);
  prism_result set(const std::string& user, const std::string& key, const std::string& value);

  const prism_host* host_;
  const prism_storage* service_;
  const Answer answer_;
};

}  // namespace prism::tests
