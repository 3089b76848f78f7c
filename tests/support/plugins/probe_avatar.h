// SPDX-License-Identifier: MIT
// The probe's commands that say which pictures somebody has, and its answers to requests for them: a picture is the
// signature of a PNG, and the id. The id "late" is answered by a command, and "throw" throws.
#pragma once

#include "tests/support/plugins/commands.h"
#include <prism/avatar.h>

#include <functional>
#include <string>

namespace prism::tests {

class ProbeAvatar {
 public:
  // Sends the user a message from the probe.
  using Answer = std::function<void(const std::string& user, const std::string& text)>;

  // Looks the service up with get_service().
  ProbeAvatar(const prism_host* host, Answer answer);

  // Executes `id OWNER ID`, `url OWNER URL [ID]`, `bytes OWNER TEXT`, `raw OWNER TEXT` (bytes that are no picture) or
  // `none OWNER`; `card OWNER` answers with a vCard without a photo. OWNER is BUDDY or ROOM/NICKNAME.
  prism_result execute(const std::string& user, Words& words);

  void onWanted(const prism_picture_request& request);

 private:
  const prism_host* host_;
  const prism_avatar* service_;
  const Answer answer_;
};

}  // namespace prism::tests
