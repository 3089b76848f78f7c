// SPDX-License-Identifier: MIT
// What Spectrum says in a ConversationMessage, as plugins are told it: strings with a NUL behind them. They stay where the
// socket has put them: this is the message that counts, and a message object would copy each of them.
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

  // Writes the NULs into the payload: over what has been read already, the tag of the next field, or the byte behind.
  Result read(std::span<char> payload);

  // Borrowed from the payload.
  prism_str user{};
  prism_str buddy{};
  prism_str text{};
  prism_str xhtml{};
  prism_str id{};
};

}  // namespace prism::host
