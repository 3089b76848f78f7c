// SPDX-License-Identifier: MIT
// Finds values of Spectrum 2's own keys with which Spectrum does not start, or cannot serve.
#pragma once

#include "host/config/config.h"

#include <optional>
#include <string>
#include <vector>

namespace prism::host {

// Returns a sentence for each.
std::vector<std::string> findUnusableSpectrumValues(const Config& config);

// Returns a sentence if service.working_dir is given, and the user of this process can neither make it nor write to it.
// Changes nothing. Spectrum makes it before it becomes service.user, and then gives it to that user.
std::optional<std::string> findUnusableWorkingDirectory(const Config& config);

}  // namespace prism::host
