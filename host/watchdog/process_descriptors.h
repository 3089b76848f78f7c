// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

namespace prism::host {

// [any thread] Returns the number of open descriptors of this process; nullopt if /proc cannot be read. Takes time in
// proportion to that number where the kernel is older than 6.2.
std::optional<std::uint64_t> countDescriptors();

}  // namespace prism::host
