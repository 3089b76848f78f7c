// SPDX-License-Identifier: MIT
// The member functions of Guard that check definitions of commands, and answers to them (prism/commands.h).
#include "host/guard/argument_value.h"
#include "host/guard/command_set.h"
#include "host/guard/guard_event.h"

namespace prism::host {
namespace {

constexpr std::uint64_t kMaxCommands = 256;
constexpr std::uint64_t kMaxAliases = 16;
constexpr std::uint64_t kMaxArguments = 16;
constexpr std::uint32_t kMaxTimeout = 3600 * 1000;  // milliseconds
constexpr std::size_t kLongestName = 32;

// The maximum size in bytes of all strings of a set, and of an answer.
constexpr std::size_t kMaxSize = 64 * 1024;

constexpr std::uint32_t kEverywhere = kOnNetwork | PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_HOST);

bool isName(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string_view::npos;
}

bool isOneLine(std::string_view text) { return text.find_first_of("\r\n") == std::string_view::npos; }

std::string capitals(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

}  // namespace

// Reads the definitions of one set. `event` gets the first fault.
class Guard::CommandReader {
 public:
  CommandReader(Event* event, CommandSet* set) : event_(*event), set_(*set) {}

  void read(const prism_command* handed_in);

 private:
  void readArguments(const prism_command& handed_in, CommandDefinition* command);
  void readArgument(const prism_argument& handed_in, CommandArgument* argument);
  void checkChoices(const std::vector<ValueChoice>& choices);
  void checkArgument(const CommandArgument& argument, const prism_argument& handed_in);
  void checkOrder(const CommandDefinition& command);
  void addName(const char* what, prism_str name, std::string* field);
  void line(const char* what, prism_str text, std::string* field);
  void refuse(std::string_view why) { event_.refuse(PRISM_ERR_ARGUMENT, fmt::format("{}{}", subject_, why)); }

  Event& event_;
  CommandSet& set_;
  std::string subject_;  // which command or argument a fault is in
};

void Guard::CommandReader::line(const char* what, prism_str text, std::string* field) {
  event_.text(what, text, field);
  if (event_.ok() && !isOneLine(*field)) {
    refuse(fmt::format("{} has a line break", what));
  }
}

void Guard::CommandReader::addName(const char* what, prism_str name, std::string* field) {
  event_.text(what, name, field);
  if (!event_.ok()) {
    return;
  }
  if (!isName(*field)) {
    refuse(fmt::format("{} {} is not 1 to {} of a-z, 0-9, '-' and '_'", what, inQuotes(*field), kLongestName));
  } else if (*field == "help" || *field == "me") {
    refuse(fmt::format("{} {} is the host's", what, inQuotes(*field)));
  } else if (!set_.by_name.emplace(*field, set_.commands.size() - 1).second) {
    refuse(fmt::format("{} {} is that of another command too", what, inQuotes(*field)));
  }
}

void Guard::CommandReader::read(const prism_command* handed_in) {
  subject_ = fmt::format("command {}: ", set_.commands.size());
  if (!event_.checkStruct(handed_in)) {
    return;
  }
  CommandDefinition& command = set_.commands.emplace_back();
  event_.flags(handed_in->flags, PRISM_COMMAND_FLAG_HIDDEN | PRISM_COMMAND_FLAG_ADMIN);
  command.hidden = (handed_in->flags & PRISM_COMMAND_FLAG_HIDDEN) != 0;
  command.admin = (handed_in->flags & PRISM_COMMAND_FLAG_ADMIN) != 0;
  command.where = handed_in->where == 0 ? kEverywhere : handed_in->where;
  command.timeout = std::chrono::milliseconds(handed_in->timeout_ms);
  addName("name", handed_in->name, &command.name);
  if (event_.ok()) {
    subject_ = fmt::format("command {}: ", command.name);
  }
  if ((command.where & ~kEverywhere) != 0) {
    refuse(fmt::format("where has the unknown bits {:#x}", command.where & ~kEverywhere));
  }
  if (handed_in->timeout_ms > kMaxTimeout) {
    refuse(fmt::format("timeout_ms is {}, at most {} are allowed", handed_in->timeout_ms, kMaxTimeout));
  }
  event_.checkArray("aliases", handed_in->aliases, handed_in->aliases_count, kMaxAliases);
  for (std::uint64_t i = 0; event_.ok() && i < handed_in->aliases_count; ++i) {
    addName("alias", handed_in->aliases[i], &command.aliases.emplace_back());
  }
  line("title", handed_in->title, &command.title);
  if (command.title.empty()) {
    refuse("title is empty");
  }
  event_.text("description", handed_in->description, &command.description);
  if (event_.ok()) {
    readArguments(*handed_in, &command);
  }
}

void Guard::CommandReader::readArguments(const prism_command& handed_in, CommandDefinition* command) {
  event_.checkArray("arguments", static_cast<const void*>(handed_in.arguments), handed_in.arguments_count,
                    kMaxArguments);
  std::set<std::string, std::less<>> names;
  for (std::uint64_t i = 0; event_.ok() && i < handed_in.arguments_count; ++i) {
    subject_ = fmt::format("command {}: argument {}: ", command->name, i);
    const prism_argument* argument = handed_in.arguments[i];
    if (event_.checkStruct(argument)) {
      CommandArgument& added = command->arguments.emplace_back();
      readArgument(*argument, &added);
      if (event_.ok() && !names.insert(added.name).second) {
        refuse(fmt::format("name {} is that of another argument too", inQuotes(added.name)));
      }
    }
  }
  subject_ = fmt::format("command {}: ", command->name);
  if (event_.ok()) {
    checkOrder(*command);
  }
}

void Guard::CommandReader::readArgument(const prism_argument& handed_in, CommandArgument* argument) {
  argument->kind = handed_in.kind;
  argument->optional = (handed_in.flags & PRISM_ARGUMENT_FLAG_OPTIONAL) != 0;
  event_.flags(handed_in.flags, PRISM_ARGUMENT_FLAG_OPTIONAL);
  event_.text("name", handed_in.name, &argument->name);
  line("label", handed_in.label, &argument->label);
  line("description", handed_in.description, &argument->description);
  event_.text("initial", handed_in.initial, &argument->initial);
  line("first_characters", handed_in.first_characters, &argument->first_characters);
  if (event_.ok() && !isName(argument->name)) {
    refuse(fmt::format("name {} is not 1 to {} of a-z, 0-9, '-' and '_'", inQuotes(argument->name), kLongestName));
  }
  if (argument->label.empty()) {
    argument->label = capitals(argument->name);
  }
  event_.range(argument->kind, handed_in.least, handed_in.most, subject_, &argument->range);
  event_.choices(argument->kind, handed_in.choices, handed_in.choices_count, subject_, &argument->choices);
  if (event_.ok()) {
    checkChoices(argument->choices);
    checkArgument(*argument, handed_in);
  }
}

// Users type choices in any case, and in one line.
void Guard::CommandReader::checkChoices(const std::vector<ValueChoice>& choices) {
  std::set<std::string> folded;
  for (const ValueChoice& choice : choices) {
    if (!folded.insert(capitals(choice.value)).second) {
      refuse(fmt::format("choice {} is there twice", inQuotes(choice.value)));
    } else if (!isOneLine(choice.label)) {
      refuse("the label of a choice has a line break");
    }
  }
}

void Guard::CommandReader::checkArgument(const CommandArgument& argument, const prism_argument& handed_in) {
  const bool takes_rest = argument.kind == PRISM_VALUE_LONG_TEXT || argument.kind == PRISM_VALUE_SECRET;
  if (argument.kind == 0 || argument.kind > PRISM_VALUE_PARTICIPANT || argument.kind == PRISM_VALUE_CHOICES ||
      argument.kind == PRISM_VALUE_NOTE) {
    refuse(fmt::format("kind {} is none of an argument", valueKindName(argument.kind)));
  } else if (!argument.first_characters.empty() && (!argument.optional || takes_rest)) {
    refuse("first_characters is set, but it is required, or takes the rest of the message");
  } else if (std::any_of(argument.first_characters.begin(), argument.first_characters.end(),
                         [](char c) { return c <= ' ' || c > '~'; })) {
    refuse("first_characters has other characters than those of ASCII");
  } else if (!argument.optional && handed_in.initial.size > 0) {
    refuse("initial is set, but it is required");
  } else if (!argument.initial.empty() && !isArgumentValue(argument, argument.initial)) {
    const std::string kind = valueKindName(argument.kind);
    refuse(argument.kind == PRISM_VALUE_SECRET
               ? fmt::format("initial is no value of the kind {}", kind)
               : fmt::format("initial is {}, which is no value of the kind {}", inQuotes(argument.initial), kind));
  }
}

void Guard::CommandReader::checkOrder(const CommandDefinition& command) {
  bool optional = false;
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const CommandArgument& argument = command.arguments[i];
    if (argument.kind == PRISM_VALUE_LONG_TEXT && i + 1 < command.arguments.size()) {
      refuse(fmt::format("argument {} takes the rest of the message, but others follow", argument.name));
    }
    if (optional && !argument.optional) {
      refuse(fmt::format("argument {} is required, but follows an optional one", argument.name));
    }
    optional = optional || (argument.optional && argument.first_characters.empty());
  }
}

