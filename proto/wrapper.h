// SPDX-License-Identifier: MIT
// Reads the WrapperMessage of a frame without copying its payload.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace prism::wire {

// The tags of WrapperMessage's fields 1 and 2: field number and wire type.
inline constexpr char kTypeTag = 1 << 3 | 0;     // a varint
inline constexpr char kPayloadTag = 2 << 3 | 2;  // length-delimited

struct Wrapper {
  int type;                  // a pbnetwork::WrapperMessage::Type, or an undeclared number
  std::string_view payload;  // borrowed from the frame; empty if there is none
};

// Returns the wrapper's payload as a part of `frame` that the caller may write to (see FrameReader::next()).
std::span<char> writablePayload(const Wrapper& wrapper, std::span<char> frame);

// Returns nullopt if `frame` is not a WrapperMessage: unreadable, or without the required type.
std::optional<Wrapper> readWrapper(std::string_view frame);

}  // namespace prism::wire
