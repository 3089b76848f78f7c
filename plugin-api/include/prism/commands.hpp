// SPDX-License-Identifier: MIT
// Commands that users type, in C++: the host's service "prism.commands/1". prism/commands.h says more about it.
//
//   prism::Commands commands_(host);
//   commands_.define({{"nick", "changes your nickname", {{"name", prism::ValueKind::Text}},
//                      [this](const prism::Invocation& invocation, prism::CommandResponder responder) {
//                        rename(invocation.user, invocation.values[0]);
//                        responder.done("You are called something else now.");
//                      }}});
//
// All of it is [main]. An exception of a handler is a fault of the plugin (Host::fault()), which is logged without its
// text, since that may repeat a secret. The user is told that the command has failed.
#ifndef PRISM_COMMANDS_HPP
#define PRISM_COMMANDS_HPP

#include <prism/commands.h>
#include <prism/host.hpp>
#include <prism/responder.hpp>
#include <prism/types.hpp>
#include <prism/values.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prism {

struct Argument {
  std::string_view name = {};  // a-z, 0-9, '-' and '_'
  ValueKind kind = ValueKind::Text;
  bool required = true;
  std::string_view label = {};  // what users see in its place; empty: the name in capital letters
  std::string_view description = {};
  std::string_view initial = {};           // the value if it is left out
  std::string_view first_characters = {};  // it is there only if the next word begins with one of them
  std::vector<Choice> choices = {};
  std::int64_t least = 0;  // with `most`; both 0: any
  std::int64_t most = 0;
};

// Where commands are typed: a mask.
enum class CommandPlace : std::uint32_t {
  Everywhere = 0,
  Contact = PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_CONTACT),
  Room = PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_ROOM),
  Private = PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_PRIVATE),
  Host = PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_HOST),
};
constexpr CommandPlace operator|(CommandPlace a, CommandPlace b) {
  return static_cast<CommandPlace>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}

// One use of a command. Its strings last until the handler returns. Values are wiped then: do not keep copies of
// secrets.
struct Invocation {
  Conversation kind = Conversation::Contact;
  std::string_view user = {};
  std::string_view buddy = {};                // the contact or the room; empty in a chat with the host's contact
  std::string_view nickname = {};             // with Private
  std::string_view name = {};                 // of the command, also if an alias was typed
  std::vector<std::string_view> values = {};  // one for each argument; empty: left out
  std::string_view text = {};                 // what was typed after the name; empty if the values come from a form

  // The value of an argument of the kind Integer; `fallback` if it was left out.
  std::int64_t integer(std::size_t index, std::int64_t fallback = 0) const {
    std::int64_t number = fallback;
    const std::string_view value = values.at(index);
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
  }

  // The value of an argument of the kind Boolean; `fallback` if it was left out.
  bool boolean(std::size_t index, bool fallback = false) const {
    const std::string_view value = values.at(index);
    return value.empty() ? fallback : value == "1";
  }
};

// Answers one invocation, once: in the handler or later. Copies share the answer, so it can be captured by the
// callbacks of timers, lookups and the like. If the last copy ends without an answer, the command has failed, and a
// warning is logged. [main], its destructor too.
class CommandResponder : public detail::Responder<prism_commands, prism_command_answer, PRISM_COMMAND_FAILED> {
 public:
  // Answers nothing.
  CommandResponder() = default;

  // [main] The command is done. `text` is for the user. If it is empty, the user is sent nothing. Ended if the command
  // was answered, or if the invocation has ended: with the session, or at its time limit. After BadArgument, the answer
  // is still to be given.
  Result done(std::string_view text = {}) const noexcept { return answer(PRISM_COMMAND_DONE, text); }

  // [main] The command has failed; `text` says why. Results as above.
  Result failed(std::string_view text = {}) const noexcept { return answer(PRISM_COMMAND_FAILED, text); }

 private:
  friend class Commands;
  using Responder::Responder;

  Result answer(std::uint32_t outcome, std::string_view text) const noexcept {
    auto answer = detail::sized<prism_command_answer>();
    answer.outcome = outcome;
    answer.text = detail::toC(text);
    return give(answer);
  }
};

struct Command {
  using Handler = std::function<void(const Invocation&, CommandResponder)>;

  std::string_view name = {};   // a-z, 0-9, '-' and '_'
  std::string_view title = {};  // what it does, in one line
  std::vector<Argument> arguments = {};
  Handler run = {};
  CommandPlace where = CommandPlace::Everywhere;
  std::vector<std::string_view> aliases = {};
  std::string_view description = {};
  bool hidden = false;                                               // not listed by /help
  bool admin = false;                                                // only for the users of service.admin_jid
  std::chrono::milliseconds timeout = std::chrono::milliseconds(0);  // for the answer; 0: the host's
};

namespace detail {

// A definition as the host takes it. Borrows from that which it is made of.
class CommandDefinition {
 public:
  explicit CommandDefinition(const Command& from) : aliases_(toC(from.aliases)) {
    choices_.reserve(from.arguments.size());
    arguments_.reserve(from.arguments.size());
    pointers_.reserve(from.arguments.size());
    for (const Argument& argument : from.arguments) {
      add(argument);
    }
    command_.flags = flag(from.hidden, PRISM_COMMAND_FLAG_HIDDEN) | flag(from.admin, PRISM_COMMAND_FLAG_ADMIN);
    command_.where = static_cast<std::uint32_t>(from.where);
    command_.timeout_ms = millisecondsOf(from.timeout);
    command_.name = toC(from.name);
    command_.aliases = aliases_.data();
    command_.aliases_count = aliases_.size();
    command_.title = toC(from.title);
    command_.description = toC(from.description);
    command_.arguments = pointers_.data();
    command_.arguments_count = pointers_.size();
  }
  CommandDefinition(const CommandDefinition&) = delete;
  CommandDefinition& operator=(const CommandDefinition&) = delete;

