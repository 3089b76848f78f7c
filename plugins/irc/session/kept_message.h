// SPDX-License-Identifier: MIT
// A message that is kept until a batch ends.
#pragma once

#include "protocol/message.h"

#include <optional>
#include <string>

namespace irc {

struct KeptMessage {
  std::string line;                      // as received; of a multiline message, without its text
  std::optional<std::string> text = {};  // of a multiline message

  // The views of the result refer to this object.
  std::optional<Message> parse() const {
    auto message = Message::parse(line);
    if (message && text) {
      message->parameters[1] = *text;
      message->count = 2;
    }
    return message;
  }
};

}  // namespace irc
