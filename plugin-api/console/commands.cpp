// SPDX-License-Identifier: MIT
#include "console/commands.h"

#include <prism/text.hpp>

#include <fmt/format.h>

#include <array>

namespace prism::console {
namespace {

using Kind = Command::Kind;

struct Description {
  Kind kind;
  std::string_view name;
  std::string_view arguments;
  std::string_view meaning;
};

constexpr std::array kCommands = {
    Description{Kind::kChoose, "/to", "NAME", "write to this contact from now on"},
    Description{Kind::kSay, "/msg", "NAME TEXT", "write to this contact once"},
    Description{Kind::kLines, "/lines", "TEXT", "write to the current contact, with a line break for each \\n"},
    Description{Kind::kReceipt, "/receipt", "TEXT", "write to the current contact, and ask for a receipt"},
    Description{Kind::kJoin, "/join", "ROOM", "enter this room, and write to it from now on"},
    Description{Kind::kLeave, "/leave", "ROOM", "leave this room"},
    Description{Kind::kContacts, "/contacts", "", "list the contacts"},
    Description{Kind::kVCard, "/vcard", "NAME", "ask for the vCard of this contact or participant"},
    Description{Kind::kSet, "/set", "KEY VALUE", "a setting of the user, from the next login on"},
    Description{Kind::kAnswer, "/answer", "TEXT", "answer the plugin's command to Spectrum 2"},
    Description{Kind::kLogin, "/login", "[USER]", "log in, as somebody else if a user is named"},
    Description{Kind::kLogout, "/logout", "", "log out"},
    Description{Kind::kHelp, "/help", "", "this list"},
    Description{Kind::kQuit, "/quit", "", "log out and leave (also: the end of input)"},
};

// Replaces `\n` by a line break, and `\\` by a backslash.
std::string withLineBreaks(std::string_view text) {
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
    lines += next == 'n' ? '\n' : text[i];
    i += next == 'n' || next == '\\' ? 1 : 0;
  }
  return lines;
}

// Removes the first word and returns it.
std::string_view takeWord(std::string_view* text) {
  *text = trim(*text);
  const std::string_view word = text->substr(0, text->find_first_of(" \t"));
  *text = trim(text->substr(word.size()));
  return word;
}

Command invalid(std::string text) { return {Kind::kInvalid, "", std::move(text)}; }

Command usage(const Description& command) {
  return invalid(fmt::format("it is used like this: {} {}", command.name, command.arguments));
}

Command parseArguments(const Description& command, std::string_view rest) {
  switch (command.kind) {
    case Kind::kChoose:
    case Kind::kJoin:
    case Kind::kLeave:
    case Kind::kVCard:
      return rest.empty() ? usage(command) : Command{command.kind, std::string(rest)};
    case Kind::kSay:
    case Kind::kSet: {
      const std::string_view contact = takeWord(&rest);
      return rest.empty() ? usage(command) : Command{command.kind, std::string(contact), std::string(rest)};
    }
    case Kind::kLines:
      return rest.empty() ? usage(command) : Command{command.kind, "", withLineBreaks(rest)};
    case Kind::kReceipt:
    case Kind::kAnswer:
      return rest.empty() ? usage(command) : Command{command.kind, "", std::string(rest)};
    case Kind::kLogin:
      return {command.kind, "", std::string(rest)};
    default:
      return rest.empty() ? Command{command.kind} : invalid(fmt::format("{} takes nothing", command.name));
  }
}

}  // namespace

Command parseCommand(std::string_view line) {
  if (trim(line).empty()) {
    return {Kind::kNothing};
  }
  if (!line.starts_with('/')) {
    return {Kind::kSay, "", std::string(line)};
  }
  if (line.starts_with("//")) {
    return {Kind::kSay, "", std::string(line.substr(1))};
  }
  std::string_view rest = line;
  const std::string_view name = takeWord(&rest);
  for (const Description& command : kCommands) {
    if (name == command.name) {
      return parseArguments(command, rest);
    }
  }
  return invalid(fmt::format("there is no command {}; /help lists them, and //text sends a slash", name));
}

std::string commandHelp() {
  std::string help = "Text goes to the current contact, which the prompt shows; //text sends a slash.";
  for (const Description& command : kCommands) {
    help += fmt::format("\n  {:<20} {}", fmt::format("{} {}", command.name, command.arguments), command.meaning);
  }
  return help;
}

std::vector<std::string> completions(std::string_view line, const std::vector<std::string>& contacts) {
  std::vector<std::string> found;
  const auto consider = [&](const std::string& candidate) {
    if (line.starts_with('/') && candidate.starts_with(line)) {
      found.push_back(candidate);
    }
  };
  for (const Description& command : kCommands) {
    consider(std::string(command.name));
    if (command.arguments.starts_with("NAME")) {
      for (const std::string& contact : contacts) {
        if (line.size() > command.name.size()) {
          consider(fmt::format("{} {}", command.name, contact));
        }
      }
    }
  }
  return found;
}

}  // namespace prism::console
