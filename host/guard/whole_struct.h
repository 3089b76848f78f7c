// SPDX-License-Identifier: MIT
// The structs that a plugin passes, which may be of an older ABI and lack the members that are marked 'since'.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <type_traits>

namespace prism::host {

// The least size of a struct that the host takes: that of the first ABI that has the struct. When a struct gets its
// first member that is marked 'since', add a specialization with the offset of that member.
template <typename Struct>
inline constexpr std::size_t kLeastSize = sizeof(Struct);

// Returns why the struct cannot be read; empty if it can.
template <typename Struct>
std::string rejectStruct(const Struct* handed_in) {
  if (!handed_in) {
    return "the argument is NULL";
  }
  if (handed_in->struct_size < kLeastSize<Struct>) {
    return fmt::format("struct_size is {}, expected at least {}", handed_in->struct_size, kLeastSize<Struct>);
  }
  if constexpr (requires { handed_in->reserved; }) {
    // A later ABI may use it, so it must not hold a random value today.
    if (handed_in->reserved != 0) {
      return fmt::format("reserved is {}, must be 0", handed_in->reserved);
    }
  }
  return "";
}

// Returns the struct with all members that this host knows. Those that the plugin's form of it lacks are 0. The struct
// must have passed rejectStruct().
template <typename Struct>
Struct wholeOf(const Struct& handed_in) {
  static_assert(std::is_trivially_copyable_v<Struct>);
  Struct whole{};
  std::memcpy(static_cast<void*>(&whole), static_cast<const void*>(&handed_in),
              std::min<std::size_t>(handed_in.struct_size, sizeof whole));
  return whole;
}

}  // namespace prism::host
