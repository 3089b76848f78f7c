// SPDX-License-Identifier: MIT
// What a line that somebody has entered means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace prism::console {

struct Command {
  enum class Kind {
    kNothing,  // an empty line
    kSay,      // text, to `contact`, or to the current one if that is empty
    kReceipt,  // text, to the current contact, with a receipt
    kChoose,   // `contact` becomes the current one
    kContacts,
    kLogin,  // text: the user, or empty
    kLogout,
    kHelp,
    kQuit,
    kMistake,  // text: what is wrong with the line
  };

  Kind kind;
  std::string contact = {};
  std::string text = {};

  bool operator==(const Command&) const = default;
};

Command parseCommand(std::string_view line);

// The text of /help.
std::string commandHelp();

// What `line` could become: a command, or one with the name of one of `contacts`.
std::vector<std::string> completions(std::string_view line, const std::vector<std::string>& contacts);

}  // namespace prism::console
