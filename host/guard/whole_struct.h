// SPDX-License-Identifier: MIT
// The structs that a plugin passes must have all members that the host reads.
#pragma once

#include <fmt/format.h>

#include <string>

namespace prism::host {

// Returns why the struct cannot be read; empty if it can. A struct with further members is one of a newer ABI, and is
// read. A shorter one is refused: until ABI 1.0, a plugin is of exactly the host's ABI version, so its struct_size is
// wrong. From 1.0 on, the first member that is marked 'since' needs a least size here, that of the struct in 1.0.
template <typename Struct>
std::string rejectStruct(const Struct* handed_in) {
  if (!handed_in) {
    return "the argument is NULL";
  }
  if (handed_in->struct_size < sizeof(Struct)) {
    return fmt::format("struct_size is {}, expected at least {}", handed_in->struct_size, sizeof(Struct));
  }
  if constexpr (requires { handed_in->reserved; }) {
    // A later ABI may use it, so it must not hold a random value today.
    if (handed_in->reserved != 0) {
      return fmt::format("reserved is {}, must be 0", handed_in->reserved);
    }
  }
  return "";
}

}  // namespace prism::host
