// SPDX-License-Identifier: MIT
// Finds values of Spectrum 2's own keys with which Spectrum does not start, or cannot serve.
#pragma once

#include "host/config/config.h"

#include <string>
#include <vector>

namespace prism::host {

// Returns a sentence for each.
std::vector<std::string> findUnusableSpectrumValues(const Config& config);

}  // namespace prism::host
