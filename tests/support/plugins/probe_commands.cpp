// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_commands.h"

#include "tests/support/plugins/commands.h"

#include <stdexcept>
#include <vector>

namespace prism::tests {
namespace {

prism_argument argumentOf(std::uint32_t kind, prism_str name, std::uint32_t flags = 0) {
  prism_argument argument{};
  argument.struct_size = sizeof argument;
  argument.kind = kind;
  argument.flags = flags;
  argument.name = name;
  return argument;
}

prism_command commandOf(prism_str name, prism_str title) {
  prism_command command{};
  command.struct_size = sizeof command;
  command.name = name;
  command.title = title;
  return command;
}

prism_result defineThese(const prism_host* host, const prism_commands* service, const std::vector<prism_command>& all,
                         prism_command_fn run, void* data) {
  std::vector<const prism_command*> pointers;
  for (const prism_command& command : all) {
    pointers.push_back(&command);
  }
  prism_command_set set{};
  set.struct_size = sizeof set;
  set.commands = pointers.data();
  set.commands_count = pointers.size();
  set.run = run;
  set.data = data;
  return service->define(host, &set);
}

}  // namespace

ProbeCommands::ProbeCommands(const prism_host* host, Answer answer)
    : host_(host),
      service_(static_cast<const prism_commands*>(host->get_service(host, PRISM_COMMANDS))),
      answer_(std::move(answer)) {
  const prism_argument name = argumentOf(PRISM_VALUE_CONTACT, PRISM_STR("name"));
  prism_argument times = argumentOf(PRISM_VALUE_INTEGER, PRISM_STR("times"), PRISM_ARGUMENT_FLAG_OPTIONAL);
  times.initial = PRISM_STR("1");
  times.least = 1;
  times.most = 5;
  const prism_argument secret = argumentOf(PRISM_VALUE_SECRET, PRISM_STR("code"));
  const prism_argument* greeted[] = {&name, &times};
  const prism_argument* secrets[] = {&secret};
  std::vector<prism_command> all = {
      commandOf(PRISM_STR("greet"), PRISM_STR("greets somebody")),
      commandOf(PRISM_STR("unlock"), PRISM_STR("takes a code")),
      commandOf(PRISM_STR("where"), PRISM_STR("says where it was typed")),
      commandOf(PRISM_STR("late"), PRISM_STR("is answered later")),
      commandOf(PRISM_STR("never"), PRISM_STR("is not answered")),
      commandOf(PRISM_STR("quiet"), PRISM_STR("answers nothing")),
      commandOf(PRISM_STR("fail"), PRISM_STR("fails")),
      commandOf(PRISM_STR("throw"), PRISM_STR("throws an exception")),
  };
  all[0].arguments = greeted;
  all[0].arguments_count = 2;
  all[1].arguments = secrets;
  all[1].arguments_count = 1;
  all[4].timeout_ms = 1000;
  const auto run = [](void* self, const prism_invocation* invocation) {
    static_cast<ProbeCommands*>(self)->run(*invocation);
  };
  if (defineThese(host_, service_, all, run, this) != PRISM_OK) {
    throw std::runtime_error("the commands are refused");
  }
}

void ProbeCommands::redefine() {
  const auto run = [](void* self, const prism_invocation* invocation) {
    static_cast<ProbeCommands*>(self)->run(*invocation);
  };
  defineThese(host_, service_, {commandOf(PRISM_STR("late"), PRISM_STR("is answered later"))}, run, this);
}

prism_result ProbeCommands::answer(prism_request_id id, std::uint32_t outcome, const std::string& said) {
  const prism_command_answer answer{sizeof answer, outcome, id, borrowed(said)};
  return service_->answer(host_, &answer);
}

void ProbeCommands::run(const prism_invocation& invocation) {
  const std::string name = text(invocation.name);
  if (name == "greet") {
    std::string greeting;
    for (int i = std::stoi(text(invocation.values[1])); i > 0; --i) {
      greeting += (greeting.empty() ? "Hello, " : "\nHello, ") + text(invocation.values[0]);
    }
    answer(invocation.id, PRISM_COMMAND_DONE, greeting);
  } else if (name == "unlock") {
    if (text(invocation.values[0]) == "canary-throw") {
      throw std::runtime_error("the code is " + text(invocation.values[0]));
    }
    answer(invocation.id, PRISM_COMMAND_DONE, std::to_string(invocation.values[0].size) + " bytes");
  } else if (name == "where") {
    answer(invocation.id, PRISM_COMMAND_DONE,
           std::to_string(invocation.kind) + " [" + text(invocation.buddy) + "] [" + text(invocation.nickname) + "]");
  } else if (name == "late") {
    open_ = invocation.id;
  } else if (name == "quiet") {
    answer(invocation.id, PRISM_COMMAND_DONE, "");
  } else if (name == "fail") {
    answer(invocation.id, PRISM_COMMAND_FAILED, "");
  } else if (name == "throw") {
    throw std::runtime_error("thrown in a command");
  }
}

void ProbeCommands::answerOpen(const std::string& user, const std::string& said) {
  answer_(user, "result " + std::to_string(answer(open_, PRISM_COMMAND_DONE, said)));
}

void ProbeCommands::misuse(const std::string& user) {
  const prism_result answered = answer(12345, PRISM_COMMAND_DONE, "x");
  const prism_result defined = defineThese(
      host_, service_, {commandOf({}, PRISM_STR("has no name"))}, [](void*, const prism_invocation*) {}, nullptr);
  answer_(user, "results " + std::to_string(answered) + " " + std::to_string(defined));
}

}  // namespace prism::tests
