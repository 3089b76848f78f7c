// SPDX-License-Identifier: MIT
// Checks the value of prism.name_servers: addresses with or without a port, separated by commas, such as
// "192.0.2.1,192.0.2.2:5353,[2001:db8::1]:53". c-ares, which reads it later, would skip what it does not understand.
#pragma once

#include "host/base/result.h"

#include <optional>
#include <string_view>

namespace prism::host {

// Returns nullopt if the value is valid, or empty. `config` is the name of the configuration file.
std::optional<Error> rejectNameServers(std::string_view value, std::string_view config);

}  // namespace prism::host
