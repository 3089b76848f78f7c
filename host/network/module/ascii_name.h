// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace prism::host {

// Converts an internationalized host name to its ASCII form (IDNA2008 with the mapping of UTS #46). Returns any other
// name unchanged, also one that cannot be converted: a resolver refuses it.
std::string asciiNameOf(const std::string& name);

}  // namespace prism::host
