// SPDX-License-Identifier: MIT
// The path of the file with the metrics: prism.metrics_file with its variables replaced.
#pragma once

#include "host/base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

// Returns an error if `pattern` cannot be the path of a metrics file. `config` is the name of the configuration.
std::optional<Error> rejectMetricsPath(std::string_view pattern, std::string_view config);

// Replaces ${id} and ${jid}, and makes the path absolute. In their values, each byte but ASCII's letters, digits, '-',
// '_', '@' and '.' becomes %XX, and so does a leading '.'. So a value is always a part of one name.
std::string expandMetricsPath(std::string_view pattern, std::string_view jid, std::string_view id);

// Returns why no file can be made in the path's directory; nullopt if one can. Creates nothing.
std::optional<std::string> describeUnwritableDirectory(const std::string& path);

}  // namespace prism::host
