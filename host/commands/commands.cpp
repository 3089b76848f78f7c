// SPDX-License-Identifier: MIT
#include "host/commands/commands.h"

#include "host/base/abi.h"
#include "host/base/quote.h"
#include "host/commands/command_help.h"
#include "host/commands/command_line.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace prism::host {
namespace {

constexpr std::chrono::minutes kTimeout{2};

// The maximum of invocations that the plugin has not answered, of a user and of all.
constexpr std::size_t kMaxOpen = 32;
constexpr std::size_t kMaxOpenOfAll = 10'000;

}  // namespace

Commands::Commands(SessionTable& sessions, Guard& guard, Prompts& prompts, TimerSource& timers,
                   PluginBoundary& boundary, const std::vector<std::string>& admins, Poco::Logger& logger)
    : sessions_(sessions), guard_(guard), prompts_(prompts), timers_(timers), boundary_(boundary), log_(logger) {
  for (const std::string& jid : admins) {
    admins_.insert(foldedName(jid));
  }
  guard_.addEndListener(this);
}

Commands::~Commands() { guard_.removeEndListener(this); }

prism_result Commands::define(const prism_command_set* handed_in) {
  auto set = std::make_shared<CommandSet>();
  const prism_result result = guard_.readCommands(handed_in, set.get());
  if (result == PRISM_OK) {
    of_plugin_ = std::move(set);
    combine();
    if (created_) {
      reportUnreachable();
    }
  }
  return result;
}

void Commands::onCreated() {
  created_ = true;
  reportUnreachable();
}

// The plugin may get "prism.prompts/1" after it has defined its commands.
void Commands::reportUnreachable() const {
  if (!of_plugin_ || prompts_.isStarted()) {
    return;
  }
  for (const CommandDefinition& command : of_plugin_->commands) {
    if (command.where == PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_HOST)) {
      guard_.reportMisbehaviour(
          "commands.define", fmt::format("command {}: where has PRISM_CONVERSATION_HOST only, but the host's contact "
                                         "exists only if the plugin gets {} in create()",
                                         command.name, PRISM_PROMPTS));
    }
  }
}

void Commands::addHostCommands(std::vector<CommandDefinition> commands, HostCommands* runner) {
  for (CommandDefinition& command : commands) {
    command.of_host = true;
    of_host_.push_back({std::move(command), runner});
  }
  combine();
}

void Commands::removeHostCommands(const HostCommands* runner) {
  std::erase_if(of_host_, [runner](const HostCommand& command) { return command.runner == runner; });
  combine();
}

void Commands::combine() {
  auto set = of_plugin_ ? std::make_shared<CommandSet>(*of_plugin_) : std::make_shared<CommandSet>();
  for (const HostCommand& command : of_host_) {
    if (set->by_name.emplace(command.definition.name, set->commands.size()).second) {
      set->commands.push_back(command.definition);
    }
  }
  set_ = set->commands.empty() ? nullptr : std::move(set);
}

prism_result Commands::answer(const prism_command_answer* handed_in) {
  std::string answer;
  if (const prism_result result = guard_.readAnswer(handed_in, &answer); result != PRISM_OK) {
    return result;
  }
  const Id id = handed_in->id;
  if (id == 0 || id > sessions_.requestIds().last()) {
    guard_.reportMisbehaviour("commands.answer", fmt::format("there was no invocation {}", id));
    return PRISM_ERR_ARGUMENT;
  }
  if (!open_.contains(id)) {
    return PRISM_ERR_ENDED;
  }
  const std::unique_ptr<Invocation> ended = take(id);
  if (answer.empty() && handed_in->outcome == PRISM_COMMAND_FAILED) {
    answer = fmt::format("/{} has failed.", ended->name);
  }
  if (!answer.empty()) {
    reply(ended->conversation, answer);
  }
  return PRISM_OK;
}

void Commands::run(const Conversation& conversation, std::string_view name, std::string_view rest) {
  const auto set = set_;  // the plugin may replace it
  const UsableCommands usable{*set, conversation.kind, isAdmin(conversation.user)};
  const std::string folded = foldedName(name);
  const CommandDefinition* command = set->find(folded);
  if (folded == "help") {
    reply(conversation, help(conversation, rest));
  } else if (folded == "me") {
    reply(conversation, "It goes like this: /me TEXT");
  } else if (!command) {
    reply(conversation, sayNoCommand(usable, name));
  } else if (command->admin && !usable.admin) {
    reply(conversation, fmt::format("/{} is for the administrators of this gateway.", command->name));
  } else if (!usable.has(*command)) {
    reply(conversation, sayNotHere(*command));
  } else if (command->of_host) {
    runOfHost(conversation, *command, rest);
  } else {
    runDefined(conversation, *command, rest);
  }
}

void Commands::runOfHost(const Conversation& conversation, const CommandDefinition& command, std::string_view rest) {
  SecretVector<SecretString> values;
  if (const auto problem = readArguments(command, rest, &values)) {
    reply(conversation, fmt::format("{} It goes like this: {}", *problem, usageOf(command)));
    return;
  }
  const auto found = std::find_if(of_host_.begin(), of_host_.end(),
                                  [&command](const HostCommand& each) { return each.definition.name == command.name; });
  const std::string answer = found->runner->run(conversation, command.name, values);
  if (!answer.empty()) {
    reply(conversation, answer);
  }
}

