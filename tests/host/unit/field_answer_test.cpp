// SPDX-License-Identifier: MIT
#include "host/guard/field_answer.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

Field field(std::uint32_t kind, std::vector<ValueChoice> choices = {}) {
  Field field;
  field.kind = kind;
  field.choices = std::move(choices);
  return field;
}

// Returns the value that an answer is read as, or the refusal in brackets.
std::string read(const Field& field, std::string_view said) {
  SecretString value;
  const auto problem = readAnswer(field, said, &value);
  EXPECT_TRUE(!problem || value.empty()) << said;
  return problem ? "(" + *problem + ")" : std::string(value);
}

const Field kChoice = field(PRISM_VALUE_CHOICE, {{"a", "_Accept"}, {"Reject"}, {"o", "OK"}, {"t", "3"}});
const Field kChoices = field(PRISM_VALUE_CHOICES, {{"red"}, {"blue", "dark blue"}, {"green", "green, too"}});

TEST(FieldAnswerTest, WordsAreKnownInAnyCaseAndAmongBlanks) {
  EXPECT_EQ(readWord("help"), Word::kHelp);
  EXPECT_EQ(readWord(" Cancel\n"), Word::kCancel);
  EXPECT_EQ(readWord("OK"), Word::kOk);
  EXPECT_EQ(readWord("skip"), Word::kSkip);
  EXPECT_EQ(readWord("help me"), Word::kNone);
  EXPECT_EQ(readWord("=help"), Word::kNone);
  EXPECT_EQ(readWord(""), Word::kNone);
}

TEST(FieldAnswerTest, ALineOfTextIsTakenWithoutBlanksAround) {
  EXPECT_EQ(read(field(PRISM_VALUE_TEXT), " a b \n"), "a b");
  EXPECT_EQ(read(field(PRISM_VALUE_TEXT), "a\nb"), "(I need a single line.)");
  EXPECT_EQ(read(field(PRISM_VALUE_LONG_TEXT), "a\n\n b\n"), "a\n\n b");
}

TEST(FieldAnswerTest, ASecretKeepsItsBlanks) {
  EXPECT_EQ(read(field(PRISM_VALUE_SECRET), " a b "), " a b ");
  EXPECT_EQ(read(field(PRISM_VALUE_SECRET), "a\r\n"), "a");
  EXPECT_EQ(read(field(PRISM_VALUE_SECRET), "a\nb"), "(I need a single line.)");
}

TEST(FieldAnswerTest, AWordBehindAnEqualsSignIsAnOrdinaryOne) {
  for (const auto kind : {PRISM_VALUE_TEXT, PRISM_VALUE_LONG_TEXT, PRISM_VALUE_SECRET}) {
    EXPECT_EQ(read(field(kind), "=cancel"), "cancel");
    EXPECT_EQ(read(field(kind), "=Help"), "Help");
    EXPECT_EQ(read(field(kind), "==ok"), "=ok");
    EXPECT_EQ(read(field(kind), "=secret"), "=secret") << "no word";
    EXPECT_EQ(read(field(kind), "="), "=");
  }
  EXPECT_EQ(read(field(PRISM_VALUE_CHOICE, {{"y", "Yes"}, {"c", "Cancel"}}), "=cancel"), "c");
}

TEST(FieldAnswerTest, IntegersAreWhole) {
  EXPECT_EQ(read(field(PRISM_VALUE_INTEGER), " 42 "), "42");
  EXPECT_EQ(read(field(PRISM_VALUE_INTEGER), "-7"), "-7");
  EXPECT_EQ(read(field(PRISM_VALUE_INTEGER), "+007"), "7");
  for (const char* const wrong : {"4.2", "four", "1 2", "+-1", "9223372036854775808"}) {
    EXPECT_EQ(read(field(PRISM_VALUE_INTEGER), wrong), "(I need a whole number.)") << wrong;
  }
}

TEST(FieldAnswerTest, IntegersHaveARange) {
  Field port = field(PRISM_VALUE_INTEGER);
  port.range = {-1, 65535};
  EXPECT_EQ(read(port, "-1"), "-1");
  EXPECT_EQ(read(port, "65535"), "65535");
  EXPECT_EQ(read(port, "65536"), "(I need a whole number from -1 to 65535.)");
  EXPECT_FALSE(isValue(port, "-2"));
}

