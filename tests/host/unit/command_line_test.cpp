// SPDX-License-Identifier: MIT
#include "host/commands/command_line.h"

#include "tests/host/unit/command_sets.h"

#include <gtest/gtest.h>

namespace prism::tests {
namespace {

using Kind = host::TypedText::Kind;
using Lines = std::vector<std::string>;

// --- what a text is

struct Reading {
  const char* text;
  Kind kind;
  const char* name = "";
  const char* rest = "";
};

void expectReadings(const host::CommandSet& set, const std::vector<Reading>& readings) {
  for (const Reading& expected : readings) {
    const host::TypedText typed = host::readTyped(expected.text, set);
    EXPECT_EQ(typed.kind, expected.kind) << expected.text;
    EXPECT_EQ(typed.name, expected.name) << expected.text;
    EXPECT_EQ(typed.rest, expected.rest) << expected.text;
  }
}

TEST(CommandLineTest, ReadsTexts) {
  expectReadings(setOf({command("nick")}), {
                                               {"", Kind::kMessage},
                                               {"hello", Kind::kMessage},
                                               {" /nick bob", Kind::kMessage},
                                               {"/", Kind::kMessage},
                                               {"/ nick", Kind::kMessage},
                                               {"/\nnick", Kind::kMessage},
                                               {"/me waves", Kind::kMessage},
                                               {"/Me waves", Kind::kMessage},
                                               {"/me\nwaves", Kind::kMessage},
                                               {"/me", Kind::kCommand, "me"},
                                               {"/me  ", Kind::kCommand, "me"},
                                               {"/mean", Kind::kCommand, "mean"},
                                               {"//", Kind::kEscaped},
                                               {"//nick bob", Kind::kEscaped},
                                               {"///", Kind::kEscaped},
                                               {"/nick", Kind::kCommand, "nick"},
                                               {"/Nick \t bob  ", Kind::kCommand, "Nick", "bob"},
                                               {"/nick\nbob\nbill", Kind::kCommand, "nick", "bob\nbill"},
                                               {"/usr/bin/env x", Kind::kCommand, "usr/bin/env", "x"},
                                               {"/\xC3\xA4", Kind::kCommand, "\xC3\xA4"},
                                               {".nick bob", Kind::kMessage},
                                               {".me waves", Kind::kMessage},
                                           });
}

TEST(CommandLineTest, ReadsDotsIfThePluginWantsIt) {
  host::CommandSet set = setOf({command("nick")});
  set.dots = true;
  expectReadings(set, {
                          {".", Kind::kMessage},
                          {"...", Kind::kMessage},
                          {".5 is a half", Kind::kMessage},
                          {"..nick bob", Kind::kMessage},
                          {"./nick bob", Kind::kMessage},
                          {".nick bob", Kind::kCommand, "nick", "bob"},
                          {".NICK", Kind::kCommand, "NICK"},
                          {".help", Kind::kCommand, "help"},
                          {".me", Kind::kCommand, "me"},
                          {".me waves", Kind::kAction},
                          {"/.nick", Kind::kCommand, ".nick"},
                      });
}

TEST(CommandLineTest, UnknownNamesAreMessagesIfThePluginWantsIt) {
  host::CommandSet set = setOf({command("nick")});
  set.pass_unknown = true;
  expectReadings(set, {
                          {"/start", Kind::kMessage},
                          {"/usr/bin/env x", Kind::kMessage},
                          {"/nickname bob", Kind::kMessage},
                          {"/", Kind::kMessage},
                          {"//", Kind::kMessage},
                          {"///", Kind::kMessage},
                          {"//start", Kind::kMessage},
                          {"// nick", Kind::kMessage},
                          {"/me waves", Kind::kMessage},
                          {"/me", Kind::kCommand, "me"},
                          {"/help", Kind::kCommand, "help"},
                          {"/Help x", Kind::kCommand, "Help", "x"},
                          {"/Nick\nbob", Kind::kCommand, "Nick", "bob"},
                          {"//NICK bob", Kind::kEscaped},
                          {"//help", Kind::kEscaped},
                          {"//me waves", Kind::kEscaped},
                          {".nick bob", Kind::kMessage},
                      });
  set.dots = true;
  expectReadings(set, {
                          {".nick bob", Kind::kCommand, "nick", "bob"},
                          {".me waves", Kind::kAction},
                          {".start", Kind::kMessage},
                      });
}

// --- arguments

Lines valuesOf(const host::CommandDefinition& command, std::string_view rest) {
  SecretVector<SecretString> values;
  if (const auto problem = host::readArguments(command, rest, &values)) {
    return {"! " + *problem};
  }
  return {values.begin(), values.end()};
}

struct Arguments {
  const char* rest;
  Lines values;  // or "! " and the problem
};

void expectValues(const host::CommandDefinition& command, const std::vector<Arguments>& table) {
  for (const Arguments& expected : table) {
    EXPECT_EQ(valuesOf(command, expected.rest), expected.values) << expected.rest;
  }
}

TEST(CommandLineTest, TakesNoArguments) {
  expectValues(command("flush"), {{"", {}}, {"now", {"! /flush takes no arguments."}}});
}

TEST(CommandLineTest, TakesWordsAndQuotes) {
  expectValues(command("kick", {argument("NICK", PRISM_VALUE_PARTICIPANT), argument("HOW", PRISM_VALUE_TEXT)}),
               {
                   {"bob hard", {"bob", "hard"}},
                   {"bob \t\n hard", {"bob", "hard"}},
                   {"\"bob the builder\" \"very hard\"", {"bob the builder", "very hard"}},
                   {R"("say \"hi\"" "a\\b")", {"say \"hi\"", "a\\b"}},
                   {R"("a\n" b)", {"a\\n", "b"}},
                   {R"(bob" "is)", {"bob\"", "\"is"}},
                   {R"("bob is)", {"\"bob", "is"}},
                   {R"("a"b "c d")", {"! HOW is missing."}},
                   {R"(it's "5\" high)", {"! /kick takes 2 arguments at most; one with spaces goes in double quotes."}},
                   {"", {"! NICK is missing."}},
                   {"bob", {"! HOW is missing."}},
                   {"\"\" hard", {"! NICK is missing."}},
                   {"bob hard x", {"! /kick takes 2 arguments at most; one with spaces goes in double quotes."}},
               });
}

