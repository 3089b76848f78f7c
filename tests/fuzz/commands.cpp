// SPDX-License-Identifier: MIT
// Commands of users: the input is a definition of commands as a plugin hands it in, and then lines as users type them.
// What the host accepts has valid values, and what it answers is text.
#include "host/base/abi.h"
#include "host/base/xml_text.h"
#include "host/commands/command_help.h"
#include "host/commands/command_line.h"
#include "host/guard/argument_value.h"
#include "host/guard/guard.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"

#include <Poco/Logger.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace prism;

constexpr std::array kNames = {"a", "kick", "topic", "help", "me", "Kick", "", "two words", "k-1", "t"};
constexpr std::array kInitials = {"", "", "", "1", "0", "red", "12", "some words", "two\nlines"};
constexpr std::array kFirst = {"", "", "#", "#&", "\"", " "};

template <typename Table>
prism_str pick(const Table& table, fuzz::Input* input) {
  return prism_str_from(table[input->byte() % table.size()]);
}

// The guard that reads the definitions. Its log goes nowhere.
struct Reader {
  Reader() { Poco::Logger::root().setLevel(0); }

  host::FaultLog faults{Poco::Logger::get("Plugin.fuzz"), "plugin misbehaving: "};
  host::SessionTable sessions;
  host::PresenceMemory presences;
  wire::FrameWriter out;
  host::Guard guard{sessions, presences, out, faults, {3000, 4000}};
};

// Definitions out of the input, most of them valid.
class Definitions {
 public:
  explicit Definitions(fuzz::Input* input) {
    const std::size_t count = input->byte() % 4U;
    for (std::size_t i = 0; i < count; ++i) {
      addCommand(input);
    }
    set_.struct_size = sizeof set_;
    set_.flags = input->byte() % 8U == 7 ? 4 : input->byte() % 4U;
    set_.commands = command_pointers_.data();
    set_.commands_count = command_pointers_.size();
    set_.run = [](void*, const prism_invocation*) {};
  }
  Definitions(const Definitions&) = delete;
  Definitions& operator=(const Definitions&) = delete;

  const prism_command_set* get() const { return &set_; }

 private:
  void addCommand(fuzz::Input* input) {
    auto& arguments = argument_pointers_.emplace_back();
    const std::size_t count = input->byte() % 4U;
    for (std::size_t i = 0; i < count; ++i) {
      arguments.push_back(addArgument(input, i));
    }
    prism_command& command = commands_.emplace_back();
    command.struct_size = sizeof command;
    command.flags = input->byte() % 4U;
    command.where = input->byte() % 17U;
    command.timeout_ms = input->byte() * 1000U;
    command.name = pick(kNames, input);
    aliases_.push_back(pick(kNames, input));
    command.aliases = &aliases_.back();
    command.aliases_count = input->byte() % 2U;
    command.title = PRISM_STR("does it");
    command.arguments = arguments.data();
    command.arguments_count = arguments.size();
    command_pointers_.push_back(&command);
  }

  const prism_argument* addArgument(fuzz::Input* input, std::size_t index) {
    static const prism_choice red{sizeof red, 0, PRISM_STR("red"), {}};
    static const prism_choice green{sizeof green, 0, PRISM_STR("light green"), PRISM_STR("Green")};
    static const prism_choice twelve{sizeof twelve, 0, PRISM_STR("12"), PRISM_STR("red")};
    static const prism_choice* const choices[] = {&red, &green, &twelve};
    static const std::array names = {"a", "b", "c", "d"};
    prism_argument& argument = arguments_.emplace_back();
    argument.struct_size = sizeof argument;
    argument.kind = input->byte() % 13U;
    argument.flags = input->byte() % 2U;
    argument.name = prism_str_from(names.at(index));
    if (argument.flags != 0) {
      argument.initial = pick(kInitials, input);
      argument.first_characters = pick(kFirst, input);
    }
    if (argument.kind == PRISM_VALUE_CHOICE) {
      argument.choices = choices;
      argument.choices_count = 3;
    }
    if (argument.kind == PRISM_VALUE_INTEGER) {
      argument.least = static_cast<std::int8_t>(input->byte());
      argument.most = static_cast<std::int8_t>(input->byte());
    }
    return &argument;
  }

  std::deque<prism_argument> arguments_;
  std::deque<std::vector<const prism_argument*>> argument_pointers_;
  std::deque<prism_str> aliases_;
  std::deque<prism_command> commands_;
  std::vector<const prism_command*> command_pointers_;
  prism_command_set set_{};
};