void Commands::runDefined(const Conversation& conversation, const CommandDefinition& command, std::string_view rest) {
  SecretVector<SecretString> strings;
  if (const auto problem = readArguments(command, rest, &strings)) {
    reply(conversation, fmt::format("{} It goes like this: {}", *problem, usageOf(command)));
    return;
  }
  const auto open_of_user = open_of_.find(conversation.user);
  if ((open_of_user != open_of_.end() && open_of_user->second.size() >= kMaxOpen) || open_.size() >= kMaxOpenOfAll) {
    reply(conversation, "Too many commands wait for their answers already. Try it again later.");
    return;
  }
  std::vector<prism_str> values;
  for (const SecretString& value : strings) {
    values.push_back(borrowed(value));
  }
  SecretVector<SecretString> text(1, SecretString(rest));
  prism_invocation invocation{};
  invocation.struct_size = sizeof invocation;
  invocation.kind = conversation.kind;
  invocation.id = open(conversation, command);
  invocation.user = borrowed(conversation.user);
  invocation.buddy = borrowed(conversation.buddy);
  invocation.nickname = borrowed(conversation.nickname);
  invocation.name = borrowed(command.name);
  invocation.values = values.data();
  invocation.values_count = values.size();
  invocation.text = borrowed(text.front());
  const auto set = set_;
  if (!boundary_.callWithSecret("commands.run", [&] { set->run(set->data, &invocation); }) && take(invocation.id)) {
    reply(conversation, fmt::format("/{} has failed because of a fault in the gateway.", command.name));
  }
}

std::string Commands::help(const Conversation& conversation, std::string_view rest) const {
  const UsableCommands usable{*set_, conversation.kind, isAdmin(conversation.user)};
  if (rest.empty()) {
    return listCommands(usable);
  }
  const std::string_view name = rest.substr(rest.starts_with('/') ? 1 : 0);
  const CommandDefinition* command = set_->find(foldedName(name));
  return !command || (command->admin && !usable.admin) ? sayNoCommand(usable, name) : describeCommand(*command);
}

bool Commands::isAdmin(const std::string& user) const { return admins_.contains(foldedName(user)); }

Commands::Id Commands::open(const Conversation& conversation, const CommandDefinition& command) {
  const std::chrono::milliseconds timeout = command.timeout.count() == 0 ? kTimeout : command.timeout;
  const Id id = sessions_.requestIds().next();
  auto invocation = std::make_unique<Invocation>(Invocation{this, id, conversation, command.name, timeout});
  invocation->timer = timers_.add(timeout, {}, &Commands::onTimeOut, invocation.get());
  open_of_[conversation.user].insert(id);
  open_.emplace(id, std::move(invocation));
  return id;
}

// Removes an open invocation and returns it; nullptr if it has ended.
std::unique_ptr<Commands::Invocation> Commands::take(Id id) {
  const auto found = open_.find(id);
  if (found == open_.end()) {
    return nullptr;
  }
  std::unique_ptr<Invocation> invocation = std::move(found->second);
  open_.erase(found);
  timers_.remove(invocation->timer);
  const auto of_user = open_of_.find(invocation->conversation.user);
  of_user->second.erase(id);
  if (of_user->second.empty()) {
    open_of_.erase(of_user);
  }
  return invocation;
}

void Commands::onSessionEnded(const std::string& user) {
  const auto of_user = open_of_.find(user);
  if (of_user != open_of_.end()) {
    const std::set<Id> ids = of_user->second;
    for (const Id id : ids) {
      take(id);
    }
  }
}

void Commands::reply(const Conversation& conversation, const std::string& text) {
  Session* session = sessions_.find(conversation.user);
  if (!session) {
    return;
  }
  if (conversation.kind == PRISM_CONVERSATION_HOST) {
    prompts_.reply(conversation.user, text);
    return;
  }
  prism_message message{};
  message.struct_size = sizeof message;
  message.user = borrowed(conversation.user);
  message.buddy = borrowed(conversation.buddy);
  message.text = borrowed(text);
  // The user may have left the room since. Then the message comes from the room as from a contact.
  message.kind = PRISM_CONVERSATION_CONTACT;
  if (conversation.kind != PRISM_CONVERSATION_CONTACT && session->findRoom(conversation.buddy)) {
    message.kind = conversation.kind;
    message.nickname = borrowed(conversation.nickname);
  }
  guard_.message(&message);
}

void Commands::onTimeOut(void* data, TimerQueue::Id) {
  auto& invocation = *static_cast<Invocation*>(data);
  Commands& self = *invocation.commands;
  const std::unique_ptr<Invocation> ended = self.take(invocation.id);
  self.log_.warning(fmt::format("no answer to /{}: the plugin had {} ms for it", ended->name, ended->timeout.count()));
  self.reply(ended->conversation, fmt::format("There was no answer to /{} in time.", ended->name));
}

}  // namespace prism::host
