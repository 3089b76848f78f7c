// SPDX-License-Identifier: MIT
// What the configuration says of questions to users.
#pragma once

#include <string>

namespace prism::host {

struct PromptSettings {
  std::string contact = "prism";  // who asks
  bool server_mode = false;       // service.server_mode: a client reads nothing before CONNECTED
};

}  // namespace prism::host