// Checks a value by the rules of prism/commands.h, without the reader's own code.
bool isValue(const host::CommandArgument& argument, std::string_view value) {
  std::int64_t number = 0;
  switch (argument.kind) {
    case PRISM_VALUE_INTEGER: {
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
      const bool bounded = argument.range.least != 0 || argument.range.most != 0;
      return error == std::errc() && end == value.data() + value.size() &&
             (!bounded || (number >= argument.range.least && number <= argument.range.most));
    }
    case PRISM_VALUE_BOOLEAN:
      return value == "0" || value == "1";
    case PRISM_VALUE_CHOICE:
      return std::any_of(argument.choices.begin(), argument.choices.end(),
                         [&](const host::ValueChoice& choice) { return choice.value == value; });
    case PRISM_VALUE_LONG_TEXT:
      return true;
    default:
      return value.find_first_of("\r\n") == std::string_view::npos;
  }
}

void requireText(const std::string& text) {
  fuzz::require(!text.empty() && host::isXmlText(text), "an answer is text that XML allows");
}

void checkValues(const host::CommandDefinition& command, std::string_view rest) {
  SecretVector<SecretString> values;
  if (const auto problem = host::readArguments(command, rest, &values)) {
    requireText(*problem);
    return;
  }
  fuzz::require(values.size() == command.arguments.size(), "there is a value for each argument");
  for (std::size_t i = 0; i < values.size(); ++i) {
    const host::CommandArgument& argument = command.arguments[i];
    const std::string_view value = values[i];
    fuzz::require(value.empty() ? argument.optional && argument.initial.empty() : isValue(argument, value),
                  "a value is of its argument's kind");
  }
}

// Words that are put into quotes come back as they are.
void checkQuotes(std::string_view first, std::string_view second) {
  host::CommandDefinition command;
  command.arguments.resize(2);
  std::string typed;
  for (const std::string_view word : {first, second}) {
    if (word.empty() || word.find_first_of("\r\n") != std::string_view::npos) {
      return;
    }
    typed += " \"";
    for (const char c : word) {
      typed += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
    }
    typed += '"';
  }
  SecretVector<SecretString> values;
  fuzz::require(!host::readArguments(command, typed, &values), "quoted words are arguments");
  fuzz::require(std::string_view(values[0]) == first && std::string_view(values[1]) == second,
                "quoted words come back as they are");
}

void checkLine(const host::CommandSet& set, std::string_view text) {
  if (!host::isXmlText(text)) {
    return;  // Requests refuses it
  }
  const host::TypedText typed = host::readTyped(text, set);
  const host::UsableCommands usable{set, 1U << (text.size() % 4), text.size() % 3 == 0};
  using Kind = host::TypedText::Kind;
  if (typed.kind != Kind::kCommand) {
    fuzz::require(typed.kind != Kind::kEscaped || text.substr(0, 2) == "//", "an escape begins with two slashes");
    fuzz::require(typed.kind != Kind::kAction || (set.dots && text.front() == '.'), "an action here begins with a dot");
    return;
  }
  fuzz::require(!typed.name.empty() && typed.name.find_first_of(" \t\r\n") == std::string_view::npos,
                "a name is a word");
  fuzz::require(text.front() == '/' || set.dots, "a dot is for plugins that want it");
  const std::string name = host::foldedName(typed.name);
  fuzz::require(!set.pass_unknown || set.find(name) || name == "help" || name == "me",
                "an unknown name is a message if the plugin wants it");
  requireText(host::sayNoCommand(usable, typed.name));
  if (const host::CommandDefinition* command = set.find(name)) {
    requireText(host::describeCommand(*command));
    requireText(host::sayNotHere(*command));
    checkValues(*command, typed.rest);
  }
  for (const host::CommandDefinition& command : set.commands) {
    checkValues(command, typed.rest);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Reader reader;
  fuzz::Input input(data, size);
  const Definitions definitions(&input);
  host::CommandSet set;
  if (reader.guard.readCommands(definitions.get(), &set) != PRISM_OK) {
    return 0;
  }
  requireText(host::listCommands({set, PRISM_CONVERSATION_ROOM, false}));
  std::string_view last;
  while (!input.done()) {
    const std::string_view line = input.upTo('\0');
    checkLine(set, line);
    checkQuotes(last, line);
    last = line;
  }
  return 0;
}
