// SPDX-License-Identifier: MIT
#include "host/commands/command_help.h"

#include "tests/host/unit/command_sets.h"

#include <gtest/gtest.h>

namespace prism::tests {
namespace {

class CommandHelpTest : public testing::Test {
 protected:
  static host::CommandSet makeSet() {
    host::CommandDefinition kick =
        command("kick",
                {beginningWith("#", argument("#ROOM", PRISM_VALUE_ROOM)), argument("NICK", PRISM_VALUE_PARTICIPANT),
                 argument("REASON", PRISM_VALUE_LONG_TEXT, true)},
                "throws somebody out");
    kick.where = PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_ROOM) | PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_PRIVATE);
    kick.aliases = {"boot", "out"};
    kick.description = "Only moderators can do that.\nThe person may come back.";
    kick.arguments[2].description = "what the others see";
    host::CommandDefinition hidden = command("hidden");
    hidden.hidden = true;
    host::CommandDefinition admin = command("reload", {}, "reads the configuration again");
    admin.admin = true;
    return setOf({kick, command("nick", {argument("NAME", PRISM_VALUE_TEXT)}, "changes your nickname"), hidden, admin});
  }

  host::UsableCommands in(std::uint32_t kind, bool admin = false) const { return {set_, kind, admin}; }

  host::CommandSet set_ = makeSet();
};

TEST_F(CommandHelpTest, ListsWhatWorksHere) {
  EXPECT_EQ(host::listCommands(in(PRISM_CONVERSATION_ROOM)),
            "What you can type (//text sends a text that begins with a slash):\n"
            "/me TEXT - says what you do\n"
            "/kick [#ROOM] NICK [REASON] - throws somebody out\n"
            "/nick NAME - changes your nickname\n"
            "/help [COMMAND] - shows this, or more about one command");
  EXPECT_EQ(host::listCommands(in(PRISM_CONVERSATION_HOST, true)),
            "What you can type (//text sends a text that begins with a slash):\n"
            "/nick NAME - changes your nickname\n"
            "/reload - reads the configuration again\n"
            "/help [COMMAND] - shows this, or more about one command");
}

TEST_F(CommandHelpTest, DescribesOneCommand) {
  EXPECT_EQ(host::describeCommand(*set_.find("boot")),
            "/kick [#ROOM] NICK [REASON] - throws somebody out\n"
            "Only moderators can do that.\n"
            "The person may come back.\n"
            "REASON: what the others see\n"
            "Also: /boot, /out");
}

TEST_F(CommandHelpTest, DescribesWhatArgumentsTake) {
  host::CommandArgument count = argument("COUNT", PRISM_VALUE_INTEGER, true, "20");
  count.description = "how many";
  count.range = {1, 100};
  host::CommandArgument order = argument("ORDER", PRISM_VALUE_CHOICE, true, "new");
  order.choices = {{"new", "newest"}, {"oldest"}};
  EXPECT_EQ(host::describeCommand(command("history", {argument("ALL", PRISM_VALUE_BOOLEAN, true, "0"), count, order,
                                                      argument("OFFSET", PRISM_VALUE_INTEGER, true),
                                                      argument("KEY", PRISM_VALUE_SECRET, true, "sesame")})),
            "/history [ALL] [COUNT] [ORDER] [OFFSET] [KEY] - does it\n"
            "ALL: yes or no; no if it is left out\n"
            "COUNT: how many; a whole number from 1 to 100; 20 if it is left out\n"
            "ORDER: one of newest, oldest; newest if it is left out\n"
            "OFFSET: a whole number\n"
            "KEY: a secret, which is not logged here, but your client may keep it; has a value if it is left out");
}

TEST_F(CommandHelpTest, SaysThatThereIsNoCommand) {
  const auto expectNone = [&](std::string_view typed, const std::string& text, bool admin = false) {
    EXPECT_EQ(host::sayNoCommand(in(PRISM_CONVERSATION_ROOM, admin), typed), text);
  };
  const std::string lists = " /help lists those there are; to send the text itself, write //";
  expectNone("frobnicate", "There is no command /frobnicate." + lists + "frobnicate");
  expectNone("NIKC", "There is no command /NIKC; did you mean /nick?" + lists + "NIKC");
  expectNone("bot", "There is no command /bot; did you mean /boot?" + lists + "bot");
  expectNone("hepl", "There is no command /hepl; did you mean /help?" + lists + "hepl");
  expectNone("hiden", "There is no command /hiden." + lists + "hiden");
  expectNone("relaod", "There is no command /relaod." + lists + "relaod");
  expectNone("relaod", "There is no command /relaod; did you mean /reload?" + lists + "relaod", true);
  expectNone("ki", "There is no command /ki." + lists + "ki");
  expectNone("usr/bin/env", "There is no command /usr/bin/env." + lists + "usr/bin/env");
  const std::string shown = std::string(59, 'x') + "...";
  expectNone(std::string(59, 'x') + "\xC3\xA4 and more", "There is no command /" + shown + "." + lists + shown);
}

TEST_F(CommandHelpTest, SaysThatOtherTextsAreMessages) {
  set_.pass_unknown = true;
  EXPECT_EQ(host::listCommands(in(PRISM_CONVERSATION_HOST)),
            "What you can type (any other text with a slash is a message; //help sends /help itself):\n"
            "/nick NAME - changes your nickname\n"
            "/help [COMMAND] - shows this, or more about one command");
  EXPECT_EQ(host::sayNoCommand(in(PRISM_CONVERSATION_ROOM), "start"),
            "There is no command /start. /help lists those there are.");
  EXPECT_EQ(host::sayNoCommand(in(PRISM_CONVERSATION_ROOM), "NIKC"),
            "There is no command /NIKC; did you mean /nick? /help lists those there are.");
}

TEST_F(CommandHelpTest, SaysWhereACommandWorks) {
  EXPECT_EQ(host::sayNotHere(*set_.find("kick")),
            "/kick does not work here, but in a room, or in a private chat with a participant of a room.");
  host::CommandDefinition everywhere_else = command("x");
  everywhere_else.where =
      PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_CONTACT) | PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_HOST);
  EXPECT_EQ(host::sayNotHere(everywhere_else),
            "/x does not work here, but in a chat with a contact, or in a chat with the gateway's own contact.");
}

}  // namespace
}  // namespace prism::tests
