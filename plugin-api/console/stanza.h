// SPDX-License-Identifier: MIT
// Describes raw message stanzas in words, safe for a terminal. Messages with ids of the network come like this
// (prism/chat.h).
#pragma once

#include "console/line.h"

#include <optional>
#include <string_view>

namespace prism::console {

// Returns a line such as `bob → you: hi (id 42)`, or nullopt if the stanza is another one than those of prism.chat.
std::optional<Line> describeStanza(std::string_view xml);

}  // namespace prism::console
