// SPDX-License-Identifier: MIT
// Definitions of commands, and answers to them, as a plugin hands them in.
#include "host/guard/command_set.h"
#include "tests/host/unit/guard_test.h"

#include <vector>

namespace prism::tests {
namespace {

class GuardCommandsTest : public GuardTest {
 protected:
  GuardCommandsTest() {
    argument_.struct_size = sizeof argument_;
    argument_.kind = PRISM_VALUE_TEXT;
    argument_.name = PRISM_STR("nick");
    command_.struct_size = sizeof command_;
    command_.name = PRISM_STR("kick");
    command_.title = PRISM_STR("throws somebody out");
    set_.struct_size = sizeof set_;
    set_.run = [](void*, const prism_invocation*) {};
  }

  // Reads the set with one command that has argument_ and `more`.
  prism_result read(const std::vector<const prism_argument*>& more = {}) {
    std::vector<const prism_argument*> arguments{&argument_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    command_.arguments = arguments.data();
    command_.arguments_count = arguments.size();
    const prism_command* commands[] = {&command_};
    set_.commands = commands;
    set_.commands_count = 1;
    read_ = {};
    return guard_.readCommands(&set_, &read_);
  }

  void expectFault(const std::string& fault, const std::vector<const prism_argument*>& more = {}) {
    expectRefused(read(more), PRISM_ERR_ARGUMENT, "commands.define: " + fault);
  }

  prism_argument argument_{};
  prism_command command_{};
  prism_command_set set_{};
  host::CommandSet read_;
};

TEST_F(GuardCommandsTest, CopiesADefinition) {
  const prism_str aliases[] = {PRISM_STR("boot"), PRISM_STR("k")};
  const prism_choice hard{sizeof hard, 0, PRISM_STR("hard"), PRISM_STR("With force")};
  const prism_choice soft{sizeof soft, 0, PRISM_STR("soft"), {}};
  const prism_choice* const choices[] = {&hard, &soft};
  prism_argument how = argument_;
  how.kind = PRISM_VALUE_CHOICE;
  how.flags = PRISM_ARGUMENT_FLAG_OPTIONAL;
  how.name = PRISM_STR("how");
  how.label = PRISM_STR("How");
  how.description = PRISM_STR("how it is done");
  how.initial = PRISM_STR("soft");
  how.choices = choices;
  how.choices_count = 2;
  prism_argument count = argument_;
  count.kind = PRISM_VALUE_INTEGER;
  count.flags = PRISM_ARGUMENT_FLAG_OPTIONAL;
  count.name = PRISM_STR("count");
  count.first_characters = PRISM_STR("+-");
  count.least = -5;
  count.most = 5;
  command_.flags = PRISM_COMMAND_FLAG_HIDDEN | PRISM_COMMAND_FLAG_ADMIN;
  command_.where = PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_ROOM);
  command_.timeout_ms = 3600000;
  command_.aliases = aliases;
  command_.aliases_count = 2;
  command_.description = PRISM_STR("one\ntwo");
  set_.flags = PRISM_COMMAND_SET_DOTS | PRISM_COMMAND_SET_PASS_UNKNOWN;
  set_.data = this;
  ASSERT_EQ(read({&count, &how}), PRISM_OK);
  EXPECT_EQ(log_.take(), Lines{});
  EXPECT_TRUE(read_.dots && read_.pass_unknown);
  EXPECT_EQ(read_.data, this);
  ASSERT_EQ(read_.commands.size(), 1U);
  const host::CommandDefinition& command = read_.commands.front();
  EXPECT_EQ(read_.find("boot"), &command);
  EXPECT_EQ(read_.find("kick"), &command);
  EXPECT_EQ(read_.find("Kick"), nullptr);
  EXPECT_TRUE(command.hidden && command.admin);
  EXPECT_EQ(command.where, PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_ROOM));
  EXPECT_EQ(command.timeout, std::chrono::hours(1));
  EXPECT_EQ(command.title, "throws somebody out");
  EXPECT_EQ(command.description, "one\ntwo");
  ASSERT_EQ(command.arguments.size(), 3U);
  EXPECT_EQ(command.arguments[0].label, "NICK");
  EXPECT_FALSE(command.arguments[0].optional);
  EXPECT_EQ(command.arguments[1].first_characters, "+-");
  EXPECT_EQ(command.arguments[1].range.least, -5);
  EXPECT_EQ(command.arguments[1].range.most, 5);
  EXPECT_EQ(command.arguments[2].label, "How");
  EXPECT_EQ(command.arguments[2].description, "how it is done");
  EXPECT_EQ(command.arguments[2].initial, "soft");
  ASSERT_EQ(command.arguments[2].choices.size(), 2U);
  EXPECT_EQ(command.arguments[2].choices[0].value, "hard");
  EXPECT_EQ(command.arguments[2].choices[0].shown(), "With force");
  EXPECT_EQ(command.arguments[2].choices[1].shown(), "soft");
}

TEST_F(GuardCommandsTest, CommandsWorkEverywhereIfNothingIsSaid) {
  ASSERT_EQ(read(), PRISM_OK);
  EXPECT_EQ(read_.commands.front().where, 30U);
}

TEST_F(GuardCommandsTest, TakesAnEmptySet) {
  set_.run = nullptr;
  EXPECT_EQ(guard_.readCommands(&set_, &read_), PRISM_OK);
  EXPECT_TRUE(read_.commands.empty());
}

TEST_F(GuardCommandsTest, RefusesASet) {
  expectRefused(guard_.readCommands(nullptr, &read_), PRISM_ERR_ARGUMENT, "commands.define: the argument is NULL");
  set_.run = nullptr;
  expectFault("run is NULL");
  set_.flags = 12;
  expectFault("flags have the unknown bits 0xc");
  set_.flags = 0;
  set_.commands = nullptr;
  set_.commands_count = 257;
  expectRefused(guard_.readCommands(&set_, &read_), PRISM_ERR_ARGUMENT,
                "commands.define: commands_count is 257, at most 256 are allowed");
  set_.commands_count = 1;
  expectRefused(guard_.readCommands(&set_, &read_), PRISM_ERR_ARGUMENT,
                "commands.define: commands is NULL, but has a count of 1");
  set_.run = [](void*, const prism_invocation*) {};
  const prism_command* none[] = {nullptr};
  set_.commands = none;
  expectRefused(guard_.readCommands(&set_, &read_), PRISM_ERR_ARGUMENT, "commands.define: the argument is NULL");
}

TEST_F(GuardCommandsTest, RefusesNamesOfCommands) {
  for (const char* name : {"Kick", "kick it", "k\xC3\xA4", "/kick", "a23456789012345678901234567890123"}) {
    command_.name = prism_str_from(name);
    expectFault("command 0: name '" + std::string(name) + "' is not 1 to 32 of a-z, 0-9, '-' and '_'");
  }
  command_.name = {};
  expectFault("command 0: name '' is not 1 to 32 of a-z, 0-9, '-' and '_'");
  for (const char* name : {"help", "me"}) {
    command_.name = prism_str_from(name);
    expectFault("command 0: name '" + std::string(name) + "' is the host's");
  }
  command_.name = PRISM_STR("kick");
  const prism_str aliases[] = {PRISM_STR("kick")};
  command_.aliases = aliases;
  command_.aliases_count = 1;
  expectFault("command kick: alias 'kick' is that of another command too");
  command_.aliases_count = 17;
  expectFault("aliases_count is 17, at most 16 are allowed");
}

TEST_F(GuardCommandsTest, RefusesCommands) {
  command_.title = {};
  expectFault("command kick: title is empty");
  command_.title = PRISM_STR("two\nlines");
  expectFault("command kick: title has a line break");
  command_.title = PRISM_STR("title");
  command_.where = 0x27;
  expectFault("command kick: where has the unknown bits 0x21");
  command_.where = 0;
  command_.timeout_ms = 3600001;
  expectFault("command kick: timeout_ms is 3600001, at most 3600000 are allowed");
  command_.timeout_ms = 0;
  command_.flags = 4;
  expectFault("flags have the unknown bits 0x4");
}

TEST_F(GuardCommandsTest, RefusesArguments) {
  const std::string subject = "command kick: argument 0: ";
  const prism_argument valid = argument_;
  const auto expectArgumentFault = [&](const auto& change, const std::string& fault) {
    argument_ = valid;
    change(argument_);
    expectFault(subject + fault);
  };
  const prism_choice lower{sizeof lower, 0, PRISM_STR("a"), {}};
  const prism_choice upper{sizeof upper, 0, PRISM_STR("A"), {}};
  const prism_choice empty{sizeof empty, 0, {}, PRISM_STR("label")};
  const prism_choice lines{sizeof lines, 0, PRISM_STR("x"), PRISM_STR("a\nb")};
  const prism_choice invalid{sizeof invalid, 0, PRISM_STR("a\xFF"), {}};
  const prism_choice* const choices[] = {&lower, &upper, &empty, &lines, &lower, &lower, nullptr, &invalid};
  const auto expectChoiceFault = [&](std::size_t first, std::uint64_t count, const std::string& fault) {
    argument_ = valid;
    argument_.kind = PRISM_VALUE_CHOICE;
    argument_.choices = choices + first;
    argument_.choices_count = count;
    expectFault(fault);
  };
  expectArgumentFault([](auto& a) { a.kind = 0; }, "kind 0 is none of an argument");
  expectArgumentFault([](auto& a) { a.kind = 12; }, "kind 12 is none of an argument");
  expectArgumentFault([](auto& a) { a.kind = PRISM_VALUE_NOTE; }, "kind PRISM_VALUE_NOTE is none of an argument");
  expectArgumentFault([](auto& a) { a.name = PRISM_STR("Nick"); },
                      "name 'Nick' is not 1 to 32 of a-z, 0-9, '-' and '_'");
  expectArgumentFault([](auto& a) { a.label = PRISM_STR("a\nb"); }, "label has a line break");
  expectArgumentFault([](auto& a) { a.description = PRISM_STR("a\rb"); }, "description has a line break");
  expectArgumentFault([](auto& a) { a.initial = PRISM_STR("x"); }, "initial is set, but it is required");
  expectArgumentFault(
      [](auto& a) {
        a.flags = PRISM_ARGUMENT_FLAG_OPTIONAL;
        a.kind = PRISM_VALUE_BOOLEAN;
        a.initial = PRISM_STR("yes");
      },
      "initial is 'yes', which is no value of the kind PRISM_VALUE_BOOLEAN");
  expectArgumentFault([](auto& a) { a.least = 1; }, "least and most are set, but it is no integer");
  expectArgumentFault(
      [](auto& a) {
        a.kind = PRISM_VALUE_INTEGER;
        a.least = 1;
      },
      "least is 1, which is above most, 0");
  expectArgumentFault([](auto& a) { a.kind = PRISM_VALUE_CHOICE; },
                      "choices_count is 0 with the kind PRISM_VALUE_CHOICE");
  expectArgumentFault(
      [&](auto& a) {
        a.choices = choices;
        a.choices_count = 1;
      },
      "choices_count is 1 with the kind PRISM_VALUE_TEXT");
  expectChoiceFault(0, 2, subject + "choice 'A' is there twice");
  expectChoiceFault(2, 1, subject + "the value of a choice is empty, or has a line break");
  expectChoiceFault(3, 1, subject + "the label of a choice has a line break");
  expectChoiceFault(4, 2, subject + "choice 'a' is there twice");
  expectChoiceFault(6, 1, "the argument is NULL");
  expectChoiceFault(7, 1, subject + "the value of a choice is no valid text, so no answer could repeat it");
  expectArgumentFault([](auto& a) { a.first_characters = PRISM_STR("#"); },
                      "first_characters is set, but it is required, or takes the rest of the message");
  expectArgumentFault(
      [](auto& a) {
        a.flags = PRISM_ARGUMENT_FLAG_OPTIONAL;
        a.first_characters = PRISM_STR("# ");
      },
      "first_characters has other characters than those of ASCII");
}

TEST_F(GuardCommandsTest, RefusesArgumentsInAnOrderThatCannotBeTyped) {
  prism_argument second = argument_;
  second.name = PRISM_STR("second");
  argument_.kind = PRISM_VALUE_LONG_TEXT;
  expectFault("command kick: argument nick takes the rest of the message, but others follow", {&second});
  argument_.kind = PRISM_VALUE_TEXT;
  argument_.flags = PRISM_ARGUMENT_FLAG_OPTIONAL;
  expectFault("command kick: argument second is required, but follows an optional one", {&second});
  second.name = argument_.name;
  second.flags = PRISM_ARGUMENT_FLAG_OPTIONAL;
  expectFault("command kick: argument 1: name 'nick' is that of another argument too", {&second});
}

TEST_F(GuardCommandsTest, RefusesMoreThanTheStringsOfASet) {
  host::Guard guard(sessions_, presences_, out_, faults_, {1000000, kMaxStanza});
  const std::string description(64 * 1024, 'x');
  command_.description = host::borrowed(description);
  const prism_command* commands[] = {&command_};
  set_.commands = commands;
  set_.commands_count = 1;
  expectRefused(guard.readCommands(&set_, &read_), PRISM_ERR_ARGUMENT,
                "commands.define: together, the strings have 65559 bytes; 65536 are allowed");
}

TEST_F(GuardCommandsTest, ReadsAnswers) {
  std::string text;
  prism_command_answer answer{sizeof answer, PRISM_COMMAND_DONE, 1, PRISM_STR("one\ntwo")};
  EXPECT_EQ(guard_.readAnswer(&answer, &text), PRISM_OK);
  EXPECT_EQ(text, "one\ntwo");
  for (const std::uint32_t outcome : {0U, 3U}) {
    answer.outcome = outcome;
    expectRefused(guard_.readAnswer(&answer, &text), PRISM_ERR_ARGUMENT,
                  "commands.answer: outcome " + std::to_string(outcome) + " does not exist");
  }
  answer.outcome = PRISM_COMMAND_DONE;
  answer.text = {nullptr, 5};
  expectRefused(guard_.readAnswer(&answer, &text), PRISM_ERR_ARGUMENT,
                "commands.answer: text is NULL, but has a size of 5");
  expectRefused(guard_.readAnswer(nullptr, &text), PRISM_ERR_ARGUMENT, "commands.answer: the argument is NULL");
}

}  // namespace
}  // namespace prism::tests