TEST(FieldAnswerTest, NamesAreBounded) {
  for (const auto kind : {PRISM_VALUE_CONTACT, PRISM_VALUE_ROOM, PRISM_VALUE_PARTICIPANT}) {
    EXPECT_EQ(read(field(kind), " bob "), "bob");
    EXPECT_EQ(read(field(kind), "a\nb"), "(I need a single line.)");
    EXPECT_EQ(read(field(kind), std::string(1024, 'x')), "(I need a shorter name.)");
    EXPECT_TRUE(isValue(field(kind), std::string(1023, 'x')));
    EXPECT_FALSE(isValue(field(kind), std::string(1024, 'x')));
  }
}

TEST(FieldAnswerTest, YesAndNoHaveNumbersToo) {
  for (const char* const yes : {"1", "yes", "Y"}) {
    EXPECT_EQ(read(field(PRISM_VALUE_BOOLEAN), yes), "1") << yes;
  }
  for (const char* const no : {"2", "No", "n"}) {
    EXPECT_EQ(read(field(PRISM_VALUE_BOOLEAN), no), "0") << no;
  }
  EXPECT_EQ(read(field(PRISM_VALUE_BOOLEAN), "0"), "(I need 1 for yes, or 2 for no.)");
}

TEST(FieldAnswerTest, AChoiceIsMeantByItsNumberOrItsName) {
  EXPECT_EQ(read(kChoice, "1"), "a");
  EXPECT_EQ(read(kChoice, "Reject"), "Reject");
  EXPECT_EQ(read(kChoice, "reject "), "Reject");
  EXPECT_EQ(read(kChoice, "3"), "o") << "the number comes first";
  for (const char* const wrong : {"0", "5", "Rej", "-1", "1.", "99999999999999999999999", "t"}) {
    EXPECT_EQ(read(kChoice, wrong), "(I need a number from 1 to 4.)") << wrong;
  }
  EXPECT_TRUE(isChoice(kChoice, "ok"));
  EXPECT_FALSE(isChoice(kChoice, "skip"));
}

TEST(FieldAnswerTest, SeveralChoicesAreNumbersInAnyOrder) {
  EXPECT_EQ(read(kChoices, "3, 1,3"), "red\ngreen");
  EXPECT_EQ(read(kChoices, "green, too"), "green");
  EXPECT_EQ(read(kChoices, "red 2"), "red\nblue");
  EXPECT_EQ(read(kChoices, "1 4"), "(I need numbers from 1 to 3, such as `1 3`.)");
  EXPECT_EQ(read(kChoices, ","), "") << "none of them";
}

TEST(FieldAnswerTest, AnAnswerHasAnEnd) {
  EXPECT_EQ(read(field(PRISM_VALUE_TEXT), std::string(kLongestAnswer, 'x')).size(), kLongestAnswer);
  EXPECT_EQ(read(field(PRISM_VALUE_TEXT), std::string(kLongestAnswer + 1, 'x')), "(That is too long.)");
}

TEST(FieldAnswerTest, SuggestionMustBeAValue) {
  EXPECT_TRUE(isValue(field(PRISM_VALUE_TEXT), "a"));
  EXPECT_FALSE(isValue(field(PRISM_VALUE_TEXT), "a\nb"));
  EXPECT_TRUE(isValue(field(PRISM_VALUE_LONG_TEXT), "a\nb"));
  EXPECT_TRUE(isValue(field(PRISM_VALUE_INTEGER), "-1"));
  EXPECT_FALSE(isValue(field(PRISM_VALUE_INTEGER), "one"));
  EXPECT_TRUE(isValue(field(PRISM_VALUE_BOOLEAN), "0"));
  EXPECT_FALSE(isValue(field(PRISM_VALUE_BOOLEAN), "no"));
  EXPECT_TRUE(isValue(kChoice, "Reject"));
  EXPECT_FALSE(isValue(kChoice, "reject"));
  EXPECT_TRUE(isValue(kChoices, "red\ngreen"));
  for (const char* const wrong :
       {"red\npink", "green\nred", "red\nred", "red\n", "\nred", "red\n\ngreen", "green, too"}) {
    EXPECT_FALSE(isValue(kChoices, wrong)) << wrong;
  }
}

TEST(FieldAnswerTest, AValueIsSaidAsTheUserWouldSayIt) {
  EXPECT_EQ(formatValue(field(PRISM_VALUE_TEXT), "a"), "a");
  EXPECT_EQ(formatValue(field(PRISM_VALUE_BOOLEAN), "1"), "yes");
  EXPECT_EQ(formatValue(field(PRISM_VALUE_BOOLEAN), "0"), "no");
  EXPECT_EQ(formatValue(kChoice, "a"), "1");
  EXPECT_EQ(formatValue(kChoices, "red\ngreen"), "1 3");
}

}  // namespace
}  // namespace prism::host
