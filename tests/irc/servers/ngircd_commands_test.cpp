// SPDX-License-Identifier: MIT
// Slash commands of users, with a real ngIRCd.
#include "tests/irc/servers/irc_test.h"

namespace prism::tests {
namespace {

class NgircdCommands : public IrcTest {
 protected:
  void SetUp() override {
    PRISM_NEEDS(whyNoNgircd());
    server_.emplace();
    server_->start();
    launchIrc(addressOf(server_->port()));
    logIn("alice");
    joinAndWait("alice", "#lobby", "alice");
    bob_.emplace(server_->port(), "bob");
    bob_->join("#lobby");
    await("nickname=\"bob\"");
    awaitRoundTrip(*bob_, "alice", "alice");
    dropKeptFrames();
  }

  void type(const std::string& text) { say("alice", "#lobby", text); }
  void expectReply(const std::string& pattern) {
    await("CONV_MESSAGE userName=\"alice\" buddyName=\"#lobby\" message=\".*" + pattern +
          ".*\" nickname=\"irc.prism.test\"");
  }

  // The host's answers come from the room itself.
  void expectHostReply(const std::string& pattern) {
    await("CONV_MESSAGE userName=\"alice\" buddyName=\"#lobby\" message=\"" + pattern + "\" nickname=\"#lobby\"");
  }

  std::optional<Ngircd> server_;
};

TEST_F(NgircdCommands, TalkWithPeople) {
  type("/msg bob in private");
  bob_->expect("PRIVMSG bob :in private");
  type("/query bob more");
  bob_->expect("PRIVMSG bob :more");
  type("/notice bob note");
  bob_->expect("NOTICE bob :note");
  type("/me dances");
  bob_->expect(
      "PRIVMSG #lobby :\x01"
      "ACTION dances\x01");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"/me dances\" nickname=\"alice\"");
}

TEST_F(NgircdCommands, AskTheServer) {
  type("/whois bob");
  expectReply("bob is .*bob");
  type("/whois bob");
  expectReply("bob is .*bob");
  type("/whois nobody");
  expectReply("nobody has this nickname");
  type("/names");
  expectReply("alice");
  type("/list");
  expectReply("#lobby");
  type("/topic");
  expectReply("[Tt]opic");
  type("/quote VERSION");
  expectReply("ngIRCd");
}

TEST_F(NgircdCommands, AwayAndBack) {
  type("/away shopping");
  expectReply("You are away: shopping");
  bob_->send("PRIVMSG alice :hi");
  bob_->expect(" 301 bob alice :shopping");
  type("/away");
  expectReply("You are back");
}

TEST_F(NgircdCommands, JoinOffersTheRoomAndPartLeavesIt) {
  type("/join #hall");
  EXPECT_NE(await("RAW_XML").find("#hall@irc.prism.test"), std::string::npos);
  joinAndWait("alice", "#hall", "alice");
  type("/part #hall see you");
  await("PARTICIPANT_CHANGED .*room=\"#hall\" nickname=\"alice\" flag=16 status=5");
}

TEST_F(NgircdCommands, HelpAndMistakes) {
  type("/help");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"What you can type.*/me TEXT - .*/msg NICK TEXT - writes to");
  type("/help raw");
  expectHostReply("/quote LINE - sends a line of IRC as it is.*Also: /raw");
  type("/nonsense");
  expectHostReply("There is no command /nonsense\\. /help lists .*");
  type("/tpoic news");
  expectHostReply("There is no command /tpoic; did you mean /topic\\? .*");
  type("/me");
  expectHostReply("It goes like this: /me TEXT");
  type("/op");
  expectHostReply("NICK\\.\\.\\. is missing\\. It goes like this: /op \\[#CHANNEL\\] NICK\\.\\.\\.");
  type("/kick");
  expectHostReply("NICK is missing\\. It goes like this: /kick NICK \\[REASON\\]");
  type("/nick two words");
  expectHostReply("/nick takes one argument at most.* It goes like this: /nick NICK");
  type("/whois");
  expectReply("It goes like this: /whois \\[NICK\\]");
  type("/nick b,ad");
  expectReply("");
}

TEST_F(NgircdCommands, TextThatOnlyLooksLikeACommand) {
  type("//text");
  bob_->expect("PRIVMSG #lobby :/text$");
  type("...");
  bob_->expect("PRIVMSG #lobby :\\.\\.\\.$");
  type(".5 is a half");
  bob_->expect("PRIVMSG #lobby :\\.5 is a half$");
  type("/");
  bob_->expect("PRIVMSG #lobby :/$");
  type("//topic of the day");
  bob_->expect("PRIVMSG #lobby :/topic of the day$");
}

TEST_F(NgircdCommands, InAChatTheAnswerComesThere) {
  say("alice", "bob", "/whois bob");
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"bob is ");
}

}  // namespace
}  // namespace prism::tests
