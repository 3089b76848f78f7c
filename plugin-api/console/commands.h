// SPDX-License-Identifier: MIT
// Parses a line that the user has entered.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace prism::console {

struct Command {
  enum class Kind {
    kNothing,  // an empty line
    kSay,      // sends `text` to `contact`, or to the current contact if that is empty
    kLines,    // sends `text`, which may have line breaks, to the current contact
    kReceipt,  // sends `text` to the current contact, and requests a receipt
    kChoose,   // `contact` becomes the current one
    kJoin,     // enters the room `contact`, which becomes the current contact
    kLeave,    // leaves the room `contact`
    kContacts,
    kVCard,   // asks for the vCard of `contact`
    kSet,     // the setting `contact` of the next login is `text`
    kAnswer,  // Spectrum answers the plugin's oldest command with `text`
    kLogin,   // `text`: the user, or empty
    kLogout,
    kHelp,
    kQuit,
    kInvalid,  // `text`: the error in the line
  };

  Kind kind;
  std::string contact = {};
  std::string text = {};

  bool operator==(const Command&) const = default;
};

Command parseCommand(std::string_view line);

// The text of /help.
std::string commandHelp();

// Returns the completions of `line`: commands, and commands with the name of one of `contacts`.
std::vector<std::string> completions(std::string_view line, const std::vector<std::string>& contacts);

}  // namespace prism::console