TEST(CommandLineTest, LastTextTakesTheRestAsItIs) {
  const auto msg = command("msg", {argument("NICK", PRISM_VALUE_CONTACT), argument("TEXT", PRISM_VALUE_LONG_TEXT)});
  expectValues(msg, {
                        {"bob hello", {"bob", "hello"}},
                        {"bob  say  \"hi\" \\\\ \n and more", {"bob", "say  \"hi\" \\\\ \n and more"}},
                        {"\"bob b\" \"quoted\"", {"bob b", "\"quoted\""}},
                        {"bob", {"! TEXT is missing."}},
                    });
}

TEST(CommandLineTest, SecretTakesTheRestOfItsLine) {
  expectValues(command("identify", {argument("PASSWORD", PRISM_VALUE_SECRET)}),
               {
                   {"correct horse \"battery\"", {"correct horse \"battery\""}},
                   {"two\nlines", {"! PASSWORD must be a single line."}},
                   {"", {"! PASSWORD is missing."}},
               });
  expectValues(command("login", {argument("PASSWORD", PRISM_VALUE_SECRET), argument("NAME", PRISM_VALUE_TEXT)}),
               {{"\"correct horse\" bob", {"correct horse", "bob"}}});
}

TEST(CommandLineTest, LeavesOutOptionalArguments) {
  expectValues(
      command("list", {argument("PATTERN", PRISM_VALUE_TEXT, true, "*"), argument("COUNT", PRISM_VALUE_INTEGER, true)}),
      {
          {"", {"*", ""}},
          {"a", {"a", ""}},
          {"a 5", {"a", "5"}},
          {"\"\" 5", {"*", "5"}},
      });
}

