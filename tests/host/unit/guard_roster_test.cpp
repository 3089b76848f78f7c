// SPDX-License-Identifier: MIT
// Contacts, requests for authorization, and vCards.
#include "tests/host/unit/guard_test.h"
#include "tests/support/guard_events.h"

namespace prism::tests {
namespace {

constexpr const char* kBobIs = "BUDDY_CHANGED userName=\"alice\" buddyName=\"bob\" alias=\"\" ";

TEST_F(GuardTest, SendsContacts) {
  const prism_buddy event = buddy();
  expectSent(guard_.buddyChanged(&event),
             std::string(kBobIs) + "status=0 statusmessage=\"\" iconhash=\"\" blocked=false");
}

TEST_F(GuardTest, SendsContactsWithAllFields) {
  const prism_str groups[] = {PRISM_STR("Friends"), PRISM_STR("Work")};
  prism_buddy event = buddy();
  event.status = PRISM_STATUS_DO_NOT_DISTURB;
  event.alias = PRISM_STR("Bob");
  event.groups = groups;
  event.groups_count = 2;
  event.status_text = PRISM_STR("busy");
  event.icon_hash = PRISM_STR("abc");
  event.blocked = 1;
  expectSent(guard_.buddyChanged(&event),
             "BUDDY_CHANGED userName=\"alice\" buddyName=\"bob\" alias=\"Bob\" group=\"Friends\" group=\"Work\" "
             "status=4 statusmessage=\"busy\" iconhash=\"abc\" blocked=true");
  event = buddy();
  expectSent(guard_.buddyChanged(&event),
             std::string(kBobIs) + "status=0 statusmessage=\"\" iconhash=\"\" blocked=false");
}

TEST_F(GuardTest, SendsEachStatusUnderItsNumber) {
  using namespace pbnetwork;
  const std::pair<std::uint32_t, StatusType> all[] = {
      {PRISM_STATUS_ONLINE, STATUS_ONLINE},       {PRISM_STATUS_AWAY, STATUS_AWAY},
      {PRISM_STATUS_FREE_FOR_CHAT, STATUS_FFC},   {PRISM_STATUS_EXTENDED_AWAY, STATUS_XA},
      {PRISM_STATUS_DO_NOT_DISTURB, STATUS_DND},  {PRISM_STATUS_OFFLINE, STATUS_NONE},
      {PRISM_STATUS_INVISIBLE, STATUS_INVISIBLE},
  };
  for (const auto& [given, expected] : all) {
    prism_buddy event = buddy();
    event.status = given;
    expectSent(guard_.buddyChanged(&event), fmt::format("{}status={} statusmessage=\"\" iconhash=\"\" blocked=false",
                                                        kBobIs, static_cast<int>(expected)));
  }
}

TEST_F(GuardTest, ContactsAreChecked) {
  prism_buddy event = buddy();
  event.status = 0;
  expectRefused(guard_.buddyChanged(&event), PRISM_ERR_ARGUMENT, "buddy_changed: status 0 does not exist");
  event.status = 0xFFFFFFFF;
  expectRefused(guard_.buddyChanged(&event), PRISM_ERR_ARGUMENT, "buddy_changed: status 4294967295 does not exist");
  event = buddy();
  event.blocked = 2;
  expectRefused(guard_.buddyChanged(&event), PRISM_ERR_ARGUMENT, "buddy_changed: blocked is 2, neither 0 nor 1");
  event = buddy();
  event.buddy = {};
  expectRefused(guard_.buddyChanged(&event), PRISM_ERR_ARGUMENT, "buddy_changed: buddy is empty");
  const prism_str groups[] = {PRISM_STR("")};
  event = buddy();
  event.groups = groups;
  event.groups_count = 1;
  expectRefused(guard_.buddyChanged(&event), PRISM_ERR_ARGUMENT, "buddy_changed: a group is empty");
  event.groups_count = 1001;
  expectRefused(guard_.buddyChanged(&event), PRISM_ERR_ARGUMENT,
                "buddy_changed: groups_count is 1001, at most 1000 are allowed");
  event = buddy();
  event.user = kMallory;
  expectRefused(guard_.buddyChanged(&event), PRISM_ERR_NO_USER, "buddy_changed: user 'mallory' is not logged in");
}

TEST_F(GuardTest, SendsRemovals) {
  expectSent(tests::buddyRemoved(guard_, kAlice, kBob), "BUDDY_REMOVED userName=\"alice\" buddyName=\"bob\"");
  expectRefused(tests::buddyRemoved(guard_, kAlice, {}), PRISM_ERR_ARGUMENT, "buddy_removed: buddy is empty");
  expectRefused(tests::buddyRemoved(guard_, kMallory, kBob), PRISM_ERR_NO_USER,
                "buddy_removed: user 'mallory' is not logged in");
}

TEST_F(GuardTest, SendsAuthorizationRequests) {
  expectSent(authorizationRequested(guard_, kAlice, kBob), "AUTH_REQUEST userName=\"alice\" buddyName=\"bob\"");
  EXPECT_TRUE(alice().closeAuthorization("bob"));
  expectRefused(authorizationRequested(guard_, kAlice, {}), PRISM_ERR_ARGUMENT,
                "authorization_requested: buddy is empty");
  expectRefused(authorizationRequested(guard_, kMallory, kBob), PRISM_ERR_NO_USER,
                "authorization_requested: user 'mallory' is not logged in");
}

TEST_F(GuardTest, SendsVCardsThatWereAskedFor) {
  alice().openVCard("bob", 0);
  prism_vcard event = vcard();
  expectSent(guard_.vcard(&event),
             "VCARD userName=\"alice\" buddyName=\"bob\" id=0 fullname=\"\" nickname=\"\" photo=\"0 bytes\"");
  alice().openVCard("bob", -7);
  event.full_name = PRISM_STR("Bob B.");
  event.vcard_nickname = PRISM_STR("bobby");
  event.photo = {"\x89PNG\0\xFF", 6};
  EXPECT_EQ(guard_.vcard(&event), PRISM_OK);
  const std::vector<Sent> all = takeSent(&out_);
  ASSERT_EQ(all.size(), 1U);
  const auto card = all[0].as<pbnetwork::VCard>();
  EXPECT_EQ(card.id(), -7);
  EXPECT_EQ(card.fullname(), "Bob B.");
  EXPECT_EQ(card.nickname(), "bobby");
  EXPECT_EQ(card.photo(), std::string("\x89PNG\0\xFF", 6)) << "as it is";
}

TEST_F(GuardTest, AVCardAnswersAllThatAskForIt) {
  alice().openVCard("bob", 3);
  alice().openVCard("carol", 4);
  alice().openVCard("bob", 5);
  const prism_vcard event = vcard();
  EXPECT_EQ(guard_.vcard(&event), PRISM_OK);
  const std::string rest = " fullname=\"\" nickname=\"\" photo=\"0 bytes\"";
  EXPECT_EQ(takeFrames(), (Lines{"VCARD userName=\"alice\" buddyName=\"bob\" id=3" + rest,
                                 "VCARD userName=\"alice\" buddyName=\"bob\" id=5" + rest}));
}

TEST_F(GuardTest, VCardsThatNobodyAskedForDoNotLeave) {
  sessions_.open("mallory").openVCard("bob", 1);
  alice().openVCard("carol", 2);
  const prism_vcard event = vcard();
  const char* line = "vcard: user 'alice' has not asked for the vCard of 'bob'";
  expectRefused(guard_.vcard(&event), PRISM_ERR_STATE, line);
  alice().openVCard("bob", 3);
  EXPECT_EQ(guard_.vcard(&event), PRISM_OK);
  takeFrames();
  expectRefused(guard_.vcard(&event), PRISM_ERR_STATE, line);  // answered already
  prism_vcard nobodys = vcard();
  nobodys.buddy = {};
  expectRefused(guard_.vcard(&nobodys), PRISM_ERR_STATE, "vcard: user 'alice' has not asked for the vCard of ''");
}

TEST_F(GuardTest, TheUsersOwnVCardIsThatOfNobodyElse) {
  alice().openVCard("", 4);
  prism_vcard own = vcard();
  own.buddy = {};
  EXPECT_EQ(guard_.vcard(&own), PRISM_OK);
  const auto all = takeSent(&out_);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].as<pbnetwork::VCard>().id(), 4);
}

TEST_F(GuardTest, AParticipantsVCardNamesTheRoom) {
  alice().openVCard("lobby/op", 4);
  prism_vcard card = vcard();
  card.buddy = PRISM_STR("lobby");
  card.nickname = PRISM_STR("op");
  expectSent(guard_.vcard(&card),
             "VCARD userName=\"alice\" buddyName=\"lobby/op\" id=4 fullname=\"\" nickname=\"\" photo=\"0 bytes\"");
  card.buddy = {};
  expectRefused(guard_.vcard(&card), PRISM_ERR_ARGUMENT, "vcard: buddy is empty");
}

TEST_F(GuardTest, VCardsAskedForBeforeALogoutDoNotLeaveAfterIt) {
  alice().openVCard("bob", 1);
  sessions_.close("alice");
  sessions_.open("alice");
  const prism_vcard event = vcard();
  expectRefused(guard_.vcard(&event), PRISM_ERR_STATE, "vcard: user 'alice' has not asked for the vCard of 'bob'");
}

}  // namespace
}  // namespace prism::tests
