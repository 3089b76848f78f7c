// SPDX-License-Identifier: MIT
// A ConversationMessage of Spectrum in the strings of the ABI, each with a NUL behind it. The strings stay where the
// socket has put them, because this is the most frequent message, and a protobuf object would copy each of them.
#pragma once

#include <prism/plugin.h>

#include <span>

namespace prism::host {

struct ConversationRequest {
  enum class Result {
    kRead,
    kDamaged,
    kIncomplete,  // a required field is missing
  };

  // Reads the payload, and writes the NULs into it. Each overwrites the tag of the next field, which has been read
  // already, or the byte behind the payload.
  Result read(std::span<char> payload);

  // The strings are borrowed from the payload.
  prism_str user{};
  prism_str buddy{};
  prism_str text{};
  prism_str xhtml{};
  prism_str id{};
};

}  // namespace prism::host
