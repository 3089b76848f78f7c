// SPDX-License-Identifier: MIT
// The part of log_config.h that reads one appender: its class, its options, its layout.
#pragma once

#include <string>

#include "host/log/config.h"

namespace prism::host {

AppenderConfig readAppender(const std::string& name, const LogProperties& properties, LogComplaints* complaints);

// `10`, `10KB`, `10MB`, `10GB`: bytes.
std::optional<std::uint64_t> parseFileSize(std::string_view text);

}  // namespace prism::host
