// SPDX-License-Identifier: MIT
#include "host/prompt/dialogue.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using Lines = std::vector<std::string>;

Field field(std::uint32_t kind, std::string label, bool required = true) {
  Field field;
  field.kind = kind;
  field.required = required;
  field.label = std::move(label);
  return field;
}

Field choice(std::string label, std::vector<ValueChoice> choices) {
  Field one = field(PRISM_VALUE_CHOICE, std::move(label));
  one.choices = std::move(choices);
  return one;
}

Dialogue dialogue(std::initializer_list<Field> fields, std::string title = "", std::string text = "") {
  Question question;
  question.title = std::move(title);
  question.text = std::move(text);
  question.fields.assign(fields);
  return Dialogue(std::move(question), "Lobby");
}

Lines valuesOf(const Dialogue& dialogue) { return {dialogue.values().begin(), dialogue.values().end()}; }

// Expects that an answer ends the dialogue with these values.
void expectAnswered(Dialogue dialogue, std::string_view said, const Lines& values) {
  EXPECT_EQ(dialogue.answer(said), "Thank you.") << said;
  EXPECT_EQ(dialogue.state(), Dialogue::State::kAnswered);
  EXPECT_EQ(valuesOf(dialogue), values) << said;
}

// Expects that an answer is refused with an explanation, and the dialogue stays open.
void expectRefused(Dialogue dialogue, std::string_view said, const std::string& why) {
  EXPECT_EQ(dialogue.answer(said), why) << said;
  EXPECT_EQ(dialogue.state(), Dialogue::State::kOpen);
}

TEST(DialogueTest, AsksForALineOfText) {
  const Dialogue one = dialogue({field(PRISM_VALUE_TEXT, "Nickname?")}, "Registration", "Choose well.");
  EXPECT_EQ(one.currentText(),
            "Registration\nChoose well.\nNickname?\nAnswer with a line of text.\n"
            "`help` and `cancel` can be said at any time.");
  expectAnswered(one, "bob", {"bob"});
}

TEST(DialogueTest, AsksForASecretAndNeverRepeatsIt) {
  Field secret = field(PRISM_VALUE_SECRET, "Code?");
  secret.initial = "canary";
  Dialogue one = dialogue({secret});
  EXPECT_EQ(one.currentText(),
            "Code?\nAnswer with a line. It is not logged here, but your client may keep it.\n`ok` leaves it as it is.\n"
            "`help` and `cancel` can be said at any time.");
  EXPECT_EQ(one.answer("canary\ncanary").find("canary"), std::string::npos);
  EXPECT_EQ(one.answer("help").find("canary"), std::string::npos);
  expectAnswered(one, "ok", {"canary"});
  expectAnswered(one, "12 34", {"12 34"});
}

TEST(DialogueTest, NumbersChoices) {
  Field trust = choice("Trust it?", {{"yes", "Accept"}, {"no", "Reject"}});
  trust.initial = "no";
  const Dialogue one = dialogue({trust});
  EXPECT_EQ(one.currentText(),
            "Trust it?\n1. Accept\n2. Reject\nAnswer with a number.\n`ok` stands for: 2\n"
            "`help` and `cancel` can be said at any time.");
  expectAnswered(one, "1", {"yes"});
  expectAnswered(one, "accept", {"yes"});
  expectAnswered(one, "ok", {"no"});
  expectRefused(one, "3", "I need a number from 1 to 2. `help` tells more.");
  expectRefused(one, "skip", "This cannot be skipped. `help` tells more.");
}

TEST(DialogueTest, AChoiceMayBeCalledOk) {
  Field action = choice("Sure?", {{"OK"}, {"c", "Cancel"}});
  action.initial = "c";
  const Dialogue one = dialogue({action});
  EXPECT_EQ(one.currentText(),
            "Sure?\n1. OK\n2. Cancel\nAnswer with a number.\n`help` and `cancel` can be said at any time.");
  expectAnswered(one, "ok", {"OK"});
  expectAnswered(one, "=cancel", {"c"});
}

TEST(DialogueTest, SeveralChoicesMayBeSuggestedOrNone) {
  Field colours = field(PRISM_VALUE_CHOICES, "Colours?", false);
  colours.choices = {{"red"}, {"green"}, {"blue"}};
  colours.initial = "red\nblue";
  const Dialogue one = dialogue({colours});
  EXPECT_EQ(one.currentText(),
            "Colours?\n1. red\n2. green\n3. blue\nAnswer with one or more numbers, separated by spaces.\n"
            "`ok` stands for: 1 3\n`skip` leaves it empty.\n`help` and `cancel` can be said at any time.");
  expectAnswered(one, "2 3", {"green\nblue"});
  expectAnswered(one, "ok", {"red\nblue"});
  expectAnswered(one, "skip", {""});
}

TEST(DialogueTest, AsksForYesOrNo) {
  const Dialogue one = dialogue({field(PRISM_VALUE_BOOLEAN, "May bob see you?")});
  EXPECT_EQ(one.currentText(),
            "May bob see you?\n1. yes\n2. no\nAnswer with a number.\n`help` and `cancel` can be said at any time.");
  expectAnswered(one, "yes", {"1"});
  expectAnswered(one, "2", {"0"});
}

