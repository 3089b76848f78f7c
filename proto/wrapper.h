// SPDX-License-Identifier: MIT
// The envelope inside a frame, read without copying what it holds.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace prism::wire {

struct Wrapper {
  int type;                  // a pbnetwork::WrapperMessage::Type, or a number that it does not declare
  std::string_view payload;  // empty where there is none; borrowed from the frame
};

// The payload of a frame that may be written to (see FrameReader).
std::span<char> writablePayload(const Wrapper& wrapper, std::span<char> frame);

// nullopt where the frame is no WrapperMessage: unreadable, or without its required type.
std::optional<Wrapper> readWrapper(std::string_view frame);

}  // namespace prism::wire
