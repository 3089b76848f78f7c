// SPDX-License-Identifier: MIT
// The section [lobby] of the transport's configuration.
#pragma once

#include "log.h"
#include <prism/plugin.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace lobby {

struct Configuration {
  explicit Configuration(const prism::Host& host);

  std::string directory;  // of the log, absolute
  LogLimits limits;
  std::vector<std::string> rooms;
  std::vector<std::string> moderators;
  std::uint32_t missed = 0;  // messages of a room that are shown to somebody who enters
};

}  // namespace lobby