prism_result Guard::readCommands(const prism_command_set* handed_in, CommandSet* set) {
  Event event(*this, "commands.define");
  if (!event.checkStruct(handed_in)) {
    return event.result();
  }
  event.flags(handed_in->flags, PRISM_COMMAND_SET_DOTS | PRISM_COMMAND_SET_PASS_UNKNOWN);
  event.checkArray("commands", static_cast<const void*>(handed_in->commands), handed_in->commands_count, kMaxCommands);
  if (handed_in->commands_count > 0 && !handed_in->run) {
    event.refuse(PRISM_ERR_ARGUMENT, "run is NULL");
  }
  set->dots = (handed_in->flags & PRISM_COMMAND_SET_DOTS) != 0;
  set->pass_unknown = (handed_in->flags & PRISM_COMMAND_SET_PASS_UNKNOWN) != 0;
  set->run = handed_in->run;
  set->data = handed_in->data;
  CommandReader reader(&event, set);
  for (std::uint64_t i = 0; event.ok() && i < handed_in->commands_count; ++i) {
    reader.read(handed_in->commands[i]);
  }
  checkSize(&event, kMaxSize);
  return event.result();
}

prism_result Guard::readAnswer(const prism_command_answer* handed_in, std::string* answer) {
  Event event(*this, "commands.answer");
  if (!event.checkStruct(handed_in)) {
    return event.result();
  }
  if (handed_in->outcome != PRISM_COMMAND_DONE && handed_in->outcome != PRISM_COMMAND_FAILED) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("outcome {} does not exist", handed_in->outcome));
  }
  event.text("text", handed_in->text, answer);
  checkSize(&event, kMaxSize);
  return event.result();
}

void Guard::checkSize(Event* event, std::size_t most) {
  if (event->size() > most) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  fmt::format("together, the strings have {} bytes; {} are allowed", event->size(), most));
  }
}

}  // namespace prism::host
