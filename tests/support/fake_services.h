// SPDX-License-Identifier: MIT
// The services of the fake host (fake_host.h) besides prism.prompts/1.
#pragma once

#include <string_view>

namespace prism::tests {

// Returns the table of a service; nullptr if the fake host does not have it.
const void* findFakeService(std::string_view name);

}  // namespace prism::tests
