// SPDX-License-Identifier: MIT
// libpurple's IRC protocol with a real ngIRCd, alone and beside other protocols.
#include "tests/purple/offered_file.h"
#include "tests/purple/purple_test.h"
#include "tests/support/servers/client.h"

#include <filesystem>
#include <optional>

namespace prism::tests {
namespace {

class PurpleIrcTest : public PurpleTest {
 protected:
  void SetUp() override {
    PRISM_NEEDS(whyNoNgircd());
    ngircd_.start();
  }

  void logInToIrc(const std::string& user) {
    spectrum_->login(user, {.legacy_name = user + "@127.0.0.1", .password = ""});
    await("^CONNECTED user=\"" + user + "\"$");
  }

  Ngircd ngircd_;
};

TEST_F(PurpleIrcTest, TalksInPrivateAndInRooms) {
  launchPurple("prpl-irc", "port = " + std::to_string(ngircd_.port()) + "\n");
  logInToIrc("alice");
  Client bob(ngircd_.port(), "bob");
  bob.send("PRIVMSG alice :hello");
  await("^CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"hello\"$");
  say("alice", "bob", "hello yourself");
  bob.expect("PRIVMSG bob :hello yourself");
  bob.join("#hall");
  join("alice", "#hall", "alice");
  await("^PARTICIPANT_CHANGED userName=\"alice\" room=\"#hall\" nickname=\"bob\" flag=1 ");
  await("^PARTICIPANT_CHANGED userName=\"alice\" room=\"#hall\" nickname=\"alice\"");
  bob.send("PRIVMSG #hall :to all");
  await("^CONV_MESSAGE userName=\"alice\" buddyName=\"#hall\" message=\"to all\" nickname=\"bob\"$");
  say("alice", "#hall", "to all too");
  bob.expect("PRIVMSG #hall :to all too");
  await("^CONV_MESSAGE userName=\"alice\" buddyName=\"#hall\" message=\"to all too\" nickname=\"alice\"$");
  bob.send("TOPIC #hall :news");
  await("^ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"#hall\" message=\"news\" nickname=\"bob\"");
  bob.send("NICK rob");
  await("^PARTICIPANT_CHANGED userName=\"alice\" room=\"#hall\" nickname=\"bob\".* newname=\"rob\"");
  bob.send("KICK #hall alice :out");
  await("^PARTICIPANT_CHANGED userName=\"alice\" room=\"#hall\" nickname=\"alice\" flag=48 status=5");
  leave("alice", "#hall");
  join("alice", "#hall", "alice");
  await("^ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"#hall\" message=\"news\"");
}

TEST_F(PurpleIrcTest, ARoomIsLeftThatWasNotEnteredYet) {
  launchPurple("prpl-irc", "port = " + std::to_string(ngircd_.port()) + "\n");
  logInToIrc("alice");
  Client bob(ngircd_.port(), "bob");
  bob.join("#hall");
  join("alice", "#hall", "alice");
  say("alice", "#hall", "too early");
  leave("alice", "#hall");
  await("^CONV_MESSAGE userName=\"alice\" buddyName=\"prism\" message=\"The message to #hall was not sent");
  bob.expect("^:alice.* PART #hall");
  join("alice", "#hall", "alice");
  awaitEntered("alice", "#hall");
  say("alice", "#hall", "in time");
  bob.expect("PRIVMSG #hall :in time");
}

TEST_F(PurpleIrcTest, RoomEventsAreReported) {
  launchPurple("prpl-irc", "port = " + std::to_string(ngircd_.port()) + "\n");
  logInToIrc("alice");
  Client bob(ngircd_.port(), "bob");
  bob.join("#hall");
  bob.send("TOPIC #hall :old news");
  bob.expect("TOPIC #hall :old news");
  Client carol(ngircd_.port(), "carol");
  carol.join("#hall");
  join("alice", "#hall", "Alicia");
  await("^ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"alice\" room=\"#hall\"");
  await("^PARTICIPANT_CHANGED userName=\"alice\" room=\"#hall\" nickname=\"alice\" flag=16 ");
  await("^ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"#hall\" message=\"old news\"");
  bob.send("TOPIC #hall :see <x> & y");
  await("^ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"#hall\" message=\"see <x> & y\" nickname=\"bob\"");
  bob.send("MODE #hall +s");
  await("^CONV_MESSAGE userName=\"alice\" buddyName=\"#hall\" message=\"mode \\(\\+s.* by bob\" nickname=\"#hall\"");
  bob.send("KICK #hall carol :enough");
  await("^PARTICIPANT_CHANGED userName=\"alice\" room=\"#hall\" nickname=\"carol\".* status=5");
  bob.send("KICK #hall alice :out of here");
  await("^PARTICIPANT_CHANGED userName=\"alice\" room=\"#hall\" nickname=\"alice\" flag=48 status=5 .*out of here");
  EXPECT_EQ(count("^CONV_MESSAGE .*(old news|see <x>)"), 0U) << keptFrames();
}

// A file offered by DCC SEND without extensions.
class FileOnIrcTest : public PurpleIrcTest {
 protected:
  void offer(const OfferedFile& file, std::size_t times = 1, const std::string& more = "") {
    launchPurple("prpl-irc", "port = " + std::to_string(ngircd_.port()) + "\n" + more,
                 "web_directory = " + webDir().string() + "\nweb_url = https://files.prism.test\n");
    logInToIrc("alice");
    bob_.emplace(ngircd_.port(), "bob");
    for (std::size_t i = 0; i < times; ++i) {
      bob_->send("PRIVMSG alice :" + file.offer("notes.txt"));
    }
  }

 private:
  std::optional<Client> bob_;
};

TEST_F(FileOnIrcTest, IsPublished) {
  const std::string content(300, 'x');
  const OfferedFile file(content);
  offer(file);
  file.sendAll();
  EXPECT_EQ(publishedFile(await("^CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"https://")), content);
}

TEST_F(FileOnIrcTest, InterruptedTransferLeavesNoFileAndIsReported) {
  const OfferedFile file(std::string(300, 'x'));
  offer(file);
  file.sendHalf();
  await(
      "^CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"has sent the file notes.txt, which did not arrive");
  EXPECT_TRUE(std::filesystem::is_empty(webDir()));
}

TEST_F(FileOnIrcTest, WithoutAByteEnds) {
  const OfferedFile file(std::string(300, 'x'));
  offer(file, 1, "file_timeout = 200\n");
  await(
      "^CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"has sent the file notes.txt, which did not arrive");
  EXPECT_TRUE(std::filesystem::is_empty(webDir()));
}

TEST_F(FileOnIrcTest, IsNotSentSinceThatNeedsAPort) {
  launchPurple("prpl-irc", "port = " + std::to_string(ngircd_.port()) + "\n");
  logInToIrc("alice");
  say("alice", "bob", "/file https://files.prism.test/notes.txt");
  await(
      "^CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"The file notes.txt was not sent: on IRC, libpurple "
      "sends files from peer to peer \\(DCC\\), from a port of this gateway\\.\"");
}

TEST_F(FileOnIrcTest, OfTooManyAtOnceTheLastIsRefused) {
  constexpr std::size_t kMostTransfers = 20;  // core/limits.h
  const OfferedFile file(std::string(300, 'x'));
  offer(file, kMostTransfers + 1);
  await(
      "^CONV_MESSAGE .*buddyName=\"bob\" message=\"wants to send the file notes.txt, which is refused: too many files");
  EXPECT_EQ(count("which is refused"), 0U) << keptFrames();
}

TEST_F(FileOnIrcTest, IsRefusedWhereTheDiskIsNearlyFull) {
  if (!mountSmallDisk(webDir())) {
    GTEST_SKIP() << "SKIPPED: this system gives its users no mount namespace";
  }
  offer(OfferedFile(std::string(300, 'x')));
  await(
      "^CONV_MESSAGE .*buddyName=\"bob\" message=\"wants to send the file notes.txt, which is refused: there is no "
      "space left for it");
  spectrum_->awaitLog("service.web_directory: too little space is left there for files");
}

TEST_F(PurpleIrcTest, AnInvitationIsPassedOn) {
  launchPurple("prpl-irc", "port = " + std::to_string(ngircd_.port()) + "\n");
  logInToIrc("alice");
  Client bob(ngircd_.port(), "bob");
  bob.join("#den");
  bob.send("INVITE alice #den");
  await("^RAW_XML");
  join("alice", "#den", "alice");
  bob.expect("JOIN");
}

// Each user name begins with its protocol.
TEST_F(PurpleIrcTest, AnyProtocolIsServedAtOnce) {
  launchPurple("any", "port = " + std::to_string(ngircd_.port()) + "\nplugins_dir = " PRISM_TEST_PROTOCOLS "\n");
  spectrum_->login("alice", {.legacy_name = "irc.alice@127.0.0.1", .password = ""});
  await("^CONNECTED user=\"alice\"$");
  spectrum_->login("romeo", {.legacy_name = "prpl-asking.romeo", .password = ""});
  await("^CONNECTED user=\"romeo\"$");
  Client bob(ngircd_.port(), "bob");
  say("alice", "bob", "are you there?");
  bob.expect("PRIVMSG bob :are you there");
  say("romeo", "quiz", "are you there?");
  await("^CONV_MESSAGE userName=\"romeo\" buddyName=\"quiz\" message=\"not known: are you there");
  bob.send("PRIVMSG alice :yes");
  await("^CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"yes\"$");
  spectrum_->login("bob", {.legacy_name = "bob@example.org", .password = ""});
  await("^DISCONNECTED user=\"bob\" error=1 message=\"The name must begin with a protocol");
}

// Both protocols have the option `port`, so both servers listen on the same one, at different addresses.
TEST_F(PurpleIrcTest, IrcAndXmppAreServedAtOnce) {
  PRISM_NEEDS(whyNoProsody());
  Prosody prosody({}, "127.0.0.2", ngircd_.port());
  prosody.addUser("romeo", kCanary);
  prosody.addUser("juliet", kCanary);
  prosody.start();
  launchPurple("any", "connect_server = 127.0.0.2\nport = " + std::to_string(ngircd_.port()) +
                          "\nauth_plain_in_clear = 1\nconnection_security = opportunistic_tls\n");
  spectrum_->login("alice", {.legacy_name = "irc.alice@127.0.0.1", .password = ""});
  await("^CONNECTED user=\"alice\"$");
  for (const std::string user : {"romeo", "juliet"}) {
    spectrum_->login(user, {.legacy_name = "prpl-jabber." + user + "@localhost", .password = kCanary});
    await("^CONNECTED user=\"" + user + "\"$");
  }
  Client bob(ngircd_.port(), "bob");
  say("alice", "bob", "are you there?");
  bob.expect("PRIVMSG bob :are you there");
  say("romeo", "juliet@localhost", "are you there?");
  await("^CONV_MESSAGE userName=\"juliet\" buddyName=\"romeo@localhost\" message=\"are you there");
  bob.send("PRIVMSG alice :yes");
  await("^CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"yes\"$");
}

TEST_F(PurpleIrcTest, AProtocolThatIsNotThereIsRefusedAtTheStart) {
  expectRefused("prpl-none", "", "\"prpl-none\", which libpurple does not have here. It has ");
}

}  // namespace
}  // namespace prism::tests