  const prism_command* get() const { return &command_; }

 private:
  void add(const Argument& from) {
    const auto& choices = choices_.emplace_back(from.choices);
    auto& argument = arguments_.emplace_back(sized<prism_argument>());
    argument.kind = static_cast<std::uint32_t>(from.kind);
    argument.flags = flag(!from.required, PRISM_ARGUMENT_FLAG_OPTIONAL);
    argument.name = toC(from.name);
    argument.label = toC(from.label);
    argument.description = toC(from.description);
    argument.initial = toC(from.initial);
    argument.first_characters = toC(from.first_characters);
    argument.choices = choices.data();
    argument.choices_count = choices.size();
    argument.least = from.least;
    argument.most = from.most;
    pointers_.push_back(&argument);
  }

  std::vector<prism_str> aliases_;
  std::vector<Choices> choices_;
  std::vector<prism_argument> arguments_;
  std::vector<const prism_argument*> pointers_;
  prism_command command_ = sized<prism_command>();
};

}  // namespace detail

// What the texts of users are that begin with a dot, or with a slash and another word.
struct CommandTexts {
  bool dots = false;          // a '.' does what a '/' does, if the name of a command follows
  bool pass_unknown = false;  // a text with a slash is a message if no name of a command follows
};

// The service. The plugin has the commands as long as this object lives.
class Commands {
 public:
  // [main] Gets it.
  explicit Commands(Host host)
      : host_(host.table()), service_(static_cast<const prism_commands*>(host.service(PRISM_COMMANDS))) {}
  Commands(const Commands&) = delete;
  Commands& operator=(const Commands&) = delete;
  ~Commands() {
    if (handlers_) {
      const auto none = detail::sized<prism_command_set>();
      if (service_->define(host_, &none) == PRISM_ERR_THREAD) {
        static_cast<void>(handlers_.release());  // the host goes on calling them
      }
    }
  }

  // Returns true if this host has the service. Without it, define() returns Unsupported.
  explicit operator bool() const { return service_ != nullptr; }

  // [main] Replaces all commands, at any time, also within a handler. If the result is not Ok, the old commands stay.
  // BadArgument if a command has no handler, and as prism/commands.h says.
  Result define(const std::vector<Command>& commands, const CommandTexts& texts = CommandTexts()) {
    if (!service_) {
      return Result::Unsupported;
    }
    auto handlers = std::make_unique<Handlers>(Handlers{host_, service_, {}});
    auto by_name = std::make_shared<HandlerMap>();
    std::vector<std::unique_ptr<const detail::CommandDefinition>> definitions;
    std::vector<const prism_command*> pointers;
    for (const Command& command : commands) {
      if (!command.run) {
        Host(host_).fault("Commands::define()", "the command " + std::string(command.name) + " has no handler");
        return Result::BadArgument;
      }
      by_name->emplace(command.name, command.run);
      definitions.push_back(std::make_unique<const detail::CommandDefinition>(command));
      pointers.push_back(definitions.back()->get());
    }
    handlers->by_name = std::move(by_name);
    auto set = detail::sized<prism_command_set>();
    set.flags = detail::flag(texts.dots, PRISM_COMMAND_SET_DOTS) |
                detail::flag(texts.pass_unknown, PRISM_COMMAND_SET_PASS_UNKNOWN);
    set.commands = pointers.data();
    set.commands_count = pointers.size();
    set.run = &onInvocation;
    set.data = handlers.get();
    const auto result = Result(service_->define(host_, &set));
    if (result == Result::Ok) {
      handlers_ = std::move(handlers);
    }
    return result;
  }

 private:
  using HandlerMap = std::map<std::string, Command::Handler, std::less<>>;

  struct Handlers {
    const prism_host* host;
    const prism_commands* service;
    std::shared_ptr<const HandlerMap> by_name;
  };

  static void onInvocation(void* data, const prism_invocation* from) {
    const Handlers handlers = *static_cast<const Handlers*>(data);  // a copy, since the handler may replace them
    const std::string where = "/" + std::string(detail::fromC(from->name));
    const CommandResponder responder(handlers.host, handlers.service, from->id,
                                     "/" + std::string(detail::fromC(from->name)));
    const bool returned = detail::guardedWithSecret(handlers.host, where.c_str(), [&] {
      Invocation invocation{static_cast<Conversation>(from->kind),
                            detail::fromC(from->user),
                            detail::fromC(from->buddy),
                            detail::fromC(from->nickname),
                            detail::fromC(from->name),
                            {},
                            detail::fromC(from->text)};
      invocation.values = detail::fromC(from->values, from->values_count);
      handlers.by_name->at(std::string(invocation.name))(invocation, responder);
    });
    if (!returned) {
      responder.failed();
    }
  }

  const prism_host* host_;
  const prism_commands* service_;
  std::unique_ptr<Handlers> handlers_;
};

}  // namespace prism

#endif
