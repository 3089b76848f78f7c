// SPDX-License-Identifier: MIT
// Names of a protocol that compares them byte for byte: Spectrum 2 has them in the lower case of JIDs.
#include "tests/purple/purple_test.h"

namespace prism::tests {
namespace {

class NamesTest : public PurpleTest {
 protected:
  void SetUp() override { launchExact(); }

  void launchExact() {
    launchPurple("prpl-exact", std::string("plugins_dir = ") + PRISM_TEST_PROTOCOLS + "\nroom_list = 1\n");
  }

  void logInToExact() {
    spectrum_->login("alice");
    await("^CONNECTED user=\"alice\"");
  }

  // Spectrum 2 tells of the contacts that it has kept, as in gateway mode.
  void logInToExactWith(const std::vector<std::string>& contacts) {
    pbnetwork::Buddies buddies;
    for (const std::string& name : contacts) {
      pbnetwork::Buddy& buddy = *buddies.add_buddy();
      buddy.set_username("alice");
      buddy.set_buddyname(name);
      buddy.set_alias("An Alias");
      buddy.add_group("Friends");
    }
    spectrum_->login("alice");
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_BUDDIES, buddies);
    await("^CONNECTED user=\"alice\"");
    EXPECT_EQ(count("^BUDDY_CHANGED"), 0U) << keptFrames();
  }

  void logOut() {
    spectrum_->logout("alice", "alice");
    collect();
    dropKeptFrames();
  }

  void awaitWatched(const std::string& contact) {
    await("^CONV_MESSAGE .*buddyName=\"watcher\" message=\"watched: " + contact + "\"");
  }
};

TEST_F(NamesTest, ContactsThatSpectrumHasKeptAreThereAtTheNextLogin) {
  for (int i = 0; i < 2; ++i) {
    logInToExactWith({"Forename Lastname", "bob"});
    awaitWatched("Forename Lastname");
    awaitWatched("bob");
    await("^BUDDY_CHANGED .*buddyName=\"bob\" alias=\"An Alias\" group=\"Friends\" status=0");
    logOut();
  }
}

TEST_F(NamesTest, ContactsThatTheUserHasAddedAreThereAtTheNextLogin) {
  logInToExact();
  for (const char* contact : {"bob", "carol"}) {
    addContact("alice", contact);
    awaitWatched(contact);
  }
  removeContact("alice", "carol");
  spectrum_->exit();
  spectrum_->expectExit(0);
  dropKeptFrames();
  launchExact();
  logInToExact();
  awaitWatched("bob");
  collect();
  EXPECT_EQ(count("watched: carol"), 0U) << keptFrames();
  logOut();
  logInToExactWith({"dave"});  // without bob, whom the user has removed in the meantime
  awaitWatched("dave");
  collect();
  EXPECT_EQ(count("watched: bob"), 0U) << keptFrames();
}

TEST_F(NamesTest, ContactsThatAreTooManyToBeKeptAreSpokenOf) {
  constexpr int kMostOwnContacts = 1000;  // core/limits.h
  logInToExact();
  spectrum_->batch([&] {
    for (int i = 0; i <= kMostOwnContacts; ++i) {
      addContact("alice", "contact" + std::to_string(i));
    }
  });
  await("^CONV_MESSAGE .*buddyName=\"prism\" message=\"You have more than 1000 contacts");
}

TEST_F(NamesTest, TheFormOfAnAccountIsLogged) {
  spectrum_->awaitLog("the accounts of prpl-exact are written NAME");
  launchPurple("prpl-irc", "");
  spectrum_->awaitLog("the accounts of prpl-irc are written NAME@<Server, such as irc.libera.chat>");
}

TEST_F(NamesTest, ContactsAreMeantInAnySpelling) {
  logInToExactWith({"Forename Lastname"});
  say("alice", "forename lastname", "hello");
  await("^CONV_MESSAGE .*buddyName=\"Forename Lastname\" message=\"got: hello\"");
  addContact("alice", "forename lastname");
  collect();
  EXPECT_EQ(count("message=\"watched: forename lastname\""), 0U);
  say("alice", "somebody else", "hello");
  await("^CONV_MESSAGE .*buddyName=\"somebody else\" message=\"The network has not taken the message");
}

TEST_F(NamesTest, RoomsOfCategoriesAreListedAndJoinedInAnySpelling) {
  logInToExact();
  const std::string list = await("^ROOM_LIST .*General Chat");
  EXPECT_NE(list.find("room=\"The Family\" room=\"Lobby\" room=\"General Chat\""), std::string::npos) << list;
  EXPECT_NE(list.find("name=\"A Server / Talk / General Chat\""), std::string::npos) << list;
  join("alice", "general chat", "alice");
  await("^PARTICIPANT_CHANGED .*room=\"general chat\" nickname=\"alice\" .*status=0");
}

TEST_F(NamesTest, GroupsAreJoinedWithWhatTheContactListKnows) {
  logInToExact();
  join("alice", "the family", "alice");
  await("^PARTICIPANT_CHANGED .*room=\"the family\" nickname=\"alice\" .*status=0");
  spectrum_->logout("alice", "alice");
  spectrum_->ping();
  EXPECT_EQ(spectrum_->log().find("misbehaving"), std::string::npos) << spectrum_->log();
}

TEST_F(NamesTest, AnInvitationIsAcceptedInAnySpelling) {
  logInToExact();
  join("alice", "Lobby", "alice");
  await("^PARTICIPANT_CHANGED .*room=\"Lobby\" nickname=\"alice\" .*status=0");
  say("alice", "Lobby", "whoever wants may invite me");
  await("^CONV_MESSAGE .*has invited you to Invited Only");
  join("alice", "invited only", "alice");
  await("^PARTICIPANT_CHANGED .*room=\"invited only\" nickname=\"alice\" .*status=0");
}

// The protocol could have stored what proves the account to be alice's.
TEST_F(NamesTest, AnAccountWithoutAPasswordIsOfTheUserWhoHadItFirst) {
  logInToExact();
  spectrum_->login("mallory", {.legacy_name = "alice"});
  await("^DISCONNECTED user=\"mallory\" error=2 message=\"This account is that of another user");
  spectrum_->logout("alice", "alice");
  spectrum_->exit();
  spectrum_->expectExit(0);
  launchExact();
  spectrum_->login("mallory", {.legacy_name = "alice"});
  await("^DISCONNECTED user=\"mallory\" error=2 ");
  for (const char* path : {"./alice", "alice/", "x/../alice", " alice"}) {  // of the same directory
    spectrum_->login("mallory", {.legacy_name = path});
    await("^DISCONNECTED user=\"mallory\" error=1 message=\"An account of this network has no such name");
  }
  spectrum_->login("mallory", {.legacy_name = "ALICE"});
  await("^DISCONNECTED user=\"mallory\" error=2 ");
  logInToExact();
}

TEST_F(NamesTest, OfTwoWhoGiveTheSameAccountAtOnceOneGetsIt) {
  spectrum_->login("alice");
  spectrum_->login("mallory", {.legacy_name = "alice"});
  await("^CONNECTED user=\"alice\"");
  await("^DISCONNECTED user=\"mallory\" error=2 ");
  spectrum_->logout("alice", "alice");
  logInToExact();
}

}  // namespace
}  // namespace prism::tests
