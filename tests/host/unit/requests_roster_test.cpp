// SPDX-License-Identifier: MIT
// The user's contacts and vCards.
#include "tests/host/unit/requests_test.h"
#include "tests/support/guard_events.h"

namespace prism::tests {
namespace {

class RosterTest : public RequestsTest {
 protected:
  RosterTest() {
    setFeatures(PRISM_FEATURE_ROSTER_ON_LOGIN);
    connect("alice");
  }

  Lines change(const std::string& name, const std::string& alias = "", const std::string& group = "") {
    return handle(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", name, alias, group));
  }
  Lines remove(const std::string& name) {
    return handle(WrapperMessage::TYPE_BUDDY_REMOVED, buddyOf("alice", name, "Bob", "Friends"));
  }
  Lines block(bool blocked) {
    pbnetwork::Buddy buddy = buddyOf("alice", "bob");
    buddy.set_blocked(blocked);
    return handle(WrapperMessage::TYPE_BUDDY_CHANGED, buddy);
  }

  // Makes the plugin report bob.
  void tell(const char* alias, std::vector<prism_str> groups) {
    prism_buddy event{};
    event.struct_size = sizeof event;
    event.user = PRISM_STR("alice");
    event.buddy = PRISM_STR("bob");
    event.status = PRISM_STATUS_ONLINE;
    event.alias = prism_str_from(alias);
    event.groups = groups.data();
    event.groups_count = groups.size();
    EXPECT_EQ(guard_.buddyChanged(&event), PRISM_OK);
  }
};

TEST_F(RosterTest, ComesRightAfterLogin) {
  pbnetwork::Buddies buddies;
  pbnetwork::Buddy bob = buddyOf("alice", "bob", "Bob", "Friends");
  bob.add_group("Work");
  bob.set_blocked(true);
  *buddies.add_buddy() = bob;
  *buddies.add_buddy() = buddyOf("alice", "carol");
  EXPECT_EQ(handle(WrapperMessage::TYPE_BUDDIES, buddies),
            Lines{"roster alice [alice bob alias=Bob group=Friends group=Work blocked] [alice carol]"});
  EXPECT_EQ(change("carol"), Lines{}) << "the plugin knows";
}

// In gateway mode the host requests the contacts of earlier sessions from Spectrum, which sends all of a client's
// contacts at once.
TEST_F(RosterTest, ContactsThatTheNetworkDoesNotNameAnyMoreAreRemoved) {
  for (const std::uint32_t features : {0U, PRISM_FEATURE_ROSTER_ON_LOGIN}) {
    setFeatures(features);
    connect("alice");
    pbnetwork::Buddies buddies;
    for (const char* name : {"bob", "Carol", "dave", "eve"}) {
      *buddies.add_buddy() = buddyOf("alice", name);
    }
    handle(WrapperMessage::TYPE_BUDDIES, buddies);
    prism_buddy event{};
    event.struct_size = sizeof event;
    event.user = PRISM_STR("alice");
    event.status = PRISM_STATUS_ONLINE;
    for (const prism_str name : {PRISM_STR("bob"), PRISM_STR("carol")}) {  // XMPP folds the case
      event.buddy = name;
      EXPECT_EQ(guard_.buddyChanged(&event), PRISM_OK);
    }
    handle(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", "eve", "Eve"));  // the user has just changed it
    takeFrames();
    EXPECT_EQ(tests::rosterComplete(guard_, PRISM_STR("alice")), PRISM_OK);
    EXPECT_EQ(takeFrames(), Lines{"BUDDY_REMOVED userName=\"alice\" buddyName=\"dave\""});
    EXPECT_EQ(tests::rosterComplete(guard_, PRISM_STR("alice")), PRISM_OK);
    EXPECT_EQ(takeFrames(), Lines{});
  }
}

TEST_F(RosterTest, ContactsOfEarlierSessionsCountAndAreNoNewsForThePlugin) {
  setFeatures(0);
  pbnetwork::Buddies buddies;
  for (int i = 0; i < 100; ++i) {
    *buddies.add_buddy() = buddyOf("alice", "friend" + std::to_string(i), std::string(1200, 'x'));
  }
  EXPECT_EQ(handle(WrapperMessage::TYPE_BUDDIES, buddies), Lines{});
  prism_buddy event{};
  event.struct_size = sizeof event;
  event.user = PRISM_STR("alice");
  event.buddy = PRISM_STR("friend7");
  event.status = PRISM_STATUS_ONLINE;
  EXPECT_EQ(guard_.buddyChanged(&event), PRISM_OK) << "it is there already";
  const std::string alias(1000, 'y');
  event.alias = host::borrowed(alias);
  int passed = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string name = "new" + std::to_string(i);
    event.buddy = host::borrowed(name);
    passed += guard_.buddyChanged(&event) == PRISM_OK ? 1 : 0;
  }
  EXPECT_GT(passed, 0);
  EXPECT_LT(passed, 10);
  EXPECT_EQ(change("friend3", "Bob"), Lines{"buddy_changed alice friend3 alias=Bob"}) << "Spectrum's next word is news";
}

TEST_F(RosterTest, AnEmptyRosterIsThatOfTheLastLogin) {
  EXPECT_EQ(handle(WrapperMessage::TYPE_BUDDIES, pbnetwork::Buddies()), Lines{"roster alice"});
}

TEST_F(RosterTest, ContactsThatAreNoTextOrSomebodyElsesAreLeftOutOfTheRoster) {
  connect("mallory");
  pbnetwork::Buddies buddies;
  *buddies.add_buddy() = buddyOf("alice", "bob\x01");
  *buddies.add_buddy() = buddyOf("alice", "bob", "Bob\xFF");
  *buddies.add_buddy() = buddyOf("alice", "bob", "Bob", "Fri\x02nds");
  *buddies.add_buddy() = buddyOf("mallory", "eve");
  *buddies.add_buddy() = buddyOf("alice", "carol");
  EXPECT_EQ(handle(WrapperMessage::TYPE_BUDDIES, buddies), Lines{"roster alice [alice carol]"});
  const std::string line = "from Spectrum: a contact in BUDDIES with characters that are no text is ignored";
  EXPECT_EQ(log_.take(), (Lines{line, line, line}));
}

TEST_F(RosterTest, AddsAContact) {
  EXPECT_EQ(change("bob", "Bob", "Friends"), Lines{"buddy_changed alice bob alias=Bob group=Friends"});
  EXPECT_EQ(change("carol"), Lines{"buddy_changed alice carol"});
}

TEST_F(RosterTest, ChangesThatRepeatDoNotCome) {
  change("bob", "Bob", "Friends");
  EXPECT_EQ(change("bob", "Bob", "Friends"), Lines{});
  EXPECT_EQ(change("bob", "Robert", "Friends"), Lines{"buddy_changed alice bob alias=Robert group=Friends"});
  EXPECT_EQ(change("bob", "Robert", "Work"), Lines{"buddy_changed alice bob alias=Robert group=Work"});
  EXPECT_EQ(change("bob", "Robert"), Lines{"buddy_changed alice bob alias=Robert"});
  EXPECT_EQ(change("bob", "Robert"), Lines{});
  EXPECT_EQ(change("bob", "Bob", "Friends"), Lines{"buddy_changed alice bob alias=Bob group=Friends"}) << "and back";
}

TEST_F(RosterTest, ContactsFromThePluginAreNoNews) {
  tell("Bob", {PRISM_STR("Friends")});
  EXPECT_EQ(change("bob", "Bob", "Friends"), Lines{});
  tell("Robert", {});
  EXPECT_EQ(change("bob", "Robert", "Friends"), Lines{}) << "no groups leave the old ones standing";
  tell("", {PRISM_STR("Work")});
  EXPECT_EQ(change("bob", "Robert", "Work"), Lines{}) << "and so does no alias";
  tell("", {});
  EXPECT_EQ(change("bob", "Robert", "Work"), Lines{}) << "a presence, for instance";
}

TEST_F(RosterTest, RemovesAContactOnce) {
  change("bob");
  EXPECT_EQ(remove("bob"), Lines{"buddy_removed alice bob"});
  EXPECT_EQ(remove("bob"), Lines{});
  EXPECT_EQ(change("bob"), Lines{"buddy_changed alice bob"}) << "a new one";
  EXPECT_EQ(remove("bob"), Lines{"buddy_removed alice bob"});
  EXPECT_EQ(remove("carol"), Lines{"buddy_removed alice carol"}) << "one of an earlier session";
}

TEST_F(RosterTest, ContactRemovedByThePluginIsNotRemovedAgain) {
  change("bob");
  tests::buddyRemoved(guard_, PRISM_STR("alice"), PRISM_STR("bob"));
  EXPECT_EQ(remove("bob"), Lines{});
  tell("", {});
  EXPECT_EQ(remove("bob"), Lines{"buddy_removed alice bob"});
}

TEST_F(RosterTest, BlocksAContact) {
  EXPECT_EQ(block(false), Lines{"buddy_blocked alice bob 0"}) << "it may have been blocked in an earlier session";
  EXPECT_EQ(block(false), Lines{});
  EXPECT_EQ(block(true), Lines{"buddy_blocked alice bob 1"});
  EXPECT_EQ(block(true), Lines{});
  EXPECT_EQ(block(false), Lines{"buddy_blocked alice bob 0"});
}

TEST_F(RosterTest, AcceptsARequest) {
  change("carol");
  for (const char* name : {"bob", "carol"}) {
    authorizationRequested(guard_, PRISM_STR("alice"), prism_str_from(name));
  }
  EXPECT_EQ(change("bob"), (Lines{"authorization_answered alice bob 1", "buddy_changed alice bob"}));
  EXPECT_EQ(change("carol"), Lines{"authorization_answered alice carol 1"}) << "a contact already";
  EXPECT_EQ(change("carol"), Lines{}) << "answered";
}

TEST_F(RosterTest, DeniesARequest) {
  authorizationRequested(guard_, PRISM_STR("alice"), PRISM_STR("bob"));
  EXPECT_EQ(remove("bob"), (Lines{"authorization_answered alice bob 0", "buddy_removed alice bob"}));
  EXPECT_EQ(remove("bob"), Lines{});
}

TEST_F(RosterTest, AnAnswerMayEndTheSession) {
  const auto end = [this] { disconnected(guard_, PRISM_STR("alice"), 3, {}); };
  authorizationRequested(guard_, PRISM_STR("alice"), PRISM_STR("bob"));
  fake_.onNextCall("authorization_answered", end);
  EXPECT_EQ(change("bob"), Lines{"authorization_answered alice bob 1"});
  connect("alice");
  authorizationRequested(guard_, PRISM_STR("alice"), PRISM_STR("bob"));
  fake_.onNextCall("authorization_answered", end);
  EXPECT_EQ(remove("bob"), Lines{"authorization_answered alice bob 0"});
}

TEST_F(RosterTest, VCardsAreWanted) {
  EXPECT_EQ(handle(WrapperMessage::TYPE_VCARD, vcardRequest("alice", "bob", 0)), Lines{"vcard_wanted alice bob"});
  EXPECT_EQ(handle(WrapperMessage::TYPE_VCARD, vcardRequest("alice", "lobby/op", 1)),
            Lines{"vcard_wanted alice lobby/op"})
      << "not joined";
  join("alice", "lobby");
  EXPECT_EQ(handle(WrapperMessage::TYPE_VCARD, vcardRequest("alice", "Lobby/op", 2)),
            Lines{"vcard_wanted alice Lobby nickname=op"});
  EXPECT_EQ(takeFrames(), Lines{});
}

TEST_F(RosterTest, WithoutSupportVCardsAreEmptyAtOnce) {
  removeCallback(&prism_plugin::vcard_wanted);
  EXPECT_EQ(handle(WrapperMessage::TYPE_VCARD, vcardRequest("alice", "bob", 7)), Lines{});
  EXPECT_EQ(takeFrames(),
            Lines{"VCARD userName=\"alice\" buddyName=\"bob\" id=7 fullname=\"\" nickname=\"\" photo=\"0 bytes\""});
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(RosterTest, WithoutSupportVCardsHaveTheKnownPicture) {
  removeCallback(&prism_plugin::vcard_wanted);
  avatars_.start();
  prism_picture picture{};
  picture.struct_size = sizeof picture;
  picture.user = PRISM_STR("alice");
  picture.buddy = PRISM_STR("bob");
  picture.bytes = {"GIF89a", 6};
  EXPECT_EQ(avatars_.set(&picture), PRISM_OK);
  EXPECT_EQ(handle(WrapperMessage::TYPE_VCARD, vcardRequest("alice", "bob", 7)), Lines{});
  EXPECT_EQ(takeFrames(),
            Lines{"VCARD userName=\"alice\" buddyName=\"bob\" id=7 fullname=\"\" nickname=\"\" photo=\"6 bytes\""});
}

TEST_F(RosterTest, OwnVCard) {
  pbnetwork::VCard vcard = vcardRequest("alice", "", 0);
  EXPECT_EQ(handle(WrapperMessage::TYPE_VCARD, vcard), Lines{"vcard_wanted alice "}) << "her own is wanted";
  vcard.set_fullname("Alice A.");
  vcard.set_nickname("ally");
  vcard.set_photo("\x89PNG");
  EXPECT_EQ(handle(WrapperMessage::TYPE_VCARD, vcard),
            Lines{"own_vcard alice full_name=Alice A. vcard_nickname=ally photo=\x89PNG"});
  vcard.set_buddyname("alice");
  EXPECT_EQ(handle(WrapperMessage::TYPE_VCARD, vcard),
            Lines{"own_vcard alice full_name=Alice A. vcard_nickname=ally photo=\x89PNG"})
      << "the photo tells";
}

TEST_F(RosterTest, UnsupportedRequestsAreNoFault) {
  removeCallback(&prism_plugin::buddy_changed);
  EXPECT_EQ(change("bob"), Lines{});
  removeCallback(&prism_plugin::buddy_removed);
  EXPECT_EQ(remove("bob"), Lines{});
  removeCallback(&prism_plugin::own_vcard);
  pbnetwork::VCard vcard = vcardRequest("alice", "", 0);
  vcard.set_photo("x");
  expectSilence(WrapperMessage::TYPE_VCARD, vcard);
}

}  // namespace
}  // namespace prism::tests
