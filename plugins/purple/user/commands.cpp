// SPDX-License-Identifier: MIT
#include "user/commands.h"

#include "core/limits.h"
#include "user/offered_commands.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string_view>
#include <utility>

namespace purple {
namespace {

constexpr std::string_view kMenu = "menu";
constexpr std::string_view kFile = "file";
constexpr std::size_t kLongestName = 32;  // prism_command.name
constexpr std::size_t kSizeOfNames = 32;  // of a command's argument, and more

// Returns true if the host can take the name. It has /help and /me itself.
bool isForHost(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && name != "help" && name != "me" && name != kMenu &&
         name != kFile && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string_view::npos;
}

// Returns the commands that the host takes, up to its limits. The others work as texts that the host does not know.
std::vector<OfferedCommand> takenOf(std::vector<OfferedCommand> offered) {
  std::vector<OfferedCommand> taken;
  std::size_t size = 0;
  for (OfferedCommand& command : offered) {
    const std::size_t more =
        command.name.size() + command.arguments.size() + command.title.size() + command.description.size();
    if (isForHost(command.name) && (command.with_people || command.in_rooms) && taken.size() < kMostCommands &&
        size + more <= kMostOfCommands) {
      size += more + kSizeOfNames;
      taken.push_back(std::move(command));
    }
  }
  return taken;
}

prism::CommandPlace placeOf(const OfferedCommand& command) {
  const prism::CommandPlace people = prism::CommandPlace::Contact | prism::CommandPlace::Private;
  return command.with_people && command.in_rooms ? people | prism::CommandPlace::Room
         : command.in_rooms                      ? prism::CommandPlace::Room
                                                 : people;
}

// libpurple reads the arguments itself. A help text in brackets is shown as it is: the host puts brackets around what
// may be left out.
prism::Command definitionOf(const OfferedCommand& from, const prism::Command::Handler& run) {
  prism::Command command;
  command.name = from.name;
  command.title = from.title;
  command.description = from.description;
  command.where = placeOf(from);
  command.run = run;
  if (!from.arguments.empty()) {
    prism::Argument argument{"arguments", prism::ValueKind::LongText, false};
    std::string_view label = from.arguments;
    if (label.size() > 2 && label.front() == '[' && label.find(']') == label.size() - 1) {
      label = label.substr(1, label.size() - 2);
    }
    argument.label = label;
    command.arguments.push_back(std::move(argument));
  }
  return command;
}

}  // namespace

Commands::Commands(Shared& shared, CommandList& list, std::string protocol, Handlers handlers)
    : shared_(shared),
      list_(list),
      protocol_(std::move(protocol)),
      handlers_(std::move(handlers)),
      defined_(shared.host) {
  define();
  // Deferred, since modules register and unregister many at once.
  list_.onChanged([this] { later_ = shared_.host.after(std::chrono::milliseconds(0), [this] { define(); }); });
}

Commands::~Commands() { list_.onChanged({}); }

void Commands::define() {
  const std::vector<OfferedCommand> taken = takenOf(offeredCommands(list_, protocol_));
  std::vector<prism::Command> all;
  all.push_back({kMenu,
                 "What the network offers besides, such as a search for people",
                 {},
                 [this](const prism::Invocation& invocation, const prism::CommandResponder& responder) {
                   handlers_.menu(invocation);
                   responder.done();
                 }});
  all.push_back({kFile,
                 "Sends the contact the file at a URL",
                 {{.name = "url", .kind = prism::ValueKind::Text, .label = "URL"}},
                 handlers_.file,
                 prism::CommandPlace::Contact});
  std::set<std::string, std::less<>> names{std::string(kMenu), std::string(kFile)};
  for (const OfferedCommand& command : taken) {
    all.push_back(
        definitionOf(command, [this](const prism::Invocation& invocation, const prism::CommandResponder& responder) {
          run(invocation);
          responder.done();
        }));
    names.insert(command.name);
  }
  if (defined_.define(all, {.pass_unknown = true}) == prism::Result::Ok) {
    shared_.commands = std::move(names);
  }
}

void Commands::run(const prism::Invocation& invocation) const {
  std::string text = "/" + std::string(invocation.name);
  if (!invocation.values.empty() && !invocation.values.front().empty()) {
    text.append(" ").append(invocation.values.front());
  }
  prism::Message message{invocation.user, invocation.buddy, text, invocation.nickname};
  message.kind = invocation.kind;
  handlers_.run(message);
}

}  // namespace purple
