// SPDX-License-Identifier: MIT
// The Guard's checks of prompts and notices (prism/prompt.h). The integration tests have those of structs and arrays.
#include "host/guard/question.h"
#include "tests/host/unit/guard_test.h"
#include <prism/prompt.h>

namespace prism::tests {
namespace {

class GuardPromptsTest : public GuardTest {
 protected:
  static prism_field field(std::uint32_t kind, prism_str label, prism_str initial = {}) {
    prism_field field{};
    field.struct_size = sizeof field;
    field.kind = kind;
    field.label = label;
    field.initial = initial;
    return field;
  }

  prism_result ask(const std::vector<prism_field>& fields) {
    std::vector<const prism_field*> pointers;
    for (const prism_field& each : fields) {
      pointers.push_back(&each);
    }
    prism_prompt prompt{};
    prompt.struct_size = sizeof prompt;
    prompt.user = kAlice;
    prompt.fields = pointers.data();
    prompt.fields_count = pointers.size();
    host::Question question;
    return guard_.readPrompt(&prompt, &question);
  }

  prism_result tell(prism_str text, const std::vector<const prism_attachment*>& attachments = {}) {
    const prism_notice notice{sizeof notice, 0, kAlice, text, attachments.data(), attachments.size()};
    host::Question read;
    return guard_.readNotice(&notice, &read);
  }

  void expectTaken(prism_result result) {
    EXPECT_EQ(result, PRISM_OK);
    EXPECT_EQ(log_.take(), Lines{});
  }

  void expectInitialFault(const prism_field& wrong, const std::string& fault) {
    expectRefused(ask({field(PRISM_VALUE_NOTE, PRISM_STR("Hello")), wrong}), PRISM_ERR_ARGUMENT,
                  "prompts.ask: fields[1]: initial is " + fault);
  }
};

TEST_F(GuardPromptsTest, EachOfSeveralFieldsHasALabel) {
  const prism_field named = field(PRISM_VALUE_TEXT, PRISM_STR("Name?"));
  const prism_field unnamed = field(PRISM_VALUE_TEXT, {});
  const prism_field empty_note = field(PRISM_VALUE_NOTE, {});
  expectTaken(ask({unnamed}));
  expectTaken(ask({empty_note, unnamed}));
  expectTaken(ask({named, empty_note, named}));
  expectRefused(ask({unnamed, unnamed}), PRISM_ERR_ARGUMENT,
                "prompts.ask: fields[0]: label is empty, but the user is asked for 2 fields");
  expectRefused(ask({named, empty_note, unnamed, named}), PRISM_ERR_ARGUMENT,
                "prompts.ask: fields[2]: label is empty, but the user is asked for 3 fields");
}

TEST_F(GuardPromptsTest, ANoticeSaysOrShowsSomething) {
  prism_attachment picture{};
  picture.struct_size = sizeof picture;
  picture.url = PRISM_STR("https://example.org/qr.png");
  expectTaken(tell(PRISM_STR("hello")));
  expectTaken(tell({}, {&picture}));
  expectTaken(tell(PRISM_STR("hello"), {&picture}));
  expectRefused(tell({}), PRISM_ERR_ARGUMENT, "prompts.tell: text is empty, and there is no attachment");
}

TEST_F(GuardPromptsTest, AWrongInitialValueIsNamedWithItsFieldAndKind) {
  const prism_str label = PRISM_STR("What?");
  expectInitialFault(field(PRISM_VALUE_BOOLEAN, label, PRISM_STR("yes")),
                     "invalid: PRISM_VALUE_BOOLEAN needs '1' or '0'");
  prism_field number = field(PRISM_VALUE_INTEGER, label, PRISM_STR("9"));
  number.least = 1;
  number.most = 5;
  expectInitialFault(number, "invalid: PRISM_VALUE_INTEGER needs a whole number from 1 to 5 in decimal");
  expectInitialFault(field(PRISM_VALUE_TEXT, label, PRISM_STR("canary\n")),
                     "invalid: PRISM_VALUE_TEXT needs one line of text");
  expectInitialFault(field(PRISM_VALUE_SECRET, label, PRISM_STR("canary\n")),
                     "invalid: PRISM_VALUE_SECRET needs one line of text");
  expectInitialFault(field(PRISM_VALUE_ROOM, label, PRISM_STR("two\nlines")),
                     "invalid: PRISM_VALUE_ROOM needs one line of at most 1023 bytes");
  const prism_choice red{sizeof red, 0, PRISM_STR("red"), {}};
  const prism_choice* const colours[] = {&red};
  for (const std::uint32_t kind : {PRISM_VALUE_CHOICE, PRISM_VALUE_CHOICES}) {
    prism_field colour = field(kind, label, PRISM_STR("blue"));
    colour.choices = colours;
    colour.choices_count = 1;
    expectInitialFault(colour,
                       kind == PRISM_VALUE_CHOICE
                           ? "invalid: PRISM_VALUE_CHOICE needs the value of a choice"
                           : "invalid: PRISM_VALUE_CHOICES needs values of choices, in their order, one a line");
  }
}

}  // namespace
}  // namespace prism::tests
