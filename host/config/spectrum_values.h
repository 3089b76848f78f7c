// SPDX-License-Identifier: MIT
// Finds values of keys that Spectrum 2 itself reads, and with which it does not start, or not this backend.
#pragma once

#include "host/config/config.h"

#include <string>
#include <vector>

namespace prism::host {

// Returns a sentence for each.
std::vector<std::string> findUnusableSpectrumValues(const Config& config);

}  // namespace prism::host
