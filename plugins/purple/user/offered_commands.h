// SPDX-License-Identifier: MIT
// The registered commands of libpurple, described for users.
#pragma once

#include "core/command_list.h"

#include <string>
#include <vector>

namespace purple {

// All commands of one name, described for users.
struct OfferedCommand {
  std::string name;
  bool with_people = false;  // works in a conversation with a contact
  bool in_rooms = false;
  std::string arguments;    // as in "<nick> [message]"; one line. Empty: it takes none
  std::string title;        // one line, never empty
  std::string description;  // the help texts that the title does not have whole, one a line
};

// Returns the commands for users of a protocol, by name. If `protocol` is empty: for users of any protocol, with the
// names of the protocols in the titles.
std::vector<OfferedCommand> offeredCommands(const CommandList& list, const std::string& protocol);

}  // namespace purple
