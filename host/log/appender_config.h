// SPDX-License-Identifier: MIT
// Reads one appender of a log configuration (log/config.h): its class, its options and its layout.
#pragma once

#include "host/log/config.h"

#include <string>

namespace prism::host {

AppenderConfig readAppender(const std::string& name, const LogProperties& properties, LogComplaints* complaints);

// Parses a file size, such as `10`, `10KB`, `10MB` or `10GB`, into bytes. Returns nullopt for anything else, and for 0.
std::optional<std::uint64_t> parseFileSize(std::string_view text);

}  // namespace prism::host
