// SPDX-License-Identifier: MIT
// Contacts with a real XMPP server: its roster and Spectrum's stay equal.
#include "tests/purple/jabber_test.h"
#include "tests/support/servers/xmpp_client.h"

namespace prism::tests {
namespace {

using pbnetwork::WrapperMessage;

TEST_F(JabberTest, ContactsSeeEachOtherOnceBothHaveAgreed) {
  logInBoth();
  subscribeBoth();
  setPresence("juliet", pbnetwork::STATUS_AWAY, "on the balcony");
  await(
      "^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\".* status=1 statusmessage=\"on the "
      "balcony\"");
  setPresence("juliet", pbnetwork::STATUS_DND);
  await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\".* status=4");
  spectrum_->logout("juliet", "juliet@localhost");
  await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\".* status=5");
}

TEST_F(JabberTest, FreeForChatPresenceIsShown) {
  XmppClient tybalt(prosody_.port(), "tybalt", kCanary);
  launchJabber(prosody_);
  logInTo("romeo");
  addContact("romeo", "tybalt@localhost");
  tybalt.expect("<presence[^>]*type=.subscribe");
  tybalt.send("<presence to='romeo@localhost' type='subscribed'/><presence><show>chat</show></presence>");
  await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"tybalt@localhost\".* status=2");
}

TEST_F(JabberTest, AContactAddedBeforeTheLoginIsDoneIsAsked) {
  XmppClient tybalt(prosody_.port(), "tybalt", kCanary);
  launchJabber(prosody_);
  spectrum_->login("romeo", {.legacy_name = "romeo@localhost", .password = kCanary});
  addContact("romeo", "tybalt@localhost");
  tybalt.expect("<presence[^>]*type=.subscribe");
}

TEST_F(JabberTest, TheUsersStatusReachesTheNetworkAsItIs) {
  logInBoth();
  subscribeBoth();
  XmppClient onlooker(prosody_.port(), "juliet", kCanary);
  setPresence("romeo", pbnetwork::STATUS_FFC);
  onlooker.expect("<presence[^>]*romeo@localhost[^>]*>.*<show>chat</show>");
  setPresence("romeo", pbnetwork::STATUS_AWAY, "1 <b>2</b> & &amp;");
  onlooker.expect("<status>1 &lt;b&gt;2&lt;/b&gt; &amp; &amp;amp;</status>");
}

TEST_F(JabberTest, ARequestCanBeDenied) {
  logInBoth();
  addContact("romeo", "juliet@localhost");
  await("^AUTH_REQUEST userName=\"juliet\" buddyName=\"romeo@localhost\"");
  removeContact("juliet", "romeo@localhost");
  collect();
  setPresence("juliet", pbnetwork::STATUS_AWAY, "unseen");
  collect();
  say("juliet", "romeo@localhost", "no");
  await("^CONV_MESSAGE userName=\"romeo\".*\"no\"");
  EXPECT_EQ(count("userName=\"romeo\" buddyName=\"juliet@localhost\".* status=1"), 0U) << keptFrames();
}

TEST_F(JabberTest, AliasAndGroupsStayOnTheServer) {
  logInBoth();
  spectrum_->send(WrapperMessage::TYPE_BUDDY_CHANGED, contact("romeo", "juliet@localhost", "Jule", {"Capulets"}));
  await("^AUTH_REQUEST userName=\"juliet\"");
  await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\" alias=\"Jule\" group=\"Capulets\"");
  spectrum_->send(WrapperMessage::TYPE_BUDDY_CHANGED, contact("romeo", "juliet@localhost", "Juliet", {"Loves"}));
  await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\" alias=\"Juliet\" group=\"Loves\"");
  spectrum_->send(WrapperMessage::TYPE_BUDDY_CHANGED,
                  contact("romeo", "juliet@localhost", "Juliet", {"Loves", "Verona"}));
  await(
      "^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\" alias=\"Juliet\" group=\"(Loves|Verona)\" "
      "group=\"");
  spectrum_->logout("romeo", "romeo@localhost");
  dropKeptFrames();
  logInTo("romeo");
  await(
      "^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\" alias=\"Juliet\" group=\"(Loves|Verona)\" "
      "group=\"");
}

TEST_F(JabberTest, ARemovedContactIsGoneFromTheServer) {
  logInBoth();
  subscribeBoth();
  collect();  // Juliet may see Romeo offline at first
  dropKeptFrames();
  removeContact("romeo", "juliet@localhost");
  await("^BUDDY_CHANGED userName=\"juliet\" buddyName=\"romeo@localhost\".* status=5");
  spectrum_->logout("romeo", "romeo@localhost");
  dropKeptFrames();
  logInTo("romeo");
  collect();
  EXPECT_EQ(count("BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\""), 0U) << keptFrames();
}

// Current versions of Spectrum do not send this.
TEST_F(JabberTest, ABlockedContactIsNotHeard) {
  logInBoth();
  subscribeBoth();
  pbnetwork::Buddy blocked = contact("romeo", "juliet@localhost", "", {});
  blocked.set_blocked(true);
  collect();
  dropKeptFrames();
  spectrum_->send(WrapperMessage::TYPE_BUDDY_CHANGED, blocked);
  await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\".* blocked=true");
  await("^BUDDY_CHANGED userName=\"juliet\" buddyName=\"romeo@localhost\".* status=5");
  XmppClient tybalt(prosody_.port(), "tybalt", kCanary);
  say("juliet", "romeo@localhost", "hear me");
  say("juliet", "tybalt@localhost",
      "he does not");  // the server handles them in order, so it has handled the first, too
  tybalt.expect("he does not");
  blocked.set_blocked(false);
  spectrum_->send(WrapperMessage::TYPE_BUDDY_CHANGED, blocked);
  await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\".* blocked=false");
  say("romeo", "tybalt@localhost", "she may speak");
  tybalt.expect("she may speak");
  say("juliet", "romeo@localhost", "and now?");
  await("^CONV_MESSAGE userName=\"romeo\".*and now");
  EXPECT_EQ(count("hear me"), 0U) << keptFrames();
}

TEST_F(JabberTest, AvatarsAndNamesAreShown) {
  logInBoth();
  subscribeBoth();
  publishVCard("juliet", "Jule");
  await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\".* iconhash=\"[0-9a-f]{40}\"");
  requestVCard("romeo", "juliet@localhost", 7);
  await("^VCARD userName=\"romeo\" buddyName=\"juliet@localhost\" id=7 fullname=\"Jule\".* photo=\"67 bytes\"");
  requestVCard("juliet", "", 8);
  await("^VCARD userName=\"juliet\" buddyName=\"\" id=8 fullname=\"Jule\".* photo=\"67 bytes\"");
}

}  // namespace
}  // namespace prism::tests
