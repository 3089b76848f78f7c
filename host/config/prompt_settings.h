// SPDX-License-Identifier: MIT
// Settings for the questions that the host asks users.
#pragma once

#include <string>

namespace prism::host {

struct PromptSettings {
  std::string contact = "prism";  // the contact that the questions come from
  bool server_mode = false;       // service.server_mode: the client reads nothing before CONNECTED
};

}  // namespace prism::host
