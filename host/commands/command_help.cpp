// SPDX-License-Identifier: MIT
#include "host/commands/command_help.h"

#include "host/base/nearest.h"
#include "host/commands/command_line.h"
#include "host/guard/argument_value.h"
#include <prism/text.hpp>

#include <fmt/format.h>

#include <utility>

namespace prism::host {
namespace {

// The maximum number of bytes of a mistyped name in an answer. The name may be a path, or a whole text without spaces.
constexpr std::size_t kLongestShown = 60;

// The minimum number of bytes of a mistyped name that is compared with those of commands. A shorter one is near to all
// short names.
constexpr std::size_t kShortestMeant = 3;

constexpr std::string_view kAction = "/me TEXT - says what you do";
constexpr std::string_view kHelp = "/help [COMMAND] - shows this, or more about one command";

constexpr std::pair<std::uint32_t, std::string_view> kPlaces[] = {
    {PRISM_CONVERSATION_CONTACT, "in a chat with a contact"},
    {PRISM_CONVERSATION_ROOM, "in a room"},
    {PRISM_CONVERSATION_PRIVATE, "in a private chat with a participant of a room"},
    {PRISM_CONVERSATION_HOST, "in a chat with the gateway's own contact"},
};

std::string placesOf(const CommandDefinition& command) {
  std::string places;
  for (const auto& [kind, phrase] : kPlaces) {
    if ((command.where & PRISM_CONVERSATION_BIT(kind)) != 0) {
      places.append(places.empty() ? "" : ", or ").append(phrase);
    }
  }
  return places;
}

std::vector<std::string> shownChoices(const CommandArgument& argument) {
  std::vector<std::string> shown;
  for (const ValueChoice& choice : argument.choices) {
    shown.push_back(choice.shown());
  }
  return shown;
}

std::string valuesOf(const CommandArgument& argument) {
  switch (argument.kind) {
    case PRISM_VALUE_INTEGER:
      return argument.range.describe();
    case PRISM_VALUE_BOOLEAN:
      return "yes or no";
    case PRISM_VALUE_CHOICE:
      return fmt::format("one of {}", fmt::join(shownChoices(argument), ", "));
    case PRISM_VALUE_SECRET:
      return "a secret, which is not logged here, but your client may keep it";
    default:
      return "";
  }
}

std::string initialOf(const CommandArgument& argument) {
  if (argument.initial.empty()) {
    return "";
  }
  if (argument.kind == PRISM_VALUE_SECRET) {
    return "has a value if it is left out";
  }
  std::string shown = argument.initial;
  if (argument.kind == PRISM_VALUE_BOOLEAN) {
    shown = argument.initial == "1" ? "yes" : "no";
  } else if (const ValueChoice* choice = findChoice(argument, argument.initial)) {
    shown = choice->shown();
  }
  return shown + " if it is left out";
}

// Returns a line about an argument, or nothing if there is no more to say about it than its label says.
std::string describeArgument(const CommandArgument& argument) {
  std::string text;
  for (const std::string& part : {argument.description, valuesOf(argument), initialOf(argument)}) {
    if (!part.empty()) {
      text.append(text.empty() ? "" : "; ").append(part);
    }
  }
  return text.empty() ? "" : fmt::format("\n{}: {}", argument.label, text);
}

}  // namespace

std::string usageOf(const CommandDefinition& command) {
  std::string usage = "/" + command.name;
  for (const CommandArgument& argument : command.arguments) {
    usage += argument.optional ? fmt::format(" [{}]", argument.label) : " " + argument.label;
  }
  return usage;
}

std::string listCommands(const UsableCommands& usable) {
  std::string text = usable.set.pass_unknown
                         ? "What you can type (any other text with a slash is a message; //help sends /help itself):"
                         : "What you can type (//text sends a text that begins with a slash):";
  if (usable.kind != PRISM_CONVERSATION_HOST) {
    text.append("\n").append(kAction);
  }
  for (const CommandDefinition& command : usable.set.commands) {
    if (usable.has(command) && !command.hidden) {
      text += fmt::format("\n{} - {}", usageOf(command), command.title);
    }
  }
  return text.append("\n").append(kHelp);
}

std::string describeCommand(const CommandDefinition& command) {
  std::string text = fmt::format("{} - {}", usageOf(command), command.title);
  if (!command.description.empty()) {
    text.append("\n").append(command.description);
  }
  for (const CommandArgument& argument : command.arguments) {
    text += describeArgument(argument);
  }
  if (!command.aliases.empty()) {
    text += fmt::format("\nAlso: /{}", fmt::join(command.aliases, ", /"));
  }
  return text;
}

std::string sayNoCommand(const UsableCommands& usable, std::string_view typed) {
  std::set<std::string, std::less<>> names{"help", "me"};
  for (const auto& [name, index] : usable.set.by_name) {
    const CommandDefinition& command = usable.set.commands[index];
    if (usable.has(command) && !command.hidden) {
      names.insert(name);
    }
  }
  const std::string shown = std::string(utf8Prefix(typed, kLongestShown)) + (typed.size() > kLongestShown ? "..." : "");
  const bool comparable = typed.size() >= kShortestMeant && typed.size() <= kLongestShown;
  const std::string meant = comparable ? nearest(foldedName(typed), names) : std::string();
  const std::string none = fmt::format("There is no command /{}{} /help lists those there are", shown,
                                       meant.empty() ? "." : fmt::format("; did you mean /{}?", meant));
  return usable.set.pass_unknown ? none + "." : fmt::format("{}; to send the text itself, write //{}", none, shown);
}

std::string sayNotHere(const CommandDefinition& command) {
  return fmt::format("/{} does not work here, but {}.", command.name, placesOf(command));
}

}  // namespace prism::host