TEST(DialogueTest, AsksForANumberAndForLongText) {
  EXPECT_EQ(dialogue({field(PRISM_VALUE_INTEGER, "Port?")}).currentText(),
            "Port?\nAnswer with a whole number.\n`help` and `cancel` can be said at any time.");
  Field port = field(PRISM_VALUE_INTEGER, "Port?");
  port.range = {1, 9};
  EXPECT_EQ(dialogue({port}).currentText(),
            "Port?\nAnswer with a whole number from 1 to 9.\n`help` and `cancel` can be said at any time.");
  EXPECT_EQ(dialogue({field(PRISM_VALUE_LONG_TEXT, "Why?")}).currentText(),
            "Why?\nAnswer with text; it may have several lines.\n`help` and `cancel` can be said at any time.");
}

TEST(DialogueTest, AsksForNames) {
  const std::string words = "\n`help` and `cancel` can be said at any time.";
  EXPECT_EQ(dialogue({field(PRISM_VALUE_CONTACT, "Whom?")}).currentText(),
            "Whom?\nAnswer with the name of a contact." + words);
  EXPECT_EQ(dialogue({field(PRISM_VALUE_ROOM, "Where?")}).currentText(),
            "Where?\nAnswer with the name of a room." + words);
  EXPECT_EQ(dialogue({field(PRISM_VALUE_PARTICIPANT, "Whom?")}).currentText(),
            "Whom?\nAnswer with a nickname in a room." + words);
}

TEST(DialogueTest, AsksForTheFieldsOfAFormOneAfterTheOther) {
  Field port = field(PRISM_VALUE_INTEGER, "Port", false);
  port.initial = "5222";
  Dialogue form = dialogue({field(PRISM_VALUE_NOTE, "First things first."), field(PRISM_VALUE_TEXT, "Server"),
                            field(PRISM_VALUE_NOTE, "Most need no port."), port, field(PRISM_VALUE_BOOLEAN, "TLS"),
                            field(PRISM_VALUE_NOTE, "That is all.")},
                           "Account");
  EXPECT_EQ(form.currentText(),
            "Account\nFirst things first.\n(1/3) Server\nAnswer with a line of text.\n"
            "`help` and `cancel` can be said at any time.");
  EXPECT_EQ(
      form.answer("example.org"),
      "Most need no port.\n(2/3) Port\nAnswer with a whole number.\n`ok` stands for: 5222\n`skip` leaves it empty.");
  EXPECT_EQ(form.answer("many"), "I need a whole number. `help` tells more.");
  EXPECT_EQ(form.answer("ok"), "That is all.\n(3/3) TLS\n1. yes\n2. no\nAnswer with a number.");
  EXPECT_EQ(form.answer("1"), "Thank you.");
  EXPECT_EQ(valuesOf(form), (Lines{"", "example.org", "", "5222", "1", ""}));
}

TEST(DialogueTest, HelpSaysItAllAgain) {
  Dialogue form =
      dialogue({field(PRISM_VALUE_TEXT, "Server"), field(PRISM_VALUE_SECRET, "Token")}, "Account", "Of yours.");
  form.answer("example.org");
  EXPECT_EQ(form.answer("Help"),
            "This is a question of Lobby to you. What you answer here goes to nobody else.\n"
            "\nAccount\nOf yours.\n(2/2) Token\n"
            "Answer with a line. It is not logged here, but your client may keep it.\n"
            "`cancel` ends the question without an answer.\n"
            "To answer with one of the words help, cancel, ok and skip itself, put a = before it: =help");
  EXPECT_EQ(form.answer("=help"), "Thank you.");
  EXPECT_EQ(valuesOf(form), (Lines{"example.org", "help"}));
}

TEST(DialogueTest, CanBeCancelledAtAnyTime) {
  Dialogue form = dialogue({field(PRISM_VALUE_TEXT, "a"), field(PRISM_VALUE_TEXT, "b")});
  form.answer("one");
  EXPECT_EQ(form.answer("cancel"), "Cancelled.");
  EXPECT_EQ(form.state(), Dialogue::State::kCancelled);
}

TEST(DialogueTest, NothingButNotesWantsAnOk) {
  Dialogue notes = dialogue({field(PRISM_VALUE_NOTE, "The server says hello.")}, "News");
  EXPECT_EQ(notes.currentText(), "News\nThe server says hello.\nAnswer with `ok`, or `cancel`.");
  EXPECT_EQ(notes.answer("what?"), "I need `ok`, or `cancel`.");
  expectAnswered(notes, "ok", {""});
}

TEST(DialogueTest, WithoutASuggestionThereIsNothingToAgreeTo) {
  expectRefused(dialogue({field(PRISM_VALUE_TEXT, "a")}), "ok",
                "There is nothing that `ok` could stand for. `help` tells more.");
}

TEST(DialogueTest, BlankAnswerIsIgnored) {
  Dialogue one = dialogue({field(PRISM_VALUE_TEXT, "a")});
  EXPECT_EQ(one.answer(" \n"), "");
  EXPECT_EQ(one.state(), Dialogue::State::kOpen);
}

TEST(DialogueTest, IsCalledByItsTitle) {
  EXPECT_EQ(dialogue({field(PRISM_VALUE_TEXT, "a")}, "Code").name(), "\"Code\"");
  EXPECT_EQ(dialogue({field(PRISM_VALUE_TEXT, "a")}).name(), "the last question");
}

}  // namespace
}  // namespace prism::host