TEST(CommandLineTest, RecognisesAnArgumentByItsFirstCharacter) {
  const auto room = beginningWith("#&", argument("#ROOM", PRISM_VALUE_ROOM));
  expectValues(command("kick", {room, argument("NICK", PRISM_VALUE_PARTICIPANT),
                                argument("REASON", PRISM_VALUE_LONG_TEXT, true)}),
               {
                   {"bob", {"", "bob", ""}},
                   {"#lobby bob", {"#lobby", "bob", ""}},
                   {"&lobby bob out with you", {"&lobby", "bob", "out with you"}},
                   {"bob #1 reason", {"", "bob", "#1 reason"}},
                   {"\"#my lobby\" bob", {"#my lobby", "bob", ""}},
                   {"#lobby", {"! NICK is missing."}},
                   {"", {"! NICK is missing."}},
               });
  expectValues(command("names", {room}),
               {{"", {""}},
                {"#a", {"#a"}},
                {"a", {"! /names takes one argument at most; one with spaces goes in double quotes."}}});
}

TEST(CommandLineTest, ChecksNumbers) {
  host::CommandArgument count = argument("COUNT", PRISM_VALUE_INTEGER);
  expectValues(command("wait", {count}), {
                                             {"5", {"5"}},
                                             {"+5", {"5"}},
                                             {"-007", {"-7"}},
                                             {"-9223372036854775808", {"-9223372036854775808"}},
                                             {"9223372036854775808", {"! COUNT must be a whole number."}},
                                             {"5.5", {"! COUNT must be a whole number."}},
                                             {"+-5", {"! COUNT must be a whole number."}},
                                             {"0x5", {"! COUNT must be a whole number."}},
                                         });
  count.range = {1, 10};
  expectValues(command("wait", {count}), {
                                             {"1", {"1"}},
                                             {"10", {"10"}},
                                             {"0", {"! COUNT must be a whole number from 1 to 10."}},
                                             {"11", {"! COUNT must be a whole number from 1 to 10."}},
                                         });
}

TEST(CommandLineTest, ChecksBooleans) {
  expectValues(command("away", {argument("ON", PRISM_VALUE_BOOLEAN)}), {
                                                                           {"yes", {"1"}},
                                                                           {"ON", {"1"}},
                                                                           {"true", {"1"}},
                                                                           {"1", {"1"}},
                                                                           {"No", {"0"}},
                                                                           {"off", {"0"}},
                                                                           {"0", {"0"}},
                                                                           {"2", {"! ON must be yes or no."}},
                                                                       });
}

TEST(CommandLineTest, ChecksChoices) {
  host::CommandArgument role = argument("ROLE", PRISM_VALUE_CHOICE);
  role.choices = {{"Owner"}, {"guest", "Guest star"}, {"none"}};
  expectValues(command("role", {role}), {
                                            {"owner", {"Owner"}},
                                            {"\"guest STAR\"", {"guest"}},
                                            {"GUEST", {"guest"}},
                                            {"NONE", {"none"}},
                                            {"boss", {"! ROLE must be Owner, Guest star or none."}},
                                        });
}

TEST(CommandLineTest, ChecksNames) {
  const auto invite = command("invite", {argument("NAME", PRISM_VALUE_CONTACT)});
  EXPECT_EQ(valuesOf(invite, std::string(1023, 'x')), Lines{std::string(1023, 'x')});
  EXPECT_EQ(valuesOf(invite, std::string(1024, 'x')), Lines{"! NAME must be a shorter name."});
  EXPECT_EQ(valuesOf(invite, "\"bob\nbill\""), Lines{"! NAME must be a single line."});
}

}  // namespace
}  // namespace prism::tests
