// SPDX-License-Identifier: MIT
// Settings for the values that the host stores for plugins.
#pragma once

#include <cstdint>
#include <string>

namespace prism::host {

struct StorageSettings {
  std::string directory = {};  // of this transport, absolute: working_dir/prism-storage/JID
  std::uint32_t days = 365;    // since a user's last login, after which the user's values are removed; 0: never
};

}  // namespace prism::host
