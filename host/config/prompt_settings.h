// SPDX-License-Identifier: MIT
// Settings for the questions that the host asks users.
#pragma once

#include <string>

namespace prism::host {

struct PromptSettings {
  std::string contact = "prism";        // the contact that the questions come from
  std::string network = "the network";  // as sentences name it: identity.name if that is configured
  bool server_mode = false;             // service.server_mode: the client reads nothing before CONNECTED
  bool has_presence = true;             // the contact is online while it asks; false with prism.chat=typed
};

}  // namespace prism::host
