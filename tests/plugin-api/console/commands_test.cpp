// SPDX-License-Identifier: MIT
#include "console/commands.h"

#include <gtest/gtest.h>

namespace prism::console {

void PrintTo(const Command& command, std::ostream* out) {
  *out << "command " << static_cast<int>(command.kind) << " contact=\"" << command.contact << "\" text=\""
       << command.text << '"';
}

namespace {

using Kind = Command::Kind;
using Words = std::vector<std::string>;

Command say(const std::string& text) { return {Kind::kSay, "", text}; }
Command lines(const std::string& text) { return {Kind::kLines, "", text}; }
Command invalid(const std::string& text) { return {Kind::kInvalid, "", text}; }

TEST(ParseCommand, TextIsSaidAsItStands) {
  EXPECT_EQ(parseCommand("hi"), say("hi"));
  EXPECT_EQ(parseCommand("  indented, and  so on "), say("  indented, and  so on "));
  EXPECT_EQ(parseCommand(" /help"), say(" /help"));
}

TEST(ParseCommand, TwoSlashesSayOne) {
  EXPECT_EQ(parseCommand("//help"), say("/help"));
  EXPECT_EQ(parseCommand("//"), say("/"));
  EXPECT_EQ(parseCommand("///"), say("//"));
}

TEST(ParseCommand, ABlankLineIsNothing) {
  for (const char* line : {"", " ", " \t ", "\r"}) {
    EXPECT_EQ(parseCommand(line), Command{Kind::kNothing}) << '"' << line << '"';
  }
}

TEST(ParseCommand, Commands) {
  EXPECT_EQ(parseCommand("/to echo"), (Command{Kind::kChoose, "echo"}));
  EXPECT_EQ(parseCommand("/to Ann of Cleves"), (Command{Kind::kChoose, "Ann of Cleves"}));
  EXPECT_EQ(parseCommand("/msg echo hi  there"), (Command{Kind::kSay, "echo", "hi  there"}));
  EXPECT_EQ(parseCommand("/receipt hi there"), (Command{Kind::kReceipt, "", "hi there"}));
  EXPECT_EQ(parseCommand("/join #tea room"), (Command{Kind::kJoin, "#tea room"}));
  EXPECT_EQ(parseCommand("/leave #tea"), (Command{Kind::kLeave, "#tea"}));
  EXPECT_EQ(parseCommand("/contacts"), Command{Kind::kContacts});
  EXPECT_EQ(parseCommand("/vcard lobby/ann"), (Command{Kind::kVCard, "lobby/ann"}));
  EXPECT_EQ(parseCommand("/set tell-read 0"), (Command{Kind::kSet, "tell-read", "0"}));
  EXPECT_EQ(parseCommand("/answer 2 users"), (Command{Kind::kAnswer, "", "2 users"}));
  EXPECT_EQ(parseCommand("/login"), Command{Kind::kLogin});
  EXPECT_EQ(parseCommand("/login bob@example.org"), (Command{Kind::kLogin, "", "bob@example.org"}));
  EXPECT_EQ(parseCommand("/logout"), Command{Kind::kLogout});
  EXPECT_EQ(parseCommand("/help"), Command{Kind::kHelp});
  EXPECT_EQ(parseCommand("/quit"), Command{Kind::kQuit});
}

TEST(ParseCommand, AMessageOfSeveralLines) {
  EXPECT_EQ(parseCommand("/lines one\\ntwo"), lines("one\ntwo"));
  EXPECT_EQ(parseCommand("/lines > hello\\n/react +1"), lines("> hello\n/react +1"));
  EXPECT_EQ(parseCommand("/lines C:\\\\new \\t \\"), lines("C:\\new \\t \\"));
  EXPECT_EQ(parseCommand("/lines "), invalid("it is used like this: /lines TEXT"));
}

TEST(ParseCommand, BlanksAroundArgumentsDoNotCount) {
  EXPECT_EQ(parseCommand("/to \t echo \r"), (Command{Kind::kChoose, "echo"}));
  EXPECT_EQ(parseCommand("/msg  echo\thi "), (Command{Kind::kSay, "echo", "hi"}));
  EXPECT_EQ(parseCommand("/help "), Command{Kind::kHelp});
}

TEST(ParseCommand, ArgumentsThatLack) {
  EXPECT_EQ(parseCommand("/vcard"), invalid("it is used like this: /vcard NAME"));
  EXPECT_EQ(parseCommand("/set key"), invalid("it is used like this: /set KEY VALUE"));
  EXPECT_EQ(parseCommand("/answer"), invalid("it is used like this: /answer TEXT"));
  EXPECT_EQ(parseCommand("/to"), invalid("it is used like this: /to NAME"));
  EXPECT_EQ(parseCommand("/msg"), invalid("it is used like this: /msg NAME TEXT"));
  EXPECT_EQ(parseCommand("/msg echo "), invalid("it is used like this: /msg NAME TEXT"));
  EXPECT_EQ(parseCommand("/receipt"), invalid("it is used like this: /receipt TEXT"));
  EXPECT_EQ(parseCommand("/join"), invalid("it is used like this: /join ROOM"));
}

TEST(ParseCommand, ArgumentsThatAreTooMany) {
  EXPECT_EQ(parseCommand("/contacts all"), invalid("/contacts takes nothing"));
  EXPECT_EQ(parseCommand("/logout now"), invalid("/logout takes nothing"));
  EXPECT_EQ(parseCommand("/help me"), invalid("/help takes nothing"));
  EXPECT_EQ(parseCommand("/quit now"), invalid("/quit takes nothing"));
}

TEST(ParseCommand, OtherCommandsDoNotExist) {
  EXPECT_EQ(parseCommand("/nope a b"),
            invalid("there is no command /nope; /help lists them, and //text sends a slash"));
  EXPECT_EQ(parseCommand("/"), invalid("there is no command /; /help lists them, and //text sends a slash"));
  EXPECT_EQ(parseCommand("/Help"), invalid("there is no command /Help; /help lists them, and //text sends a slash"));
}

TEST(CommandHelp, ListsEveryCommand) {
  EXPECT_EQ(commandHelp(),
            "Text goes to the current contact, which the prompt shows; //text sends a slash.\n"
            "  /to NAME             write to this contact from now on\n"
            "  /msg NAME TEXT       write to this contact once\n"
            "  /lines TEXT          write to the current contact, with a line break for each \\n\n"
            "  /receipt TEXT        write to the current contact, and ask for a receipt\n"
            "  /join ROOM           enter this room, and write to it from now on\n"
            "  /leave ROOM          leave this room\n"
            "  /contacts            list the contacts\n"
            "  /vcard NAME          ask for the vCard of this contact or participant\n"
            "  /set KEY VALUE       a setting of the user, from the next login on\n"
            "  /answer TEXT         answer the plugin's command to Spectrum 2\n"
            "  /login [USER]        log in, as somebody else if a user is named\n"
            "  /logout              log out\n"
            "  /help                this list\n"
            "  /quit                log out and leave (also: the end of input)");
}

TEST(Completions, OfCommands) {
  EXPECT_EQ(completions("/he", {}), Words{"/help"});
  EXPECT_EQ(completions("/lo", {}), (Words{"/login", "/logout"}));
  EXPECT_EQ(completions("/help", {}), Words{"/help"});
  EXPECT_EQ(completions("/", {"echo"}), (Words{"/to", "/msg", "/lines", "/receipt", "/join", "/leave", "/contacts",
                                               "/vcard", "/set", "/answer", "/login", "/logout", "/help", "/quit"}));
}

TEST(Completions, OfContactsWhereOneIsNamed) {
  const Words contacts = {"bob", "echo", "eve"};
  EXPECT_EQ(completions("/to ", contacts), (Words{"/to bob", "/to echo", "/to eve"}));
  EXPECT_EQ(completions("/msg e", contacts), (Words{"/msg echo", "/msg eve"}));
  EXPECT_EQ(completions("/to", contacts), Words{"/to"}) << "the command comes first";
  EXPECT_EQ(completions("/receipt e", contacts), Words());
}

TEST(Completions, OfNothingElse) {
  EXPECT_EQ(completions("", {"echo"}), Words());
  EXPECT_EQ(completions("e", {"echo"}), Words());
  EXPECT_EQ(completions("//he", {}), Words());
  EXPECT_EQ(completions("/msg echo e", {"echo"}), Words());
}

}  // namespace
}  // namespace prism::console
